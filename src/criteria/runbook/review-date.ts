import { addDays, day, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, quote, stale, unmet } from '../../domain/finding.ts';

/** Whether a document was reviewed within its own interval, capped by the policy's. Only a labeled date counts. */
export function reviewState(set: DocumentSet, withinDays: number, now: number): Finding {
  const { document } = set;
  const { review } = document;
  const example = `last_reviewed_on: ${day(now)}`;
  const remedy = `Read ${document.path} again, correct what is no longer true, then write \`${example}\` into its front matter (or "Last reviewed: ${day(now)}" as a line).`;
  const place = { ...set.place, line: review?.line ?? 1 };
  if (review?.on === undefined) {
    const saw =
      review === undefined ? 'says nowhere' : `names no date after ${quote(review.label)}, so it does not say`;
    return unmet(`${document.path} ${saw} when it was last reviewed`, place, { remedy });
  }
  const on = parseInstant(review.on);
  if (on === undefined)
    return unmet(`${document.path}:${review.line} ${quote(review.on)} is not a date as YYYY-MM-DD`, place, { remedy });
  if (on > now)
    return unmet(
      `${document.path}:${review.line} says it was reviewed on ${review.on}, which has not come yet`,
      place,
      { remedy },
    );
  const own = review.reviewInDays;
  const limit = Math.min(withinDays, own ?? withinDays);
  const age = daysBetween(on, now);
  const whose = own !== undefined && own <= withinDays ? 'its own interval' : 'the policy';
  if (age > limit)
    return stale(`${document.path} was last reviewed ${age} days ago (${review.on}); ${whose} allows ${limit}`, place, {
      remedy,
    });
  const until = endOfDay(day(addDays(on, limit)));
  return met(
    `Reviewed on ${review.on}, ${age} days ago; ${whose} allows ${limit}`,
    place,
    until === undefined ? {} : { until },
  );
}
