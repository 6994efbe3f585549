import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { CohortSpan } from '../shared/cohorts/rows.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import type { CountedFile } from '../shared/evals/cases.ts';
import { messages } from './messages.ts';

/** Whether each completed cohort states what was new there, what is done about it, and which case of the suite covers it. */
export function judgeEdgeCases(cohorts: Located<Cohorts>, all: CohortSpan[], counted: CountedFile[]): Finding[] {
  const completed = all.filter((one) => one.completed);
  if (completed.length === 0)
    return [unmet(messages.noneFinished(), cohorts.at('cohorts'), { cause: 'too-few-cohorts' })];
  const ids = new Set(counted.flatMap(({ cases }) => cases.map(({ id }) => id)));
  const found = completed.flatMap(({ cohort: { id, edgeCases }, index, place }): Finding[] => {
    if (edgeCases === undefined) return [unmet(messages.noEdgeCases({ cohort: id }), place, { part: id })];
    return edgeCases.flatMap(({ case: name, disposition, evalCase }, at): Finding[] => {
      const words = { case: name, cohort: id };
      const problem = isBlankText(disposition)
        ? messages.noDisposition(words)
        : evalCase === undefined
          ? messages.noEvalCase(words)
          : ids.has(evalCase)
            ? undefined
            : messages.evalCaseNotInResults({ ...words, evalCase });
      return problem ? [unmet(problem, cohorts.at('cohorts', index, 'edgeCases', at), { part: id })] : [];
    });
  });
  if (found.length > 0) return found;
  const cases = completed.reduce((sum, { cohort }) => sum + (cohort.edgeCases?.length ?? 0), 0);
  return [
    met(
      messages.edgeCasesCovered({ cases, count: completed.length }),
      completed.map(({ place }) => place),
    ),
  ];
}
