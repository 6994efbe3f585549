import { day, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import { type Statement, summaryOf } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located, Named, RecordSet } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { HandoffRecord, ReviewRecord } from '../../evidence/schema/records.ts';
import { judgeOutcome, latestTest } from '../shared/handoff/record.ts';
import { judgeWindow } from '../shared/handoff/unattended.ts';
import { acceptedWords, camelKeys } from '../shared/order.ts';
import { judgeBudgets } from '../shared/slo/budget.ts';
import { judgeIncidents } from '../shared/slo/incidents.ts';
import type { ExpansionLimits } from './limits.ts';
import { messages } from './messages.ts';
import { acceptFinding, latestReview, unreadableReviews } from './reviews.ts';

interface ExpansionEvidence {
  cohorts: Found<Located<Cohorts>>;
  reviews: Found<RecordSet<ReviewRecord>>;
  handoff: Found<RecordSet<HandoffRecord>>;
  logs: Observation<Named>;
  metrics: Found<Located<Metrics>>;
  files: Found<Named>;
  limits: ExpansionLimits;
  now: number;
}

/** A day on which more cohorts ran than ever before. */
interface Rise {
  at: number;
  live: number;
  ids: string[];
}

/** Whether every rise came after a review that decided to expand, while the service was stable without its builders. */
export function judgeExpansion(evidence: ExpansionEvidence): Finding[] {
  const unreadable = unreadableReviews(evidence.reviews.value);
  if (unreadable.length > 0) return unreadable;
  const rises = risesOf(evidence);
  return rises.length === 0
    ? [met(messages.notExpanded(), evidence.cohorts.value.at('cohorts'))]
    : rises.map((rise) => judgeRise(rise, evidence));
}

/**
 * Cohorts that an earlier version of the file declared otherwise, which hides a rise. What was added too early, or
 * hidden, counts once the sponsor accepted it.
 */
export function judgeEarlierCohorts(
  evidence: ExpansionEvidence,
  history: ValueHistory,
  acceptance: Observation<Acceptance>,
): Finding[] {
  const hidden = hiddenCohorts(evidence.cohorts.value, history);
  const accepted = acceptedWords(acceptance);
  if (accepted === undefined && hidden.length === 0) return [];
  const early = risesOf(evidence)
    .map((rise) => judgeRise(rise, evidence))
    .filter(({ outcome }) => outcome !== 'met');
  if (accepted !== undefined) return [...hidden, ...early].map((finding) => acceptFinding(finding, accepted));
  if (acceptance.state !== 'unavailable') return [...hidden, ...early];
  const { reason, resolvableBy } = acceptance;
  return [
    ...hidden.map((finding) =>
      unknown(messages.acceptanceUnknown({ problem: finding, reason }), finding.places, { resolvableBy }),
    ),
    ...early,
  ];
}

/** Days on which the number of live cohorts rose, after the first. */
function risesOf({ cohorts, now }: ExpansionEvidence): Rise[] {
  const spans = cohorts.value.value.cohorts.flatMap(({ id, startedOn, endedOn = '' }) => {
    const from = parseInstant(startedOn);
    return from === undefined || from > now ? [] : [{ id, from, to: endOfDay(endedOn) ?? Number.POSITIVE_INFINITY }];
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

function judgeRise(rise: Rise, evidence: ExpansionEvidence): Finding {
  const place = evidence.cohorts.value.at('cohorts');
  const part = rise.ids[0] ?? '';
  const words = { cohorts: rise.ids, day: day(rise.at), live: rise.live };
  const reasons = reasonsAgainst(rise, evidence).map(summaryOf);
  return reasons.length === 0
    ? met(messages.expanded(words), place, { part })
    : unmet(messages.expandedEarly({ ...words, reasons }), place, { part, facts: 'can-overturn' });
}

/** Why it was too early to add a cohort on that day. */
function reasonsAgainst({ at }: Rise, evidence: ExpansionEvidence): Statement[] {
  const { logs, limits, now } = evidence;
  const [handoff, metrics, files] = [evidence.handoff.value, evidence.metrics.value, evidence.files.value];
  const { held, decision } = latestReview(evidence.reviews.value, at)?.record.value ?? {};
  const test = latestTest(handoff, at);
  const isTakenOver = 'test' in test && judgeOutcome(test.test, limits.testedWithinDays, at).outcome === 'met';
  const window = judgeWindow(handoff, logs, {
    days: limits.unattendedDays,
    withinDays: limits.testedWithinDays,
    gapDays: limits.logGapDays,
    now: at,
  });
  const missed = judgeBudgets(metrics, files, { ...limits, remaining: limits.budgetLeft, now, at }).find(isOpen);
  const incidents = judgeIncidents(metrics, files, evidence.cohorts.value, { ...limits, now, at });
  return [
    ...(held === undefined || decision === undefined
      ? [messages.noReviewHeld()]
      : decision === 'expand'
        ? []
        : [messages.otherDecision({ held, decision })]),
    ...(isTakenOver ? [] : [messages.notTakenOver()]),
    ...(window.some(isOpen) ? [messages.notUnattended()] : []),
    ...(missed === undefined
      ? []
      : [missed.part === undefined ? messages.noTargetKept() : messages.targetMissed({ target: missed.part })]),
    ...(incidents.some(isOpen) ? [messages.incidentsOpen()] : []),
  ];
}

/** Cohorts that an earlier version of the file declared, and that are gone or begin later now. */
function hiddenCohorts(cohorts: Located<Cohorts>, history: ValueHistory): Finding[] {
  const current = new Map(cohorts.value.cohorts.map(({ id, startedOn }) => [id, startedOn]));
  const earlier = new Map<string, string>();
  for (const { value } of history.values)
    for (const one of Array.isArray(value) ? (camelKeys(value) as Record<string, unknown>[]) : []) {
      const { id, startedOn } = typeof one === 'object' && one !== null ? one : {};
      if (typeof id !== 'string' || typeof startedOn !== 'string') continue;
      const known = earlier.get(id);
      if (known === undefined || startedOn < known) earlier.set(id, startedOn);
    }
  return [...earlier].flatMap(([cohort, startedOn]): Finding[] => {
    const declared = current.get(cohort);
    if (declared !== undefined && declared <= startedOn) return [];
    const said =
      declared === undefined
        ? messages.removedCohort({ cohort, startedOn })
        : messages.movedCohort({ cohort, startedOn, declared });
    return [unmet(said, cohorts.at('cohorts'), { part: cohort })];
  });
}

function isOpen({ outcome }: Finding): boolean {
  return outcome !== 'met';
}
