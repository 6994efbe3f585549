import { type Finding, met, unmet } from '../../domain/finding.ts';
import { type Statement, summaryOf } from '../../domain/message.ts';
import { type Cohort, type CohortRows, chooseApart, sameWords } from '../shared/cohorts/rows.ts';
import { type CohortLimits, pairsOf, tooFew, wholeCohorts } from './enough.ts';
import { messages } from './messages.ts';

const ASPECTS = [
  ['site', 'site'],
  ['stack', 'stack'],
  ['dataSource', 'data source'],
  ['variant', 'process variant'],
  ['segment', 'customer segment'],
] as const;
const MIN_DIFFERENCES = 2;

/** In what two cohorts are stated to differ; what is left out on one side is no difference. */
function differences(a: Cohort, b: Cohort): string[] {
  return ASPECTS.flatMap(([key, words]) =>
    a[key] === undefined || b[key] === undefined || sameWords(a[key], b[key]) ? [] : [words],
  );
}

/** Whether enough cohorts differ from each other in at least two things. */
export function judgeDifferences(all: CohortRows[], limits: CohortLimits): Finding[] {
  const whole = wholeCohorts(all, limits);
  const needed = Math.max(2, limits.cohorts);
  const few = tooFew(all, whole, needed);
  if (few !== undefined) return [few];
  const chosen = chooseApart(whole, needed, (a, b) => differences(a, b).length >= MIN_DIFFERENCES);
  if (chosen !== undefined) {
    const cohorts = chosen.map(({ cohort }) => cohort.id);
    return [
      met(
        messages.cohortsDiffer({ cohorts }),
        chosen.map(({ place }) => place),
      ),
    ];
  }
  const pairs = pairsOf(whole).flatMap(([a, b]): Statement[] => {
    const found = differences(a, b);
    const words = { a: a.id, b: b.id };
    if (found.length >= MIN_DIFFERENCES) return [];
    return [found.length === 0 ? messages.alike(words) : messages.alikeButFor({ ...words, aspect: found })];
  });
  return [
    unmet(
      messages.cohortsAlike({ needed, pairs: pairs.slice(0, 4).map(summaryOf).join('; ') }),
      whole.map(({ place }) => place),
    ),
  ];
}
