import { addDays, day, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { ReviewRecord } from '../../evidence/schema/records.ts';

export const REVIEW_DAYS = [30, 60, 90];

/** A review that was held, by the day of the pilot that names its file. */
export interface Review {
  day: number;
  path: string;
  record: Located<ReviewRecord>;
  held: number;
}

/** Reviews that can be read, oldest first by the day they were held. */
export function reviewsOf(records: RecordSet<ReviewRecord>): Review[] {
  return records.items
    .flatMap(({ name, path, record }) => {
      const held = parseInstant(record.value.held);
      return !/^\d{2,4}$/.test(name) || held === undefined ? [] : [{ day: Number(name), path, record, held }];
    })
    .sort((a, b) => a.held - b.held || a.day - b.day);
}

/** Records that cannot be read, or whose file is not called by a day of the pilot. */
export function unreadableReviews(records: RecordSet<ReviewRecord>): Finding[] {
  const broken = records.broken.map(({ path, faults }) =>
    unmet(
      `The record ${path} cannot be read: ${faults[0]?.key ?? ''} ${faults[0]?.problem ?? 'is not valid'}`,
      { path, line: faults[0]?.line ?? 1 },
      { cause: `invalid:${path}`, remedy: faults[0]?.remedy ?? 'Mend the file.' },
    ),
  );
  const misnamed = records.items
    .filter(({ name }) => !/^\d{2,4}$/.test(name))
    .map(({ path }) =>
      unmet(
        `${path} is not called by the day of the pilot on which it was due`,
        { path },
        {
          remedy: `Rename it to ${records.folder}/30.yaml, 60.yaml or 90.yaml (later ones by their day, such as 120.yaml).`,
          cause: `invalid:${path}`,
        },
      ),
    );
  return [...broken, ...misnamed];
}

/** When a review is due, as midnight of its day. */
export function dueOn(pilot: Pilot, dayOfPilot: number): number {
  return addDays(parseInstant(pilot.startedOn) ?? 0, dayOfPilot);
}

/** Reviews of day 30, 60 and 90 whose time is over and that nobody recorded. */
export function missingReviews(
  pilot: Located<Pilot>,
  records: RecordSet<ReviewRecord>,
  withinDays: number,
  now: number,
): Finding[] {
  const ended = pilot.value.endedOn === undefined ? undefined : endOfDay(pilot.value.endedOn);
  const held = new Set(reviewsOf(records).map((review) => review.day));
  return REVIEW_DAYS.filter((one) => {
    const due = dueOn(pilot.value, one);
    return now >= addDays(due, withinDays + 1) && (ended === undefined || due < ended) && !held.has(one);
  }).map((one) =>
    unmet(
      `The review of day ${one}, due on ${day(dueOn(pilot.value, one))}, was not held`,
      { path: records.folder },
      {
        remedy: `Hold it now with sponsor and product owner, and write it down as ${records.folder}/${one}.yaml; have the sponsor accept that it was late.`,
        cause: `review:${one}`,
        part: String(one),
      },
    ),
  );
}

/** When the next review has to be there; undefined after the last. */
export function nextReview(pilot: Pilot, withinDays: number, now: number): number | undefined {
  return REVIEW_DAYS.map((one) => addDays(dueOn(pilot, one), withinDays + 1)).find((moment) => moment > now);
}
