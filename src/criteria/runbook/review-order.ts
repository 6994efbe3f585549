import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, quote, stale, unmet } from '../../domain/finding.ts';
import {
  type Ancestry,
  ancestry,
  type ChangedSince,
  changedSince,
  type FactRequest,
} from '../../engine/fact-requests.ts';

/** "Verified against main@sha" can be proven exactly; otherwise the runbook must not be older than what it describes. */
export function askReviewOrder(
  set: DocumentSet,
  globs: string[],
): FactRequest<'ancestry'> | FactRequest<'changed-since'> {
  const { path, review } = set.document;
  const options = { substantive: true };
  return review?.commit === undefined ? ancestry([path], globs, options) : changedSince(globs, review.commit, options);
}

/** What changed after the document did; undefined when nothing that it describes has. */
export function changedSinceReview(
  set: DocumentSet,
  order: Ancestry | ChangedSince,
  globs: string[],
): Finding | undefined {
  const { path, review } = set.document;
  const place = { ...set.place, line: review?.line ?? 1 };
  const remedy = `Read ${path} against the change, correct it, set its review date and commit it.`;
  if ('changed' in order) {
    if (!order.ancestor)
      return unmet(
        `${path} was verified against ${quote(review?.commit ?? '')}, which is no ancestor of what is judged`,
        place,
        { remedy },
      );
    return order.changed.length === 0
      ? undefined
      : stale(`Changed since ${path} was verified: ${order.changed.slice(0, 5).join(', ')}`, place, { remedy });
  }
  if (order.relation === 'neither' || (order.a === undefined && order.relation === 'b-newer')) {
    return unmet(`${path} is not committed yet`, place, { remedy: `Commit ${path}.` });
  }
  if (order.relation !== 'b-newer' && order.relation !== 'diverged') return undefined;
  const what = globs.slice(0, 4).join(', ');
  return stale(`Deployment, prompt or model configuration changed after ${path} did (${what})`, place, { remedy });
}
