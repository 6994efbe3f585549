import { addDays, day, daysBetween } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Found } from '../../engine/criterion.ts';
import type { Acceptance, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located, Named, RecordSet } from '../../engine/inputs.ts';
import { personOf } from '../../engine/role-holders.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { ReviewRecord } from '../../evidence/schema/records.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { agrees, figure, plain } from '../shared/metrics/figures.ts';
import { look, lookAt } from '../shared/metrics/observed.ts';
import { acceptedWords, judgeMovedStart, pilotStart } from '../shared/order.ts';
import { dated } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';
import {
  acceptFinding,
  dueOn,
  missingReviews,
  nextReview,
  type Review,
  reviewsOf,
  unreadableReviews,
} from './reviews.ts';

/** A review quotes the figures of this many days before it. */
const QUOTED_DAYS = 30;

interface ReviewEvidence {
  pilot: Found<Located<Pilot>>;
  reviews: Found<RecordSet<ReviewRecord>>;
  withinDays: number;
  now: number;
}

interface FigureEvidence {
  metrics: Found<Located<Metrics>>;
  files: Found<Named>;
}

/** Whether the reviews that were due were held in time, by those who decide, on figures that agree with the rows. */
export function judgeReviews(evidence: ReviewEvidence & FigureEvidence): Finding[] {
  const { withinDays, now } = evidence;
  const [pilot, records] = [evidence.pilot.value.value, evidence.reviews.value];
  const unreadable = unreadableReviews(records);
  if (unreadable.length > 0) return unreadable;
  const reviews = reviewsOf(records);
  const found = [
    ...missingReviews(pilot, records, withinDays, now),
    ...reviews.flatMap((review) => [...judgeConduct(review, evidence), ...judgeAnswers(review, evidence)]),
  ];
  if (found.length > 0) return found;
  const last = reviews.at(-1);
  const said =
    last === undefined
      ? messages.noReviewDue({ by: day(addDays(dueOn(pilot, 30), withinDays)) })
      : messages.reviewsHeld({
          count: reviews.length,
          held: last.record.value.held,
          decision: last.record.value.decision,
        });
  const places = reviews.map(({ record }) => record.at('held'));
  return [met(said, places, untilNextReview(evidence))];
}

/** Whether the pilot began when it is declared to have begun; what was late or incomplete counts once it is accepted. */
export function judgePast(
  evidence: ReviewEvidence,
  history: ValueHistory,
  acceptance: Observation<Acceptance>,
): Finding[] {
  const pilot = evidence.pilot.value;
  const { startedOn } = pilot.value;
  const moved = judgeMovedStart(pilotStart(startedOn, history), startedOn, acceptance, pilot.at('startedOn'));
  const past = reviewsOf(evidence.reviews.value).flatMap((review) => judgeConduct(review, evidence));
  const accepted = acceptedWords(acceptance);
  if (accepted !== undefined)
    return past.map((finding) => ({ ...acceptFinding(finding, accepted), ...untilNextReview(evidence) }));
  return moved === undefined ? [] : [moved, ...past];
}

function untilNextReview({ pilot, withinDays, now }: ReviewEvidence): { until?: number } {
  const until = nextReview(pilot.value.value, withinDays, now);
  return until === undefined ? {} : { until };
}

/** How a review was held. None of it can be changed afterwards, so the sponsor may accept it. */
function judgeConduct({ day: number, path, record, held }: Review, evidence: ReviewEvidence): Finding[] {
  const { withinDays, now } = evidence;
  const pilot = evidence.pilot.value.value;
  const extra = { part: String(number), facts: 'can-overturn' } as const;
  const planned = dated(record.value.held, now, { what: `The review of day ${number}`, place: record.at('held') });
  if (planned.length > 0) return planned.map((finding) => ({ ...finding, ...extra }));
  const due = dueOn(pilot, number);
  const days = Math.abs(daysBetween(due, held));
  const timing = held > due ? messages.heldLate : messages.heldEarly;
  const dueDate = { path, due: record.value.due, day: number, actual: day(due) };
  const attendees = record.value.attendees.map(parsePerson);
  const roles = { sponsor: messages.sponsorAbsent, product: messages.productOwnerAbsent };
  return [
    ...(dueDate.due === dueDate.actual ? [] : [unmet(messages.wrongDueDate(dueDate), record.at('due'), extra)]),
    ...(days > withinDays
      ? [unmet(timing({ day: number, days, held: record.value.held }), record.at('held'), extra)]
      : []),
    ...(['sponsor', 'product'] as const).flatMap((role) => {
      const holder = personOf(pilot.owners[role]);
      if (attendees.some((one) => samePerson(one, holder))) return [];
      return [unmet(roles[role]({ person: holder.written, day: number }), record.at('attendees'), extra)];
    }),
  ];
}

/** What a review answers: whether it is stable, whether it is used, and what blocks progress. */
function judgeAnswers(review: Review, evidence: ReviewEvidence & FigureEvidence): Finding[] {
  const { day: number, record, held } = review;
  if (held > evidence.now) return [];
  const blockers = [record.value.blockers].flat();
  const isOpen = blockers.length === 0 || blockers.some((text) => isBlankText(text) && !/^\W*none\W*$/i.test(text));
  return [
    ...(isOpen ? [unmet(messages.blockersNotStated({ day: number }), record.at('blockers'))] : []),
    ...(['stability', 'adoption'] as const).flatMap((question) => judgeFigure(question, review, evidence)),
  ].map((finding) => ({ ...finding, part: String(number) }));
}

function judgeFigure(
  question: 'stability' | 'adoption',
  { day: number, record, held }: Review,
  evidence: ReviewEvidence & FigureEvidence,
): Finding[] {
  const [metrics, files] = [evidence.metrics.value, evidence.files.value];
  const { metric: id, value } = record.value[question];
  const place = record.at(question, 'metric');
  const metric = findMetric(id, definedMetrics(metrics));
  const slo = (metrics.value.slos ?? []).find((one) => one.id === id);
  if (metric === undefined && slo === undefined)
    return [unmet(messages.unknownMetric({ day: number, metric: id, question }), place)];
  if (question === 'adoption' && metric?.measure !== 'adoption')
    return [unmet(messages.notAdoption({ day: number, metric: id }), place)];
  const span = { between: [day(addDays(held, 1 - QUOTED_DAYS)), record.value.held] as [string, string] };
  const unit = metric?.metric ?? { type: 'proportion' as const, unit: '1' };
  const rows =
    metric === undefined
      ? look(id, slo?.observations, unit, files, place, span, evidence.now)
      : lookAt(metric.metric, files, metric.place, span, evidence.now);
  if ('open' in rows) return [rows.open];
  if (agrees(value, rows.seen.value) || (slo !== undefined && agrees(value, rows.seen.value * 100))) return [];
  const words = {
    day: number,
    metric: id,
    stated: plain(value),
    span: QUOTED_DAYS,
    actual: figure(rows.seen.value, unit),
  };
  return [unmet(messages.wrongFigure(words), [record.at(question, 'value'), rows.seen.place])];
}
