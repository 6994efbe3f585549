import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Ancestry, RunFact } from '../../engine/fact-requests.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import { confirmDrill, judgeDrill, latestDrill } from '../shared/drills.ts';
import type { CountedFile } from '../shared/evals/cases.ts';
import { findTest } from '../shared/evals/tests.ts';

export interface ExercisedQuestion {
  sources: Located<DataSources>;
  counted: CountedFile[];
  drills: Observation<RecordSet<DrillRecord>>;
  tree: Tree;
  withinDays: number;
  now: number;
}

type Row = NonNullable<DataSources['exceptionProtocol']>[number];
const UNIT_SECONDS: Record<string, number> = { s: 1, m: 60, h: 3_600, d: 86_400, w: 604_800 };

/** The rows that have to be tried: those that fall back; where none does, any one row will do. */
function untried({ sources, counted }: ExercisedQuestion): { row: Row; index: number; problem: string }[] {
  const rows = (sources.value.exceptionProtocol ?? []).map((row, index) => {
    const problem = row.test === undefined ? 'names no test' : findTest(row.test, counted).problem;
    return { row, index, problem: problem && row.test ? `its test ${quote(row.test)} ${problem}` : (problem ?? '') };
  });
  const falling = rows.filter(({ row }) => row.action === 'fallback');
  if (falling.length > 0) return falling.filter(({ problem }) => problem !== '');
  return rows.some(({ problem }) => problem === '') ? [] : rows.slice(0, 1);
}

/** Whether the way out for bad data was tried: by a test that passed, or by a drill of the fallback. */
export function judgeExercised(question: ExercisedQuestion): Finding[] {
  const { sources, drills, tree, withinDays, now } = question;
  const rows = sources.value.exceptionProtocol ?? [];
  if (rows.length === 0)
    return [
      unmet('There is no exception protocol that could be tried', sources.at('exceptionProtocol'), {
        cause: 'no-exception-protocol',
        remedy: 'Write the exception protocol first.',
      }),
    ];
  const open = untried(question);
  if (open.length === 0)
    return [
      met('What happens to bad data was tried by a test that passed', sources.at('exceptionProtocol'), {
        facts: 'not-needed',
      }),
    ];
  if (latestDrill(drills, 'fallback') === undefined)
    return open.map(({ row, index, problem }) =>
      unmet(
        `What happens to ${row.class} data was never tried: ${problem || 'it names no test'}`,
        sources.at('exceptionProtocol', index),
        {
          part: row.class,
          remedy:
            'Name a test that passed in the committed results, or drill the fallback and record it with kind: fallback.',
        },
      ),
    );
  const limit = Math.min(...open.flatMap(({ row }) => secondsOf(row.within) ?? []));
  return judgeDrill(drills, {
    kind: 'fallback',
    withinDays,
    ...(Number.isFinite(limit) ? { limitSeconds: limit } : {}),
    limitAt: 'within of the exception protocol',
    tree,
    now,
  });
}

/** What GitHub and history say of the drill, where one is needed. */
export function confirmExercised(question: ExercisedQuestion, answers: (Ancestry | RunFact)[]): Finding[] {
  const drill = latestDrill(question.drills, 'fallback');
  const [order, run] = answers;
  if (drill === undefined || order === undefined || run === undefined || !('relation' in order))
    return judgeExercised(question);
  const found = confirmDrill(drill, order, run, 'The exception protocol');
  return found.length > 0 ? found : judgeExercised(question);
}

function secondsOf(within: string): number | undefined {
  const match = /(\d+(?:\.\d+)?)\s*([smhdw])/i.exec(within);
  return match ? Number(match[1]) * (UNIT_SECONDS[(match[2] ?? '').toLowerCase()] ?? 60) : undefined;
}
