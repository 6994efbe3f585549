import { day, parseInstant } from '../../domain/dates.ts';
import { type Finding, unknown, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { contributorsOf } from '../../engine/contributors.ts';
import type { Authorship, FileHistory, ReleaseFact } from '../../engine/fact-answers.ts';
import type { Named } from '../../engine/inputs.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { logRows } from '../shared/handoff/run-log.ts';
import type { UnattendedWindow } from '../shared/handoff/unattended.ts';
import { type Builders, isContributor } from '../shared/people/builders.ts';
import { messages } from './messages.ts';

export interface WindowFacts {
  builders: Builders;
  releases: ReleaseFact;
  /** Versions of deployment, prompt and model configuration. */
  changes: FileHistory[];
}

interface Deed {
  who: (string | undefined)[];
  what: Statement;
  on: string;
  place: Place;
}

const FIRST_DEEDS = 5;

/** What builders deployed, changed or repaired during the days without builders. */
export function windowObjections(
  window: UnattendedWindow,
  files: Observation<Named>,
  { builders, releases, changes }: WindowFacts,
): Finding[] {
  const isInside = (at: string): boolean => {
    const ms = parseInstant(at);
    return ms !== undefined && ms >= window.from && ms < window.end;
  };
  const deeds = [
    ...deployments(releases, builders.commits, window.place, isInside),
    ...configurationChanges(changes, builders.commits, isInside),
    ...interventions(window, files, isInside),
  ].map((deed) => ({ ...deed, built: hasBuilt(deed.who, builders) }));
  const byBuilders = deeds.filter(({ built }) => built === 'yes');
  if (byBuilders.length > 0)
    return byBuilders.slice(0, FIRST_DEEDS).map(({ who, what, on, place }) => {
      const accounts = new Set(who.flatMap((one) => (one === undefined ? [] : [`@${one.replace(/^@/, '')}`])));
      return unmet(messages.builderActed({ who: [...accounts], deed: what, on }), [window.place, place]);
    });
  return deeds
    .filter(({ built }) => built === 'unsure')
    .slice(0, 1)
    .map(({ what, on, place }) =>
      unknown(messages.actorUnknown({ deed: what, on }), [window.place, place], { resolvableBy: 'github' }),
    );
}

type IsInside = (at: string) => boolean;

function deployments({ deployments }: ReleaseFact, commits: Authorship, place: Place, isInside: IsInside): Deed[] {
  return deployments
    .filter(({ at }) => isInside(at))
    .map(({ environment, commit, at, by }) => ({
      who: isMachine(by) ? newContributors(commit, commits, isInside) : [by],
      what: messages.deployed({ environment }),
      on: at.slice(0, 10),
      place,
    }));
}

function configurationChanges(changes: FileHistory[], commits: Authorship, isInside: IsInside): Deed[] {
  return changes.flatMap(({ path, versions }) =>
    versions
      .filter(({ unmerged, mergedAt, declaredAt }) => !unmerged && isInside(mergedAt ?? declaredAt))
      .map(({ commit, author, mergedAt, declaredAt }) => ({
        who: contributorsTo(commit, commits) ?? [author.handle],
        what: messages.changed({ path }),
        on: (mergedAt ?? declaredAt).slice(0, 10),
        place: { path },
      })),
  );
}

function interventions({ test, place }: UnattendedWindow, files: Observation<Named>, isInside: IsInside): Deed[] {
  const read = logRows(test.record.value.unattended?.log, files, place);
  if ('open' in read) return [];
  return read.rows
    .filter(({ at, by }) => !isBlankText(by) && !isMachine(by) && isInside(day(at)))
    .map(({ at, by, kind, line }) => ({
      who: [by],
      what: kind === '' ? messages.intervened() : messages.intervenedWith({ kind }),
      on: day(at),
      place: { path: read.path, line },
    }));
}

function isMachine(who: string | undefined): boolean {
  return who !== undefined && /\[bot\]$/.test(who);
}

/** A machine deploys what somebody wrote: their work of these days counts, older work was there before. */
function newContributors(commit: string, commits: Authorship, isInside: IsInside): (string | undefined)[] {
  const found = commits.commits.find((one) => one.commit === commit);
  return found !== undefined && isInside(found.declaredAt) ? (contributorsTo(commit, commits) ?? []) : [];
}

function contributorsTo(commit: string, { commits }: Authorship): (string | undefined)[] | undefined {
  const found = commits.find((one) => one.commit === commit);
  return found && contributorsOf(found).map(({ handle }) => handle);
}

/** Whether any of these people built the pilot. An unknown account could belong to a builder. */
function hasBuilt(who: (string | undefined)[], builders: Builders): 'yes' | 'no' | 'unsure' {
  const each = who.map((one) => {
    const person = parsePerson(one ?? '');
    return person.handle === undefined && person.team === undefined ? 'unsure' : isContributor(person, builders);
  });
  return each.includes('yes') ? 'yes' : each.includes('unsure') ? 'unsure' : 'no';
}
