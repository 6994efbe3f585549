import { day, parseInstant } from '../../domain/dates.ts';
import { type Finding, quote, unknown, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { contributorsOf } from '../../engine/contributors.ts';
import type { Authorship, FileHistory, ReleaseFact } from '../../engine/fact-requests.ts';
import type { Named, RecordSet } from '../../engine/inputs.ts';
import type { HandoffRecord } from '../../evidence/schema/records.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { logRows } from '../shared/handoff/run-log.ts';
import { judgeWindow, latestWindow, type UnattendedWindow, type WindowDemand } from '../shared/handoff/unattended.ts';
import { type Builders, isContributor } from '../shared/people/builders.ts';

export interface WindowFacts {
  builders: Builders;
  releases: ReleaseFact;
  /** Versions of deployment, prompt and model configuration. */
  changes: FileHistory[];
}

/** Whether a builder deployed, changed the configuration or repaired something in that time all the same. */
export function confirmWindow(
  records: RecordSet<HandoffRecord>,
  files: Observation<Named>,
  demand: WindowDemand,
  { builders, releases, changes }: WindowFacts,
): Finding[] {
  const window = latestWindow(records, demand.now);
  const evaluated = judgeWindow(records, files, demand);
  if (window === undefined) return evaluated;
  const { log } = window.test.record.value.unattended ?? {};
  const inside = (at: string | undefined): boolean => {
    const ms = parseInstant(at ?? '');
    return ms !== undefined && ms >= window.from && ms < window.end;
  };
  const deeds: Deed[] = [
    ...releases.deployments
      .filter(({ at }) => inside(at))
      .map(({ environment, commit, at, by }) => ({
        who: isMachine(by) ? newHands(commit, builders.commits, inside) : [by],
        what: `deployed to ${environment}`,
        on: at.slice(0, 10),
        place: window.place,
      })),
    ...changes.flatMap(({ path, versions }) =>
      versions
        .filter(({ unmerged, mergedAt, declaredAt }) => !unmerged && inside(mergedAt ?? declaredAt))
        .map(({ commit, author, mergedAt, declaredAt }) => ({
          who: handsOf(commit, builders.commits) ?? [author.handle],
          what: `changed ${path}`,
          on: (mergedAt ?? declaredAt).slice(0, 10),
          place: { path },
        })),
    ),
    ...touches(log, files, window, inside),
  ];
  const marked = deeds.map((deed) => ({ ...deed, built: worst(deed.who, builders) }));
  const sure = marked.filter(({ built }) => built === 'yes');
  if (sure.length > 0)
    return sure.slice(0, 5).map(({ who, what, on, place }) =>
      unmet(`${names(who)}, who built it, ${what} on ${on}, in the time without builders`, [window.place, place], {
        remedy: 'Begin a new window after that day in which others do this work, and record it.',
      }),
    );
  const unsure = marked.find(({ built }) => built === 'unsure');
  if (unsure !== undefined)
    return [
      unknown(
        `Whether who ${unsure.what} on ${unsure.on} built it is unknown: the account is not known`,
        [window.place, unsure.place],
        {
          resolvableBy: 'github',
          remedy: 'Map the authors to accounts in .mailmap on the default branch (their GitHub noreply address).',
        },
      ),
    ];
  return evaluated;
}

interface Deed {
  who: (string | undefined)[];
  what: string;
  on: string;
  place: Place;
}

function touches(
  log: string | undefined,
  files: Observation<Named>,
  window: UnattendedWindow,
  inside: (at: string) => boolean,
): Deed[] {
  const read = logRows(log, files, window.place);
  if ('open' in read) return [];
  return read.rows
    .filter(({ at, by }) => !isBlankText(by) && !isMachine(by) && inside(day(at)))
    .map(({ at, by, kind, line }) => ({
      who: [by],
      what: `intervened${kind === '' ? '' : ` (${quote(kind, 30)})`}`,
      on: day(at),
      place: { path: read.path, line },
    }));
}

function isMachine(who: string | undefined): boolean {
  return who !== undefined && /\[bot\]$/.test(who);
}

/** A machine deploys what somebody wrote: their work of these days counts, older work was there before. */
function newHands(commit: string, { commits }: Authorship, inside: (at: string) => boolean): (string | undefined)[] {
  const found = commits.find((one) => one.commit === commit);
  return found === undefined || !inside(found.declaredAt) ? [] : contributorsOf(found).map(({ handle }) => handle);
}

function handsOf(commit: string, { commits }: Authorship): (string | undefined)[] | undefined {
  const found = commits.find((one) => one.commit === commit);
  return found === undefined ? undefined : contributorsOf(found).map(({ handle }) => handle);
}

function worst(who: (string | undefined)[], builders: Builders): 'yes' | 'no' | 'unsure' {
  const each = who.map((one) => {
    const person = parsePerson(one ?? '');
    return person.handle === undefined && person.team === undefined ? 'unsure' : isContributor(person, builders);
  });
  return each.includes('yes') ? 'yes' : each.includes('unsure') ? 'unsure' : 'no';
}

function names(who: (string | undefined)[]): string {
  return [...new Set(who.flatMap((one) => (one === undefined ? [] : [`@${one.replace(/^@/, '')}`])))].join(', ');
}
