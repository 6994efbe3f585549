import type { EvalFile } from '../../../domain/eval-results.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';
import { type CountedFile, countCases } from './cases.ts';

/** The committed results as they bear on single tests: none when no results could be read. */
export function resultsOf(evals: Observation<Located<Evals>>, results: Observation<EvalFile[]>): CountedFile[] {
  return evals.state === 'seen' && results.state === 'seen' ? countCases(evals.value.value, results.value) : [];
}

/** Where a test stands in the committed results: the files that hold it, and why it is not proven if it is not. */
export interface TestSight {
  places: Place[];
  problem?: string;
}

/** Looks a test up by its id. It has passed when every results file that holds it says so. */
export function findTest(id: string, counted: CountedFile[]): TestSight {
  const held = counted.flatMap(({ file, cases }) =>
    cases.filter((one) => one.id === id).map(({ result }) => ({ path: file.path, result })),
  );
  const places = held.map(({ path }) => ({ path }));
  if (held.length === 0) return { places, problem: 'stands in no results file that evals.yaml names' };
  const open = held.find(({ result }) => result !== 'pass');
  if (open === undefined) return { places };
  const how = { fail: 'failed', error: 'ended in an error', skip: 'was skipped', none: 'has no verdict', pass: '' };
  return { places, problem: `${how[open.result]} in ${open.path}` };
}
