import { type Finding, met, unmet } from '../../domain/finding.ts';
import { type Cohort, type CohortRows, chooseApart, sameWords } from '../shared/cohorts/rows.ts';
import { type CohortLimits, tooFew, whole } from './enough.ts';

const ASPECTS = [
  ['site', 'site'],
  ['stack', 'stack'],
  ['dataSource', 'data source'],
  ['variant', 'process variant'],
  ['segment', 'customer segment'],
] as const;
const ENOUGH = 2;

/** In what two cohorts are said to differ; what is left out on one side is no difference. */
function differences(a: Cohort, b: Cohort): string[] {
  return ASPECTS.flatMap(([key, words]) =>
    a[key] === undefined || b[key] === undefined || sameWords(a[key], b[key]) ? [] : [words],
  );
}

/** Whether so many cohorts differ from each other in two things at least. */
export function judgeDifferences(all: CohortRows[], limits: CohortLimits): Finding[] {
  const good = whole(all, limits);
  const needed = Math.max(2, limits.cohorts);
  const few = tooFew(all, good, needed);
  if (few !== undefined) return [few];
  const chosen = chooseApart(good, needed, (a, b) => differences(a, b).length >= ENOUGH);
  if (chosen !== undefined)
    return [
      met(
        `${chosen.map(({ cohort }) => cohort.id).join(', ')} differ from each other in two things or more`,
        chosen.map(({ place }) => place),
      ),
    ];
  const alike = good.flatMap((a, index) =>
    good.slice(index + 1).flatMap((b) => {
      const found = differences(a.cohort, b.cohort);
      return found.length >= ENOUGH
        ? []
        : [
            `${a.cohort.id} and ${b.cohort.id} differ in ${found.length === 0 ? 'nothing' : `the ${found.join(', ')} only`}`,
          ];
    }),
  );
  return [
    unmet(
      `There are no ${needed} cohorts that differ from each other in two things: ${alike.slice(0, 4).join('; ')}`,
      good.map(({ place }) => place),
      {
        remedy:
          'Add a cohort with another stack, data source, process variant or customer segment, and write down which.',
      },
    ),
  ];
}
