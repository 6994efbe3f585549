import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { CohortRows } from '../shared/cohorts/rows.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import type { CountedFile } from '../shared/evals/cases.ts';

/** Whether each completed cohort says what was new there, what was done about it, and which case of the suite guards it. */
export function judgeEdgeCases(cohorts: Located<Cohorts>, all: CohortRows[], counted: CountedFile[]): Finding[] {
  const completed = all.filter((one) => one.completed);
  if (completed.length === 0)
    return [
      unmet('No cohort is complete', cohorts.at('cohorts'), {
        cause: 'too-few-cohorts',
        remedy: 'Complete a cohort and write down what was new there.',
      }),
    ];
  const ids = new Set(counted.flatMap(({ cases }) => cases.map(({ id }) => id)));
  const found = completed.flatMap(({ cohort, index }): Finding[] => {
    const { id, edgeCases } = cohort;
    if (edgeCases === undefined)
      return [
        unmet(`Nothing says which cases were new at ${id}`, cohorts.at('cohorts', index), {
          part: id,
          remedy: `List edge-cases of ${id}: case, disposition, eval-case; an empty list says that there were none.`,
        }),
      ];
    return edgeCases.flatMap(({ case: words, disposition, evalCase }, at): Finding[] => {
      const problem = isBlankText(disposition)
        ? 'has no disposition'
        : evalCase === undefined
          ? 'is guarded by no case of the suite'
          : ids.has(evalCase)
            ? undefined
            : `names ${quote(evalCase)}, which is not in the results of the suite`;
      if (problem === undefined) return [];
      return [
        unmet(`${quote(words)} of ${id} ${problem}`, cohorts.at('cohorts', index, 'edgeCases', at), {
          part: id,
          remedy: 'Say what is done with such a case, add it to the suite, run the suite, and name it under eval-case.',
        }),
      ];
    });
  });
  if (found.length > 0) return found;
  const count = completed.reduce((sum, { cohort }) => sum + (cohort.edgeCases?.length ?? 0), 0);
  return [
    met(
      `${count} new cases of ${completed.length} cohorts are settled, each with its case of the suite`,
      completed.map(({ place }) => place),
    ),
  ];
}
