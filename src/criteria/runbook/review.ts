import { day, daysBetween, parseInstant } from '../../domain/dates.ts';
import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Ancestry, ChangedSince } from '../../engine/fact-answers.ts';
import { dated, validUntil } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

/** Whether a document was reviewed within its own interval, which may be shorter than the policy's. Only a labeled date counts. */
export function judgeReview(set: DocumentSet, withinDays: number, now: number): Finding[] {
  const { path, review } = set.document;
  const place = { ...set.place, line: review?.line ?? 1 };
  const today = day(now);
  if (review === undefined) return [unmet(messages.noReviewDate({ path, today }), place)];
  const { on, line, label, reviewInDays = withinDays } = review;
  if (on === undefined) return [unmet(messages.reviewWithoutDate({ path, line, label, today }), place)];
  const limit = Math.min(withinDays, reviewInDays);
  const found = dated(on, now, { what: `The last review of ${path}`, place }, limit);
  if (found.length > 0) return found;
  const days = daysBetween(parseInstant(on) ?? now, now);
  return [met(messages.reviewed({ on, days, limit }), place, { until: validUntil(on, limit) })];
}

/** "Verified against main@sha" can be proven exactly: what changed since that commit. */
export function judgeChanges(set: DocumentSet, { ancestor, changed }: ChangedSince): Finding[] {
  const { path, review } = set.document;
  const place = { ...set.place, line: review?.line ?? 1 };
  if (!ancestor) return [unmet(messages.verifiedElsewhere({ path, commit: review?.commit ?? '' }), place)];
  if (changed.length === 0) return [];
  return [stale(messages.changedSinceVerified({ path, files: changed.slice(0, 5) }), place)];
}

/** Without such a commit, the runbook must not be older than what it describes. */
export function judgeOrder(set: DocumentSet, { a, relation }: Ancestry, globs: string[]): Finding[] {
  const { path, review } = set.document;
  const place = { ...set.place, line: review?.line ?? 1 };
  if (relation === 'neither' || (a === undefined && relation === 'b-newer'))
    return [unmet(messages.runbookNotCommitted({ path }), place)];
  if (relation !== 'b-newer' && relation !== 'diverged') return [];
  return [stale(messages.changedSinceReview({ path, globs: globs.slice(0, 4) }), place)];
}
