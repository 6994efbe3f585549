import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { contributorsOf } from '../../engine/contributors.ts';
import type { Authorship } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { accountIn, type RunLog, type Touch } from '../shared/automation/run-log.ts';
import { anyContributor } from '../shared/people/builders.ts';
import { messages } from './messages.ts';

const FIRST_LINES = 3;

/** Whether each touch states what was done and by whom, so that hidden work is not taken for the system's own. */
export function judgeTouches(log: RunLog): Finding[] {
  const unlabeled = log.touches.filter(({ kind }) => kind === '');
  const anonymous = log.touches.filter(({ by }) => by === '');
  const nameless = log.touches.filter(({ by }) => by !== '' && parsePerson(by).placeholder && !isBot(by));
  const example = nameless[0]?.by ?? '';
  return [
    ...gap(log, unlabeled, (words) => messages.touchesWithoutKind(words)),
    ...gap(log, anonymous, (words) => messages.touchesWithoutPerson(words)),
    ...gap(log, nameless, (words) => messages.touchesByPlaceholder({ ...words, example })),
  ];
}

function gap(
  log: RunLog,
  rows: Touch[],
  messageFor: (words: { count: number; lines: string }) => Statement,
): Finding[] {
  if (rows.length === 0) return [];
  const lines = rows.slice(0, FIRST_LINES).map(({ line }) => line);
  const shown = `${lines.join(', ')}${rows.length > lines.length ? ' …' : ''}`;
  return [
    unmet(
      messageFor({ count: rows.length, lines: shown }),
      lines.map((line) => ({ path: log.path, line })),
    ),
  ];
}

/** GitHub gives its bots such names. What they touched counts, and the name cannot hide a person. */
function isBot(by: string): boolean {
  return /^@?[A-Za-z0-9-]{1,60}\[bot\]$/.test(by);
}

/**
 * Compares the accounts of the log with those of the people who build the pilot: none that the workflow lists as a machine
 * may be one of theirs. If none is, the finding states what builders touched.
 */
export function checkBuilders(
  log: RunLog,
  workflow: Located<Workflow>,
  pilot: Located<Pilot>,
  commits: Authorship,
): Finding[] {
  const machines = (workflow.value.runs?.machines ?? []).map(accountIn);
  const at = workflow.at('runs', 'machines');
  const builders = anyContributor(pilot.value.pilotTeam ?? [], commits);
  const people = new Set([...builders, ...roleHolders(pilot).flatMap(({ person }) => person.handle ?? [])]);
  const disguised = machines.filter((account) => people.has(account));
  if (disguised.length > 0) return disguised.map((account) => unmet(messages.personCalledMachine({ account }), at));
  const unresolved = commits.commits.filter((commit) =>
    contributorsOf(commit).some(({ handle }) => handle === undefined),
  ).length;
  if (machines.length > 0 && unresolved > 0) {
    const words = { count: unresolved, machines: machines.slice(0, 3) };
    return [unknown(messages.unresolvedCommits(words), at, { resolvableBy: 'github' })];
  }
  const byBuilders = log.touches.filter(({ by }) => builders.has(parsePerson(by).handle ?? accountIn(by)));
  const who = [...new Set(byBuilders.map(({ by }) => `@${accountIn(by)}`))].slice(0, 5).join(', ');
  const words = {
    touched: log.decisions.filter((decision) => decision.touched).length,
    decisions: log.decisions.length,
    byBuilders: byBuilders.length,
    who: who === '' ? '' : ` (${who})`,
  };
  return [met(messages.touches(words), log.place)];
}
