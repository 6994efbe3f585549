import { addDays, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { ReviewRecord } from '../../evidence/schema/records.ts';
import { missingReviews, nextReview, reviewsOf, unreadableReviews } from './reviews.ts';

/** Whether no review is overdue, and what was agreed was done, or put off once at most. */
export function judgeActions(
  pilot: Located<Pilot>,
  records: RecordSet<ReviewRecord>,
  withinDays: number,
  now: number,
): Finding[] {
  const unreadable = unreadableReviews(records);
  if (unreadable.length > 0) return unreadable;
  const ends: number[] = [nextReview(pilot.value, withinDays, now) ?? []].flat();
  const found = missingReviews(pilot, records, withinDays, now);
  for (const { record } of reviewsOf(records)) {
    for (const [index, action] of (record.value.actions ?? []).entries()) {
      const { what, owner, state, due, redated = [] } = action;
      const place = record.at('actions', index);
      if (parsePerson(owner).placeholder)
        found.push(
          unmet(`${quote(what)} is left to ${quote(owner)}, which names nobody`, record.at('actions', index, 'owner'), {
            remedy: 'Name who does it.',
          }),
        );
      if (redated.length > 1)
        found.push(
          unmet(`${quote(what)} was put off ${redated.length} times`, place, {
            remedy: 'Do it or drop it: decide in the next review, and write the decision down as a new action.',
          }),
        );
      const [end, first] = [endOfDay(redated.at(-1) ?? due), parseInstant(due)];
      if (state === 'closed' || end === undefined || first === undefined) continue;
      if (end > now) ends.push(end);
      else
        found.push(
          unmet(
            `${quote(what)} was due on ${redated.at(-1) ?? due}, ${daysBetween(addDays(end, -1), now)} days ago`,
            place,
            {
              remedy:
                redated.length === 0
                  ? `Do it and set state: closed, or put it off once (redated).`
                  : 'Do it and set state: closed.',
            },
          ),
        );
    }
  }
  if (found.length > 0) return found;
  return [
    met(
      'No review is overdue, and what was agreed is done or not due yet',
      { path: records.folder },
      ends.length === 0 ? {} : { until: Math.min(...ends) },
    ),
  ];
}
