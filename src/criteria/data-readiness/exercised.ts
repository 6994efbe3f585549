import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import { judgeDrill, latestDrill } from '../shared/drills.ts';
import type { CountedFile } from '../shared/evals/cases.ts';
import { findTest } from '../shared/evals/tests.ts';
import type { ProtocolRow } from './exception-protocol.ts';
import { messages } from './messages.ts';

const UNIT_SECONDS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

interface UntriedRow {
  row: ProtocolRow;
  index: number;
  problem: Statement;
}

/** Whether the handling of bad data was tried: by a test that passed, or by a drill of the fallback. */
export function judgeExercised(
  sources: Located<DataSources>,
  counted: CountedFile[],
  drills: Observation<RecordSet<DrillRecord>>,
  tree: Tree,
  withinDays: number,
  now: number,
): Finding[] {
  const untried = untriedRows(sources.value.exceptionProtocol ?? [], counted);
  if (untried.length === 0)
    return [met(messages.triedByTest(), sources.at('exceptionProtocol'), { facts: 'not-needed' })];
  if (latestDrill(drills, 'fallback') === undefined)
    return untried.map(({ row, index, problem }) =>
      unmet(problem, sources.at('exceptionProtocol', index), { part: row.class }),
    );
  const limit = Math.min(...untried.flatMap(({ row }) => secondsOf(row.within) ?? []));
  return judgeDrill(drills, {
    kind: 'fallback',
    withinDays,
    ...(Number.isFinite(limit) ? { limitSeconds: limit } : {}),
    limitAt: 'within of the exception protocol',
    tree,
    now,
  });
}

/** Every row that falls back must be tried. Where none does, it is enough that one row was. */
function untriedRows(rows: ProtocolRow[], counted: CountedFile[]): UntriedRow[] {
  const untried = rows.flatMap((row, index) => {
    const problem = problemOf(row, counted);
    return problem === undefined ? [] : [{ row, index, problem }];
  });
  if (rows.some(({ action }) => action === 'fallback')) return untried.filter(({ row }) => row.action === 'fallback');
  return untried.length < rows.length ? [] : untried.slice(0, 1);
}

function problemOf({ class: name, test }: ProtocolRow, counted: CountedFile[]): Statement | undefined {
  if (test === undefined) return messages.notTried({ class: name });
  const { problem } = findTest(test, counted);
  return problem === undefined ? undefined : messages.testNotPassed({ class: name, test, problem });
}

function secondsOf(within: string): number | undefined {
  const match = /(\d+(?:\.\d+)?)\s*([smhdw])/i.exec(within);
  return match ? Number(match[1]) * (UNIT_SECONDS[(match[2] ?? '').toLowerCase()] ?? 60) : undefined;
}
