import { addDays, day, daysBetween } from '../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { summaryOf } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Acceptance } from '../../engine/fact-requests.ts';
import type { Located, Named, RecordSet } from '../../engine/inputs.ts';
import { personOf } from '../../engine/role-holders.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { ReviewRecord } from '../../evidence/schema/records.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { agrees, figure, plain } from '../shared/metrics/figures.ts';
import { look, lookAt } from '../shared/metrics/observed.ts';
import { acceptedWords } from '../shared/order.ts';
import { dueOn, missingReviews, nextReview, type Review, reviewsOf, unreadableReviews } from './reviews.ts';

/** Figures of a review are those of so many days before it. */
const QUOTED_DAYS = 30;

export interface ReviewEvidence {
  pilot: Located<Pilot>;
  records: RecordSet<ReviewRecord>;
  metrics: Located<Metrics>;
  files: Named;
  withinDays: number;
  now: number;
}

/**
 * Whether the reviews that were due were held in time, by those who decide, on figures that the rows bear out. What
 * happened too late or without somebody cannot be mended any more: the sponsor may accept it.
 */
export function judgeReviews(evidence: ReviewEvidence, accepted?: Observation<Acceptance>): Finding[] {
  const { pilot, records, withinDays, now } = evidence;
  const unreadable = unreadableReviews(records);
  if (unreadable.length > 0) return unreadable;
  const words = accepted === undefined ? undefined : acceptedWords(accepted);
  const past = (finding: Finding): Finding =>
    words === undefined
      ? { ...finding, facts: 'can-overturn' }
      : met(
          `${summaryOf(finding)}; ${words}`,
          finding.places,
          finding.part === undefined ? {} : { part: finding.part },
        );
  const reviews = reviewsOf(records);
  const found = [
    ...missingReviews(pilot, records, withinDays, now),
    ...reviews.flatMap((review) => [
      ...conduct(review, evidence).map(past),
      ...answers(review, evidence).map((finding) => ({ ...finding, part: String(review.day) })),
    ]),
  ];
  const next = nextReview(pilot.value, withinDays, now);
  const until = next === undefined ? {} : { until: next };
  if (found.length > 0) return found.map((finding) => (finding.outcome === 'met' ? { ...finding, ...until } : finding));
  const last = reviews.at(-1);
  return [
    met(
      last === undefined
        ? `No review was due yet; the first has to be held by ${day(addDays(dueOn(pilot.value, 30), withinDays))}`
        : `${reviews.length} reviews were held; the last, on ${last.record.value.held}, decided to ${last.record.value.decision}`,
      reviews.map(({ record }) => record.at('held')),
      until,
    ),
  ];
}

function conduct({ day: number, path, record, held }: Review, { pilot, withinDays, now }: ReviewEvidence): Finding[] {
  const part = String(number);
  const due = dueOn(pilot.value, number);
  const found: Finding[] = [];
  if (held > now)
    return [
      unmet(`The review of day ${number} is dated ${record.value.held}, which has not come yet`, record.at('held'), {
        remedy: 'Hold it first, then write down what was decided.',
        part,
      }),
    ];
  if (record.value.due !== day(due))
    found.push(
      unmet(
        `${path} says it was due on ${record.value.due}; day ${number} of the pilot was ${day(due)}`,
        record.at('due'),
        {
          remedy: `Write due: ${day(due)}, or rename the file to the day on which it really was due.`,
          part,
        },
      ),
    );
  const late = Math.abs(daysBetween(due, held));
  if (late > withinDays)
    found.push(
      unmet(
        `The review of day ${number} was held ${late} days ${held > due ? 'late' : 'early'} (${record.value.held})`,
        record.at('held'),
        {
          remedy: `Have the sponsor accept it: \`/readiness accept RS-1 because <reason>\``,
          part,
        },
      ),
    );
  const present = record.value.attendees.map(parsePerson);
  for (const role of ['sponsor', 'product'] as const) {
    const holder = personOf(pilot.value.owners[role]);
    if (present.some((one) => samePerson(one, holder))) continue;
    found.push(
      unmet(
        `The ${role === 'sponsor' ? 'sponsor' : 'product owner'} ${holder.written} was not at the review of day ${number}`,
        record.at('attendees'),
        {
          remedy:
            'Hold the next review with both; have the sponsor accept this one: `/readiness accept RS-1 because <reason>`',
          part,
        },
      ),
    );
  }
  return found;
}

function answers({ day: number, record, held }: Review, evidence: ReviewEvidence): Finding[] {
  if (held > evidence.now) return [];
  const blockers = [record.value.blockers].flat();
  const found: Finding[] = [];
  if (blockers.length === 0 || blockers.some((text) => isBlankText(text) && !/^\W*none\W*$/i.test(text)))
    found.push(
      unmet(`The review of day ${number} does not say what stood in the way`, record.at('blockers'), {
        remedy: 'List the blockers, or write none.',
      }),
    );
  for (const question of ['stability', 'adoption'] as const)
    found.push(...quoted(question, { number, record, held }, evidence));
  return found;
}

function quoted(
  question: 'stability' | 'adoption',
  { number, record, held }: { number: number; record: Review['record']; held: number },
  { metrics, files, now }: ReviewEvidence,
): Finding[] {
  const { metric: id, value } = record.value[question];
  const place = record.at(question, 'metric');
  const defined = definedMetrics(metrics);
  const metric = findMetric(id, defined);
  const slo = (metrics.value.slos ?? []).find((one) => one.id === id);
  if (metric === undefined && slo === undefined)
    return [
      unmet(`The review of day ${number} quotes ${quote(id)}, which no metric or objective is called`, place, {
        remedy: `Quote the id of a metric or objective of readiness/metrics.yaml as the answer on ${question}.`,
      }),
    ];
  if (question === 'adoption' && metric?.measure !== 'adoption')
    return [
      unmet(`The review of day ${number} answers on adoption with ${id}, which measures something else`, place, {
        remedy: 'Quote a metric that measures adoption (measures: adoption).',
      }),
    ];
  const span = { between: [day(addDays(held, 1 - QUOTED_DAYS)), record.value.held] as [string, string] };
  const rows =
    metric === undefined
      ? look(id, slo?.observations, { type: 'proportion', unit: '1' }, files, place, span, now)
      : lookAt(metric.metric, files, metric.place, span, now);
  if ('open' in rows) return [rows.open];
  const inUnit = metric?.metric ?? { type: 'proportion' as const, unit: '1' };
  if (agrees(value, rows.seen.value) || (slo !== undefined && agrees(value, rows.seen.value * 100))) return [];
  return [
    unmet(
      `The review of day ${number} says ${id} was ${plain(value)}; the rows of the ${QUOTED_DAYS} days before give ${figure(rows.seen.value, inUnit)}`,
      [record.at(question, 'value'), rows.seen.place],
      { remedy: `Correct the value to what the rows give, or the rows where they are wrong.` },
    ),
  ];
}
