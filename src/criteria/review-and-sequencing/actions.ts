import { addDays, daysBetween, endOfDay } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { quote } from '../../domain/message.ts';
import { untilEarliest } from '../../domain/until.ts';
import type { RecordSet } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import type { ReviewRecord } from '../../evidence/schema/records.ts';
import { unnamedPeople } from '../shared/people/known-people.ts';
import { messages } from './messages.ts';
import { missingReviews, nextReview, reviewsOf, unreadableReviews } from './reviews.ts';

/** Whether no review is overdue, and what was agreed was done, or postponed once at most. */
export function judgeActions(
  pilot: Pilot,
  records: RecordSet<ReviewRecord>,
  withinDays: number,
  now: number,
): Finding[] {
  const unreadable = unreadableReviews(records);
  if (unreadable.length > 0) return unreadable;
  const actions = reviewsOf(records).flatMap(({ record }) =>
    (record.value.actions ?? []).map((action, index) => ({
      ...action,
      place: record.at('actions', index),
      ownerAt: record.at('actions', index, 'owner'),
      end: action.state === 'closed' ? undefined : endOfDay(action.redated?.at(-1) ?? action.due),
    })),
  );
  const found = [
    ...missingReviews(pilot, records, withinDays, now),
    ...actions.flatMap(({ what, owner, due, redated = [], place, ownerAt, end }) => {
      const times = redated.length;
      const overdue = times === 0 ? messages.overdueAction : messages.overdueAgain;
      const days = end === undefined ? 0 : daysBetween(addDays(end, -1), now);
      return [
        ...unnamedPeople([{ what: `The owner of ${quote(what)}`, written: owner, place: ownerAt }], true),
        ...(times > 1 ? [unmet(messages.postponedTwice({ action: what, times }), place)] : []),
        ...(end !== undefined && end <= now
          ? [unmet(overdue({ action: what, due: redated.at(-1) ?? due, days }), place)]
          : []),
      ];
    }),
  ];
  if (found.length > 0) return found;
  const ends = [nextReview(pilot, withinDays, now), ...actions.map(({ end }) => end)];
  return [met(messages.actionsDone(), { path: records.folder }, untilEarliest(ends))];
}
