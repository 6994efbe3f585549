import { type Finding, met, quote, unknown, unmet } from '../../domain/finding.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { hands } from '../../engine/contributors.ts';
import type { Authorship } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { accountIn, type RunLog, type Touch } from '../shared/automation/run-log.ts';
import { anyContributor } from '../shared/people/builders.ts';

const FIRST_LINES = 3;

/** Whether each touch says what it was and who it was, so that hidden work can be told from the system's own. */
export function judgeTouches(log: RunLog): Finding[] {
  const unlabeled = log.touches.filter(({ kind }) => kind === '');
  const anonymous = log.touches.filter(({ by }) => by === '');
  const nameless = log.touches.filter(({ by }) => by !== '' && parsePerson(by).placeholder && !isBot(by));
  return [
    ...gap(
      log,
      unlabeled,
      'say who touched them and not what was done',
      'Fill touch_kind in these rows: builder-edit, retry, hand-fix, script, review …',
    ),
    ...gap(
      log,
      anonymous,
      'were touched and do not say by whom',
      'Fill touch_by in these rows with the account of whoever did it, or started the script.',
    ),
    ...gap(
      log,
      nameless,
      `name nobody who can be told apart (${quote(nameless[0]?.by ?? '')})`,
      'Write the account in touch_by, or "Name <mail>": behind a shared or nameless account a builder could stand.',
    ),
  ];
}

function gap(log: RunLog, rows: Touch[], what: string, remedy: string): Finding[] {
  if (rows.length === 0) return [];
  const lines = rows.slice(0, FIRST_LINES).map(({ line }) => line);
  return [
    unmet(
      `${rows.length} rows of the log ${what} (line ${lines.join(', ')}${rows.length > lines.length ? ' …' : ''})`,
      lines.map((line) => ({ path: log.path, line })),
      { remedy },
    ),
  ];
}

/** GitHub names its bots so; whatever they touched is counted, their name hides nobody. */
function isBot(by: string): boolean {
  return /^@?[A-Za-z0-9-]{1,60}\[bot\]$/.test(by);
}

/**
 * The accounts of the log beside those of the people who build the pilot: what builders touched is said, and no account
 * that the log calls a machine may be one of theirs.
 */
export function confirmTouches(
  log: RunLog,
  workflow: Located<Workflow>,
  pilot: Located<Pilot>,
  commits: Authorship,
): Finding | Finding[] {
  const machines = (workflow.value.runs?.machines ?? []).map(accountIn);
  const at = workflow.at('runs', 'machines');
  const builders = anyContributor(pilot.value.pilotTeam ?? [], commits);
  const people = new Set([...builders, ...roleHolders(pilot).flatMap(({ person }) => person.handle ?? [])]);
  const disguised = machines.filter((account) => people.has(account));
  if (disguised.length > 0)
    return disguised.map((account) =>
      unmet(`The workflow calls @${account} a machine, but it is a person who builds or answers for the pilot`, at, {
        remedy: `Take ${account} out of runs.machines: what a person does, or starts by hand, is a touch.`,
      }),
    );
  const unresolved = commits.commits.filter((commit) =>
    hands(commit).some(({ handle }) => handle === undefined),
  ).length;
  if (machines.length > 0 && unresolved > 0)
    return unknown(
      `${unresolved} ${unresolved === 1 ? 'commit resolves' : 'commits resolve'} to no account: whether ${machines.slice(0, 3).join(', ')} is somebody who builds the pilot cannot be told`,
      at,
      {
        resolvableBy: 'github',
        remedy:
          'Map the addresses in .mailmap on the default branch to "login@users.noreply.github.com", or let GitHub resolve them.',
      },
    );
  const byBuilders = log.touches.filter(({ by }) => builders.has(parsePerson(by).handle ?? accountIn(by)));
  const touched = log.decisions.filter((decision) => decision.touched).length;
  const who = [...new Set(byBuilders.map(({ by }) => `@${accountIn(by)}`))].slice(0, 5).join(', ');
  return met(
    `${touched} of ${log.decisions.length} decisions were touched, and all of these count; ${byBuilders.length} touches were by people who build it${who === '' ? '' : ` (${who})`}`,
    log.place,
  );
}
