import type { Report } from '../../domain/report.ts';
import { type Flip, flipsBetween } from '../../engine/flips.ts';
import { csvText } from '../machine/csv.ts';
import { jsonText } from '../machine/json.ts';
import { cut, forTerminal } from '../model/text.ts';
import { many } from '../model/words.ts';
import { codesAfter } from './phrases.ts';
import { type Style, TerminalWriter } from './terminal-writer.ts';

export const SIMULATION_FORMATS = ['table', 'csv', 'json'] as const;
export type SimulationFormat = (typeof SIMULATION_FORMATS)[number];

/** One pilot, judged by its policy and by another one. */
export interface SimulatedPilot {
  repository: string;
  /** The state that was judged: `promotion #12`, `preview of main`, `work tree`. */
  evaluated?: string;
  /** Undefined where today's policy cannot be used; `policyFault` says why. */
  before?: Report | 'no pilot';
  policyFault?: string;
  after?: Report | 'no pilot';
  /** Why it could not be judged at all. */
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
  /** Whether a merge waits, which `observe` never makes it do. */
  blockedNow: boolean;
  blockedThen: boolean;
  flips: Flip[];
  notes: string[];
}

const WORDS: Record<Side, string> = {
  ready: 'ready',
  'not-ready': 'not ready',
  undetermined: 'undetermined',
  'unusable policy': 'unusable policy',
  'not judged': 'not judged',
  'no pilot': 'no pilot',
};
const SHOWN = 8;

/** What another policy would change, pilot by pilot: the verdict now and then, and the checks that turn. */
export function renderSimulation(
  simulation: Simulation,
  format: SimulationFormat,
  options: { width: number; color: boolean },
): string {
  const rows = simulation.pilots.map(rowOf);
  switch (format) {
    case 'table':
      return table(simulation, rows, options);
    case 'csv':
      return csv(rows);
    case 'json':
      return jsonText({
        schema: 'pilot-readiness/simulation/v1',
        policy: simulation.policy,
        pilots: rows,
        notAsked: simulation.notAsked,
      });
  }
}

function rowOf({ repository, evaluated: judged = '', before, after, policyFault, fault }: SimulatedPilot): Row {
  type EvaluatedHead = typeof before;
  const isEvaluated = (side: EvaluatedHead): side is Report => typeof side === 'object';
  const verdictOf = (side: EvaluatedHead): Side | undefined => (isEvaluated(side) ? side.verdict : side);
  const blocks = (side: EvaluatedHead): boolean =>
    isEvaluated(side) && side.mode === 'enforce' && side.verdict !== 'ready';
  return {
    repository,
    evaluated: judged,
    before: verdictOf(before) ?? (policyFault === undefined ? 'not judged' : 'unusable policy'),
    after: verdictOf(after) ?? 'not judged',
    blockedNow: blocks(before) || policyFault !== undefined,
    blockedThen: blocks(after),
    flips: isEvaluated(before) && isEvaluated(after) ? flipsBetween(before, after) : [],
    notes: [policyFault, fault].filter((note) => note !== undefined),
  };
}

function table(simulation: Simulation, rows: Row[], { width, color }: { width: number; color: boolean }): string {
  const writer = new TerminalWriter(width, color);
  writer.put(forTerminal(headline(simulation, rows)), { style: 'bold' });
  for (const row of rows) {
    writer.gap();
    const { mark, style } = markOf(row);
    const evaluated = row.evaluated === '' ? '' : ` (${forTerminal(row.evaluated)})`;
    writer.labeled(mark, style, `${forTerminal(row.repository)}${evaluated}: ${changeWords(row)}`, {
      style: changes(row) ? 'bold' : 'dim',
    });
    for (const { title, from, to, summary, code } of row.flips.slice(0, SHOWN)) {
      const words = `${BEARINGS[to]} (${BEARINGS[from]} now): ${title}. ${summary}`;
      writer.put(`- ${forTerminal(cut(words, 300))}${codesAfter([code])}`, { indent: 2, hang: 4 });
    }
    if (row.flips.length > SHOWN) writer.put(`and ${row.flips.length - SHOWN} more`, { indent: 4 });
    for (const note of row.notes) writer.put(forTerminal(cut(note, 400)), { indent: 2, hang: 4, style: 'yellow' });
  }
  if (simulation.notAsked > 0) {
    writer.gap();
    writer.put(
      `${many(simulation.notAsked, 'repository', 'repositories')} without the topic pilot were not searched for a policy file.`,
    );
  }
  return writer.text();
}

const BEARINGS: Record<Flip['from'], string> = {
  open: "in nobody's way",
  blocks: 'blocks',
  unknown: 'not known',
};

function headline({ policy }: Simulation, rows: Row[]): string {
  if (rows.length === 0) return 'No pilot was found';
  const evaluated = rows.filter(({ before, after }) => before !== 'not judged' && after !== 'not judged');
  const changed = evaluated.filter(({ before, after }) => before !== after).length;
  const blocked = evaluated.filter((row) => row.blockedThen && !row.blockedNow).length;
  const released = evaluated.filter((row) => row.blockedNow && !row.blockedThen).length;
  const made = evaluated.filter(({ before }) => before === 'no pilot').length;
  const ended = evaluated.filter(({ after }) => after === 'no pilot').length;
  return [
    `Under ${policy} ${changed} of ${many(evaluated.length, 'pilot')} would change the verdict`,
    blocked > 0 ? `${blocked} more would be blocked` : '',
    released > 0 ? `${released} would be blocked no more` : '',
    made > 0 ? `${many(made, 'repository', 'repositories')} would become ${made === 1 ? 'a pilot' : 'pilots'}` : '',
    ended > 0 ? `${ended} would be ${ended === 1 ? 'a pilot' : 'pilots'} no more` : '',
    evaluated.length < rows.length ? `${rows.length - evaluated.length} could not be judged` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function changes({ before, after, blockedNow, blockedThen, flips }: Row): boolean {
  return before !== after || blockedNow !== blockedThen || flips.length > 0;
}

function markOf(row: Row): { mark: string; style: Style } {
  if (row.after === 'not judged') return { mark: '? ', style: 'yellow' };
  if (!changes(row)) return { mark: '= ', style: 'dim' };
  return row.blockedThen && !row.blockedNow ? { mark: '✗ ', style: 'red' } : { mark: '~ ', style: 'yellow' };
}

function changeWords({ before, after, blockedNow, blockedThen }: Row): string {
  if (after === 'not judged') return WORDS[after];
  const verdict = before === after ? `${WORDS[before]}, as now` : `${WORDS[before]} now, ${WORDS[after]} then`;
  if (blockedNow === blockedThen) return verdict;
  return `${verdict}; ${blockedThen ? 'the merge would be blocked' : 'the merge would be blocked no more'}`;
}

function csv(rows: Row[]): string {
  return csvText(
    ['repository', 'judged', 'now', 'then', 'blocked_now', 'blocked_then', 'turns', 'notes'],
    rows.map((row) => [
      row.repository,
      row.evaluated,
      row.before,
      row.after,
      row.blockedNow ? 'yes' : 'no',
      row.blockedThen ? 'yes' : 'no',
      row.flips.map(({ code, from, to }) => `${code} ${from} > ${to}`).join('; '),
      row.notes.join('; '),
    ]),
  );
}
