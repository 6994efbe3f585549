import { day, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, unknown, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-requests.ts';
import type { Located, Named, RecordSet } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { HandoffRecord, ReviewRecord } from '../../evidence/schema/records.ts';
import { judgeOutcome, latestTest } from '../shared/handoff/record.ts';
import { judgeWindow } from '../shared/handoff/unattended.ts';
import { acceptedWords, camelKeys } from '../shared/order.ts';
import { judgeBudgets } from '../shared/slo/budget.ts';
import { judgeIncidents } from '../shared/slo/incidents.ts';
import { reviewsOf, unreadableReviews } from './reviews.ts';

export interface ExpansionLimits {
  testedWithinDays: number;
  unattendedDays: number;
  logGapDays: number;
  windowDays: number;
  maxAgeDays: number;
  budgetLeft: number;
  lookBackDays: number;
  siteRatio: number;
}

export interface ExpansionEvidence {
  cohorts: Located<Cohorts>;
  reviews: RecordSet<ReviewRecord>;
  handoff: RecordSet<HandoffRecord>;
  logs: Observation<Named>;
  metrics: Located<Metrics>;
  files: Named;
  limits: ExpansionLimits;
  now: number;
}

/** A day on which more cohorts ran than ever before. */
interface Rise {
  at: number;
  live: number;
  ids: string[];
}

/** Days on which the number of live cohorts rose, after the first. */
export function risesOf({ cohorts }: Located<Cohorts>['value'], now: number): Rise[] {
  const spans = cohorts.flatMap(({ id, startedOn, endedOn }) => {
    const [from, to] = [parseInstant(startedOn), endedOn === undefined ? Number.POSITIVE_INFINITY : endOfDay(endedOn)];
    return from === undefined || from > now ? [] : [{ id, from, to: to ?? Number.POSITIVE_INFINITY }];
  });
  const days = [...new Set(spans.map(({ from }) => from))].sort((a, b) => a - b);
  const rises: Rise[] = [];
  let most = 0;
  for (const at of days) {
    const live = spans.filter(({ from, to }) => from <= at && at < to).length;
    if (live > most && most > 0)
      rises.push({ at, live, ids: spans.filter(({ from }) => from === at).map(({ id }) => id) });
    most = Math.max(most, live);
  }
  return rises;
}

/** Whether every rise came after a review that decided to expand, while the service was stable without its builders. */
export function judgeExpansion(evidence: ExpansionEvidence, accepted?: Observation<Acceptance>): Finding[] {
  const { cohorts, reviews, now } = evidence;
  const unreadable = unreadableReviews(reviews);
  if (unreadable.length > 0) return unreadable;
  const rises = risesOf(cohorts.value, now);
  const place = cohorts.at('cohorts');
  if (rises.length === 0) return [met('No team was added since the first', place)];
  const words = accepted === undefined ? undefined : acceptedWords(accepted);
  return rises.flatMap((rise): Finding[] => {
    const what = `${rise.ids.join(', ')} joined on ${day(rise.at)} (${rise.live} live)`;
    const part = rise.ids[0] ?? '';
    const against = objections(rise, evidence);
    if (against.length === 0)
      return [met(`${what} after a review decided to expand, and it was stable`, place, { part })];
    if (words !== undefined) return [met(`${what}, although ${against.join('; ')}; ${words}`, place, { part })];
    return [
      unmet(`${what}, although ${against.join('; ')}`, place, {
        part,
        facts: 'can-overturn',
        remedy:
          'Add nobody else until a review decides to expand; have the sponsor accept what was added too early: `/readiness accept RS-3 because <reason>`',
      }),
    ];
  });
}

function objections(
  { at }: Rise,
  { reviews, handoff, logs, metrics, files, cohorts, limits, now }: ExpansionEvidence,
): string[] {
  const latest = reviewsOf(reviews)
    .filter(({ held }) => held <= at)
    .at(-1);
  const decision = latest?.record.value.decision;
  const said: string[] = [];
  if (latest === undefined) said.push('no review had been held');
  else if (decision !== 'expand') said.push(`the review of ${latest.record.value.held} had decided to ${decision}`);
  const test = latestTest(handoff, at);
  if ('open' in test || judgeOutcome(test.test, limits.testedWithinDays, at).outcome !== 'met')
    said.push('nobody had shown that an outsider can take it over');
  const window = judgeWindow(handoff, logs, {
    days: limits.unattendedDays,
    withinDays: limits.testedWithinDays,
    gapDays: limits.logGapDays,
    now: at,
  });
  if (window.some(({ outcome }) => outcome !== 'met')) said.push('it had not run long enough without its builders');
  const budgets = judgeBudgets(metrics, files, {
    windowDays: limits.windowDays,
    maxAgeDays: limits.maxAgeDays,
    remaining: limits.budgetLeft,
    now,
    at,
  });
  const missed = budgets.find(({ outcome }) => outcome !== 'met');
  if (missed !== undefined)
    said.push(missed.part === undefined ? 'no target was kept' : `the target ${missed.part} was not shown to be kept`);
  const incidents = judgeIncidents(metrics, files, cohorts, {
    lookBackDays: limits.lookBackDays,
    siteRatio: limits.siteRatio,
    now,
    at,
  });
  if (incidents.some(({ outcome }) => outcome !== 'met')) said.push('incidents were not under control');
  return said;
}

/** Cohorts that stood in an earlier version and are gone or begin later now: the count would hide them. */
export function judgeHiddenCohorts(
  cohorts: Located<Cohorts>,
  history: ValueHistory,
  accepted: Observation<Acceptance>,
): Finding[] {
  const now = new Map(cohorts.value.cohorts.map(({ id, startedOn }) => [id, startedOn]));
  const words = acceptedWords(accepted);
  const earlier = new Map<string, string>();
  for (const { value } of history.values)
    for (const one of Array.isArray(value) ? (camelKeys(value) as Record<string, unknown>[]) : []) {
      const { id, startedOn } = typeof one === 'object' && one !== null ? one : {};
      if (typeof id !== 'string' || typeof startedOn !== 'string') continue;
      const known = earlier.get(id);
      if (known === undefined || startedOn < known) earlier.set(id, startedOn);
    }
  const place = cohorts.at('cohorts');
  return [...earlier].flatMap(([id, startedOn]): Finding[] => {
    const today = now.get(id);
    if (today !== undefined && today <= startedOn) return [];
    const says =
      today === undefined
        ? `The cohort ${quote(id)} was declared once and is not there any more`
        : `The cohort ${quote(id)} began on ${startedOn} as first committed; now it says ${today}`;
    if (words !== undefined) return [met(`${says}; ${words}`, place, { part: id })];
    if (accepted.state === 'unavailable')
      return [
        unknown(`${says}; whether the sponsor accepted that could not be asked: ${accepted.reason}`, place, {
          resolvableBy: accepted.resolvableBy,
        }),
      ];
    return [
      unmet(says, place, {
        part: id,
        remedy: `Put ${id} back with started-on: ${startedOn} (and ended-on, where it ended), or have the sponsor accept it: \`/readiness accept RS-3 because <reason>\``,
      }),
    ];
  });
}
