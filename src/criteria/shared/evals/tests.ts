import type { EvalFile } from '../../../domain/eval-results.ts';
import { summaryOf } from '../../../domain/message.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';
import { type CountedFile, countCases } from './cases.ts';
import { messages } from './messages.ts';

/** The committed results, to look single tests up in; none when no results could be read. */
export function resultsOf(evals: Observation<Located<Evals>>, results: Observation<EvalFile[]>): CountedFile[] {
  return evals.state === 'seen' && results.state === 'seen' ? countCases(evals.value.value, results.value) : [];
}

/** Where the committed results hold a test, and why it is not proven if it is not. */
export interface TestSight {
  places: Place[];
  /** Follows the name of the test in a sentence. */
  problem?: string;
}

/** Looks a test up by its id. It has passed when it passed in every results file that holds it. */
export function findTest(id: string, counted: CountedFile[]): TestSight {
  const held = counted.flatMap(({ file: { path }, cases }) =>
    cases.filter((one) => one.id === id).map(({ result }) => ({ path, result })),
  );
  const places = held.map(({ path }) => ({ path }));
  if (held.length === 0) return { places, problem: summaryOf(messages.testNotFound()) };
  const open = held.find(({ result }) => result !== 'pass');
  return open === undefined ? { places } : { places, problem: summaryOf(messages.testNotPassed(open)) };
}
