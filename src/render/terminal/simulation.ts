import type { Report } from '../../domain/report.ts';
import { type Flip, flipsBetween } from '../../engine/flips.ts';
import { csvText } from '../machine/csv.ts';
import { jsonText } from '../machine/json.ts';
import { firstItems, type Item, line, list, MARKS, paragraph, type Tone, title } from '../model/blocks.ts';
import { cut } from '../model/text.ts';
import { many, notSearchedWords } from '../model/words.ts';
import { printTerminal, type Terminal } from './print-blocks.ts';

export const SIMULATION_FORMATS = ['table', 'csv', 'json'] as const;
export type SimulationFormat = (typeof SIMULATION_FORMATS)[number];

/** One pilot, evaluated with its policy and with another one. */
export interface SimulatedPilot {
  repository: string;
  /** The state that was evaluated: `promotion #12`, `preview of main`, `work tree`. */
  evaluated?: string;
  /** Undefined where the current policy is invalid; `policyFault` says why. */
  before?: Report | 'no pilot';
  policyFault?: string;
  after?: Report | 'no pilot';
  /** Why it could not be evaluated at all. */
  fault?: string;
}

export interface Simulation {
  policy: string;
  pilots: SimulatedPilot[];
  /** Repositories that were not searched for a policy file. */
  notAsked: number;
}

type Side = Report['verdict'] | 'unusable policy' | 'not judged' | 'no pilot';

interface Row {
  repository: string;
  evaluated: string;
  before: Side;
  after: Side;
  /** Whether the merge is blocked, which it never is under `observe`. */
  blockedNow: boolean;
  blockedThen: boolean;
  flips: Flip[];
  notes: string[];
}

const WORDS: Record<Side, string> = {
  ready: 'ready',
  'not-ready': 'not ready',
  undetermined: 'undetermined',
  'unusable policy': 'invalid policy',
  'not judged': 'not evaluated',
  'no pilot': 'not a pilot',
};
const EFFECTS: Record<Flip['from'], string> = { open: 'does not block', blocks: 'blocks', unknown: 'not verified' };
const MAX_FLIPS = 8;
const COLUMNS: [string, (row: Row) => string][] = [
  ['repository', (row) => row.repository],
  ['judged', (row) => row.evaluated],
  ['now', (row) => row.before],
  ['then', (row) => row.after],
  ['blocked_now', (row) => (row.blockedNow ? 'yes' : 'no')],
  ['blocked_then', (row) => (row.blockedThen ? 'yes' : 'no')],
  ['turns', (row) => row.flips.map(({ code, from, to }) => `${code} ${from} > ${to}`).join('; ')],
  ['notes', (row) => row.notes.join('; ')],
];

/** What another policy would change, pilot by pilot: the verdict now and then, and the checks whose result changes. */
export function renderSimulation(simulation: Simulation, format: SimulationFormat, terminal: Terminal): string {
  const { policy, notAsked } = simulation;
  const rows = simulation.pilots.map(rowOf);
  switch (format) {
    case 'table': {
      const notSearched = notAsked > 0 ? [paragraph(`${notSearchedWords(notAsked)}.`)] : [];
      return printTerminal([title(headline(policy, rows)), ...list(rows.map(pilotItem)), ...notSearched], terminal);
    }
    case 'csv':
      return csvText(COLUMNS, rows);
    case 'json':
      return jsonText({ schema: 'pilot-readiness/simulation/v1', policy, pilots: rows, notAsked });
  }
}

function rowOf({ repository, evaluated = '', before, after, policyFault, fault }: SimulatedPilot): Row {
  type Evaluation = typeof before;
  const isReport = (side: Evaluation): side is Report => typeof side === 'object';
  const verdictOf = (side: Evaluation): Side | undefined => (isReport(side) ? side.verdict : side);
  const blocks = (side: Evaluation): boolean => isReport(side) && side.mode === 'enforce' && side.verdict !== 'ready';
  return {
    repository,
    evaluated,
    before: verdictOf(before) ?? (policyFault === undefined ? 'not judged' : 'unusable policy'),
    after: verdictOf(after) ?? 'not judged',
    blockedNow: blocks(before) || policyFault !== undefined,
    blockedThen: blocks(after),
    flips: isReport(before) && isReport(after) ? flipsBetween(before, after) : [],
    notes: [policyFault, fault].filter((note) => note !== undefined),
  };
}

function pilotItem(row: Row): Item {
  const flips = row.flips.map(({ title: check, from, to, summary, code }) => ({
    text: line`${cut(`${EFFECTS[to]} (now: ${EFFECTS[from]}): ${check}. ${summary}`, 300)}${{ codes: [code] }}`,
  }));
  const notes = row.notes.map((note): Item => ({ label: '!', tone: 'open', text: cut(note, 400), weight: 'open' }));
  return {
    ...labelOf(row),
    text: `${row.repository}${row.evaluated === '' ? '' : ` (${row.evaluated})`}: ${changeWords(row)}`,
    weight: hasChange(row) ? 'strong' : 'mute',
    inner: [...firstItems(flips, MAX_FLIPS), ...notes],
  };
}

function headline(policy: string, rows: Row[]): string {
  if (rows.length === 0) return 'No pilot was found';
  const evaluated = rows.filter(({ before, after }) => before !== 'not judged' && after !== 'not judged');
  const count = (test: (row: Row) => boolean): number => evaluated.filter(test).length;
  const changed = count(({ before, after }) => before !== after);
  const blocked = count((row) => row.blockedThen && !row.blockedNow);
  const released = count((row) => row.blockedNow && !row.blockedThen);
  const made = count(({ before }) => before === 'no pilot');
  const ended = count(({ after }) => after === 'no pilot');
  const parts = [
    `With ${policy}, the verdict of ${changed} of ${many(evaluated.length, 'pilot')} would change`,
    blocked > 0 ? `${blocked} more would be blocked` : '',
    released > 0 ? `${released} would no longer be blocked` : '',
    made > 0 ? `${many(made, 'repository', 'repositories')} would become ${made === 1 ? 'a pilot' : 'pilots'}` : '',
    ended > 0 ? `${ended} would no longer be ${ended === 1 ? 'a pilot' : 'pilots'}` : '',
    evaluated.length < rows.length ? `${rows.length - evaluated.length} could not be evaluated` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function hasChange({ before, after, blockedNow, blockedThen, flips }: Row): boolean {
  return before !== after || blockedNow !== blockedThen || flips.length > 0;
}

function labelOf(row: Row): { label: string; tone: Tone } {
  if (row.after === 'not judged') return { label: MARKS.open, tone: 'open' };
  if (!hasChange(row)) return { label: '=', tone: 'mute' };
  return row.blockedThen && !row.blockedNow ? { label: MARKS.bad, tone: 'bad' } : { label: '~', tone: 'open' };
}

function changeWords({ before, after, blockedNow, blockedThen }: Row): string {
  if (after === 'not judged') return WORDS[after];
  const verdict = before === after ? `${WORDS[before]}, unchanged` : `now ${WORDS[before]}, then ${WORDS[after]}`;
  if (blockedNow === blockedThen) return verdict;
  return `${verdict}; the merge would ${blockedThen ? 'be blocked' : 'no longer be blocked'}`;
}
