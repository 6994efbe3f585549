import { day, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, FileHistory, LastPromotion, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { CountedFile } from '../shared/evals/cases.ts';
import { percent } from '../shared/evals/results.ts';
import { loosenings, thresholdLines } from '../shared/metrics/loosened.ts';
import { acceptedWords, orderOf } from '../shared/order.ts';
import { messages } from './messages.ts';

/** Files that hold the suite itself. */
export function listSuiteFiles(evals: Evals): string[] {
  const suite = evals.suite === undefined ? [] : [evals.suite].flat();
  return [...new Set([...suite, ...(evals.dataset ?? [])])];
}

/** Edge cases that cohorts name an eval case for, without results of that case. */
export function findMissingEdgeCases(cohorts: Located<SectionValue<'cohorts'>>, counted: CountedFile[]): Finding[] {
  const ids = new Set(counted.flatMap(({ cases }) => cases.map(({ id }) => id)));
  return cohorts.value.cohorts.flatMap(({ id, edgeCases = [] }, index) =>
    edgeCases.flatMap(({ evalCase }, at) =>
      evalCase === undefined || ids.has(evalCase)
        ? []
        : [
            unmet(
              messages.missingEdgeCase({ edgeCase: evalCase, cohort: id }),
              cohorts.at('cohorts', index, 'edgeCases', at, 'evalCase'),
            ),
          ],
    ),
  );
}

/** The day of the newest incident, from the first column of the file that has days only. */
export function findNewestIncident(
  metrics: Observation<Located<Metrics>>,
  files: Observation<Named>,
): number | undefined {
  const path = metrics.state === 'seen' ? metrics.value.value.incidents?.file : undefined;
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

/** Whether the suite existed while the pilot ran, and changed after its newest incident. */
export function judgeGrowth({ place, history, endedOn, incident }: GrowthQuestion): Finding[] {
  const moments = history
    .flatMap(({ versions }) => versions)
    .flatMap((version) => parseInstant(version.mergedAt ?? version.declaredAt) ?? []);
  if (moments.length === 0) return [unmet(messages.suiteNotCommitted(), place)];
  const [first, last] = [Math.min(...moments), Math.max(...moments)];
  if (endedOn !== undefined && first >= (endOfDay(endedOn) ?? Number.POSITIVE_INFINITY))
    return [unmet(messages.suiteAfterPilot({ first: day(first), endedOn }), place)];
  if (incident !== undefined && last < incident)
    return [unmet(messages.incidentNotCovered({ incident: day(incident), last: day(last) }), place)];
  return [];
}

export interface RegressionQuestion {
  evals: Located<Evals>;
  counted: CountedFile[];
  promotion: LastPromotion;
  thresholds: ValueHistory | undefined;
  /** History of `cases` in each provenance file, in the order of `counted`. */
  counts: ValueHistory[];
  suite: FileHistory[];
  acceptance: Observation<Acceptance>;
  maxRemoved: number;
}

/** What was made easier since the last promotion. `isCertain` is false where only GitHub knows the order. */
interface Regression {
  statement: Statement;
  place: Place;
  isCertain: boolean;
}

/** Whether nothing was made easier since the last promotion: no threshold lowered, no cases removed. */
export function judgeRegressions(question: RegressionQuestion): Finding[] {
  const { evals, promotion, thresholds, acceptance } = question;
  const place = evals.at('thresholds');
  const since = promotion.at === undefined ? undefined : parseInstant(promotion.at);
  if (since === undefined) return [met(messages.nothingPromoted(), place)];
  const lowered = thresholds === undefined ? [] : loosenings(thresholds, thresholdLines, since);
  const regressions = [
    ...lowered.map(({ what, from, to, order }): Regression => {
      const words = { what, from, to };
      return order === 'after'
        ? { statement: messages.thresholdLowered({ ...words, day: day(since) }), place, isCertain: true }
        : { statement: messages.thresholdLoweredSometime(words), place, isCertain: false };
    }),
    ...findRemovedCases(question, since),
  ];
  if (regressions.length === 0) return [met(messages.nothingEasier({ day: day(since) }), place)];
  return regressions.map((one) => settle(one, acceptance));
}

function settle({ statement, place, isCertain }: Regression, acceptance: Observation<Acceptance>): Finding {
  const accepted = acceptedWords(acceptance);
  if (accepted)
    return met(messages.regressionAccepted({ regression: statement, acceptance: accepted }), place, {
      accepted: true,
    });
  if (!isCertain) return unknown(statement, place, { resolvableBy: 'github' });
  if (acceptance.state !== 'unavailable') return unmet(statement, place);
  const { reason, resolvableBy } = acceptance;
  return unknown(messages.regressionAcceptanceUnknown({ regression: statement, reason }), place, { resolvableBy });
}

function findRemovedCases({ counted, counts, suite, maxRemoved }: RegressionQuestion, since: number): Regression[] {
  const versions = suite.flatMap((file) => file.versions);
  const isUnchanged = versions.length > 0 && versions.every((version) => orderOf(version, since) === 'before');
  if (isUnchanged) return [];
  return counted.flatMap(({ file: { path }, cases }, index): Regression[] => {
    const known = (counts[index]?.values ?? []).filter((entry) => orderOf(entry, since) === 'before');
    const before = known.at(-1)?.value;
    const place = { path };
    if (typeof before !== 'number')
      return [{ statement: messages.earlierCountUnknown({ path }), place, isCertain: false }];
    const share = before === 0 ? 0 : (before - cases.length) / before;
    if (share <= maxRemoved) return [];
    const words = { path, now: cases.length, before, share: percent(share), limit: percent(maxRemoved) };
    return [{ statement: messages.casesRemoved(words), place, isCertain: true }];
  });
}
