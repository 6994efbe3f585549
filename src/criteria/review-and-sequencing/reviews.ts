import { addDays, day, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { MessageValue } from '../../domain/message.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { ReviewRecord } from '../../evidence/schema/records.ts';
import { messages } from './messages.ts';

const REVIEW_DAYS = [30, 60, 90];

/** A review that was held, with the day of the pilot that names its file. */
export interface Review {
  day: number;
  path: string;
  record: Located<ReviewRecord>;
  held: number;
}

/** Reviews that can be parsed, oldest first by the day they were held. */
export function reviewsOf(records: RecordSet<ReviewRecord>): Review[] {
  return records.items
    .flatMap(({ name, path, record }) => {
      const held = parseInstant(record.value.held);
      return !isDayOfPilot(name) || held === undefined ? [] : [{ day: Number(name), path, record, held }];
    })
    .sort((a, b) => a.held - b.held || a.day - b.day);
}

/** The newest review that was held by then. */
export function latestReview(records: RecordSet<ReviewRecord>, by: number): Review | undefined {
  return reviewsOf(records).findLast(({ held }) => held <= by);
}

/** Records that cannot be parsed, or whose file is not named after a day of the pilot. */
export function unreadableReviews(records: RecordSet<ReviewRecord>): Finding[] {
  const { folder, items, broken } = records;
  return [
    ...broken.flatMap(({ path, faults }) =>
      faults.slice(0, 1).map(({ line, key, problem, remedy }) => {
        const words = { path, problem: `${key} ${problem}`.trim(), remedy };
        return unmet(messages.unreadableReview(words), { path, line }, { cause: `invalid:${path}` });
      }),
    ),
    ...items
      .filter(({ name }) => !isDayOfPilot(name))
      .map(({ path }) => unmet(messages.misnamedReview({ path, folder }), { path }, { cause: `invalid:${path}` })),
  ];
}

/** When a review is due, as midnight of its day. */
export function dueOn(pilot: Pilot, dayOfPilot: number): number {
  return addDays(parseInstant(pilot.startedOn) ?? 0, dayOfPilot);
}

/** Reviews of day 30, 60 and 90 whose time is over and that were not recorded. */
export function missingReviews(
  pilot: Pilot,
  records: RecordSet<ReviewRecord>,
  withinDays: number,
  now: number,
): Finding[] {
  const { folder } = records;
  const ended = pilot.endedOn === undefined ? undefined : endOfDay(pilot.endedOn);
  const held = new Set(reviewsOf(records).map((review) => review.day));
  return REVIEW_DAYS.filter((one) => {
    const due = dueOn(pilot, one);
    return now >= addDays(due, withinDays + 1) && (ended === undefined || due < ended) && !held.has(one);
  }).map((one) => {
    const words = messages.missingReview({ day: one, due: day(dueOn(pilot, one)), folder });
    return unmet(words, { path: folder }, { cause: `review:${one}`, part: String(one) });
  });
}

/** When the next review has to be there; undefined after the last. */
export function nextReview(pilot: Pilot, withinDays: number, now: number): number | undefined {
  return REVIEW_DAYS.map((one) => addDays(dueOn(pilot, one), withinDays + 1)).find((moment) => moment > now);
}

/** A finding about the past that the sponsor accepted. `accepted` states who did, and when. */
export function acceptFinding(finding: Finding, accepted: MessageValue): Finding {
  const { part, places } = finding;
  const said = messages.accepted({ problem: finding, accepted });
  return met(said, places, part === undefined ? { accepted: true } : { accepted: true, part });
}

function isDayOfPilot(name: string): boolean {
  return /^\d{2,4}$/.test(name);
}
