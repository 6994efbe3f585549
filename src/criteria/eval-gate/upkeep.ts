import { day, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, FileHistory, LastPromotion, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { CountedFile } from '../shared/evals/cases.ts';
import { percent } from '../shared/evals/results.ts';
import { loosenings, thresholdLines } from '../shared/metrics/loosened.ts';
import { acceptedWords, orderOf } from '../shared/order.ts';

/** Files that hold the suite itself. */
export function suiteFiles(evals: Evals): string[] {
  const suite = evals.suite === undefined ? [] : [evals.suite].flat();
  return [...new Set([...suite, ...(evals.dataset ?? [])])];
}

/** Edge cases that cohorts met and promised to the suite, and that it does not hold. */
export function missingEdgeCases(cohorts: Located<SectionValue<'cohorts'>>, counted: CountedFile[]): Finding[] {
  const ids = new Set(counted.flatMap(({ cases }) => cases.map(({ id }) => id)));
  return cohorts.value.cohorts.flatMap((cohort, index) =>
    (cohort.edgeCases ?? []).flatMap(({ evalCase }, at) =>
      evalCase === undefined || ids.has(evalCase)
        ? []
        : [
            unmet(
              `The edge case ${evalCase} of cohort ${cohort.id} is not in the results`,
              cohorts.at('cohorts', index, 'edgeCases', at, 'evalCase'),
              { remedy: `Add ${evalCase} to the suite and run it.` },
            ),
          ],
    ),
  );
}

/** The day of the newest incident, from the first column of the file that holds days only. */
export function newestIncident(path: string | undefined, files: Observation<Named>): number | undefined {
  if (path === undefined || files.state !== 'seen') return undefined;
  const table = files.value.table(path);
  if (table.state !== 'seen' || table.value.rows.length === 0) return undefined;
  for (const column of table.value.columns) {
    const moments = table.value.rows.map(({ cells }) => parseInstant((cells[column] ?? '').trim()));
    if (moments.every((moment) => moment !== undefined)) return Math.max(...moments);
  }
  return undefined;
}

export interface GrowthQuestion {
  place: Place;
  history: FileHistory[];
  endedOn: string | undefined;
  incident: number | undefined;
}

/** A suite that was there while the pilot ran, and that learned from its incidents. */
export function judgeGrowth({ place, history, endedOn, incident }: GrowthQuestion): Finding {
  const moments = history
    .flatMap(({ versions }) => versions)
    .flatMap((version) => parseInstant(version.mergedAt ?? version.declaredAt) ?? []);
  if (moments.length === 0)
    return unmet('The suite is not committed', place, { remedy: 'Commit the files of the suite.' });
  const first = Math.min(...moments);
  const last = Math.max(...moments);
  const end = endedOn === undefined ? undefined : endOfDay(endedOn);
  if (end !== undefined && first >= end)
    return unmet(`The suite was first committed on ${day(first)}, after the pilot ended on ${endedOn}`, place, {
      remedy: 'Extend the suite with what the pilot met (its edge cases and incidents), so that it speaks of real use.',
    });
  if (incident !== undefined && last < incident)
    return unmet(`The newest incident is of ${day(incident)}, the suite last changed on ${day(last)}`, place, {
      remedy: 'Add a case for what went wrong.',
    });
  return met(`The suite is there since ${day(first)} and last changed on ${day(last)}`, place);
}

export interface RegressionQuestion {
  evals: Located<Evals>;
  counted: CountedFile[];
  promotion: LastPromotion;
  thresholds: ValueHistory;
  /** History of `cases` in each provenance file, in the order of `counted`. */
  counts: ValueHistory[];
  suite: FileHistory[];
  acceptance: Observation<Acceptance>;
  maxRemoved: number;
}

/** Nothing was made easier since the last promotion: no threshold lowered, no cases taken away. */
export function checkThresholdRegression(question: RegressionQuestion): Finding[] {
  const { evals, promotion, acceptance } = question;
  const since = promotion.at === undefined ? undefined : parseInstant(promotion.at);
  if (since === undefined)
    return [met('Nothing was promoted before: there is nothing to compare with', evals.at('thresholds'))];
  const accepted = acceptedWords(acceptance);
  const settle = (says: string, places: Place[], remedy: string, sure: boolean): Finding => {
    if (accepted) return met(`${says}; ${accepted}`, places, { accepted: true });
    if (!sure) return unknown(says, places, { resolvableBy: 'github' });
    if (acceptance.state === 'unavailable')
      return unknown(`${says}; whether an owner accepted that could not be asked: ${acceptance.reason}`, places, {
        resolvableBy: acceptance.resolvableBy,
      });
    return unmet(says, places, {
      remedy: `${remedy} Or have an owner comment \`/readiness accept EV-5 because <reason>\`.`,
    });
  };
  const findings = loosenings(question.thresholds, thresholdLines, since).map(({ what, from, to, order }) =>
    settle(
      `The ${what} was lowered from ${from} to ${to}${order === 'after' ? ` after the promotion of ${day(since)}` : '; only GitHub knows whether that was before the last promotion'}`,
      [evals.at('thresholds')],
      `Put ${from} back.`,
      order === 'after',
    ),
  );
  findings.push(...removed(question, since, settle));
  return findings.length > 0
    ? findings
    : [met(`No threshold lowered and no case taken away since the promotion of ${day(since)}`, evals.at('thresholds'))];
}

type Settle = (says: string, places: Place[], remedy: string, sure: boolean) => Finding;

function removed({ counted, counts, suite, maxRemoved }: RegressionQuestion, since: number, settle: Settle): Finding[] {
  const versions = suite.flatMap((file) => file.versions);
  const untouched = versions.length > 0 && versions.every((version) => orderOf(version, since) === 'before');
  if (untouched) return [];
  return counted.flatMap(({ file, cases }, index): Finding[] => {
    const known = (counts[index]?.values ?? []).filter((entry) => orderOf(entry, since) === 'before');
    const before = known.at(-1)?.value;
    const place = { path: file.path };
    if (typeof before !== 'number')
      return [
        settle(
          `The suite of ${file.path} changed since the last promotion, and no provenance file says how many cases it had then`,
          [place],
          '',
          false,
        ),
      ];
    const share = before === 0 ? 0 : (before - cases.length) / before;
    if (share <= maxRemoved) return [];
    return [
      settle(
        `${file.path} has ${cases.length} cases, ${before} at the last promotion: ${percent(share)} were taken away, at most ${percent(maxRemoved)} are allowed`,
        [place],
        'Put the cases back.',
        true,
      ),
    ];
  });
}
