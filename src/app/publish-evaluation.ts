import { defined } from '../domain/defined.ts';
import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import { checkRunOf, commentOf, type PresentationOptions } from '../evaluation/presentation.ts';
import { publishCheckRun } from '../github/publish/check-run.ts';
import { publishComment } from '../github/publish/comment.ts';
import { isNewestRun } from '../github/publish/current.ts';
import { CHECK_NAMES } from '../render/model/titles.ts';
import { withRelaxedDurability } from '../store/db.ts';
import type { EvaluationJob } from '../store/job.ts';
import { openPull, recordPullReport } from '../store/open-pulls.ts';
import { rememberPublished } from '../store/verdicts.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import type { PublishedRecord, Recorded } from './record.ts';

/** A failed comment is retried soon, then less and less often: a locked conversation stays locked for a while. */
const MIN_COMMENT_RETRY_MS = 5_000;
const MAX_COMMENT_RETRY_MS = 15 * 60_000;

/** The evaluation of a head with everything needed to publish it. */
export interface EvaluatedHead {
  evaluation: PullEvaluation;
  /** Other open pull requests with the same head. */
  siblings: number[];
  options: PresentationOptions;
  recorded: Recorded;
}

/**
 * Publishes an evaluation, the comment first and the check run last. Publishes nothing when the same result is already
 * published and current. A comment that cannot be written does not block the check run; the outcome says when to retry
 * it.
 */
export async function publishEvaluation(
  job: EvaluationJob,
  context: JobContext,
  { evaluation, siblings, options, recorded }: EvaluatedHead,
): Promise<JobOutcome> {
  const { db, writer, self, metrics } = context;
  const { owner, repo } = nameOf(job);
  const { subject, promotion, report, isGroup } = evaluation;
  const number = job.pullRequest;
  const at = { owner, repo, sha: subject.sha };
  const isCurrent = recorded.published !== undefined && (await isStillCurrent(context, at, recorded.published));
  if (isCurrent && recorded.published?.commentPendingSince === undefined) return {};
  if (promotion.is && !isCurrent) metrics.verdicts.inc({ verdict: recorded.outcome });
  const needsComment = promotion.is || ((await openPull(db, job.repository, number))?.reportRequested ?? false);
  const comment =
    needsComment && !isGroup
      ? await publishComment(writer, { owner, repo, number, body: commentOf(evaluation, options), self })
      : undefined;
  if (comment?.written && report !== undefined)
    await withRelaxedDurability(db, (tx) => recordPullReport(tx, job.repository, number, subject.sha));
  const isCommentPending = comment?.written === false;
  if (isCommentPending) context.log(`${job.repository}#${number}: ${comment.reason}`);
  const outcome = isCommentPending ? { validForMs: commentRetryMs(recorded.published) } : {};
  const rendered = checkRunOf(evaluation, options);
  const isPassing = rendered.conclusion === 'success' || rendered.conclusion === 'neutral';
  const published = {
    ...(!isGroup && rendered.name === CHECK_NAMES.promotion ? { isPassing } : {}),
    ...{ repository: job.repository, pullRequest: number, headSha: subject.sha, isCommentPending },
    ...(comment?.written ? { commentId: comment.id } : {}),
  };
  // Pull requests with the same head share its check run, so only one of them writes it: two writers could overtake
  // each other.
  const publisher = Math.min(number, ...siblings);
  if (isCurrent || (publisher !== number && !isGroup)) {
    await withRelaxedDurability(db, (tx) => rememberPublished(tx, published));
    return { ...outcome, ...(isCurrent ? {} : { others: [publisher] }) };
  }
  const run = await publishCheckRun(writer, {
    ...at,
    rendered,
    externalId: `${number}:${isGroup ? 'group:' : ''}${job.lease}`,
    // This worker holds the job: a previous holder that left a run open is gone or no longer allowed to publish.
    abandoned: `${number}:`,
    ...defined({ appId: self.appId }),
  });
  await withRelaxedDurability(db, (tx) => rememberPublished(tx, { ...published, checkRunId: run.id }));
  return outcome;
}

function commentRetryMs(published: PublishedRecord | undefined): number {
  const since = published?.commentPendingSince?.getTime() ?? Date.now();
  return Math.min(MAX_COMMENT_RETRY_MS, Math.max(MIN_COMMENT_RETRY_MS, Date.now() - since));
}

/**
 * Whether the published check run is still the newest one. If so, publishing the same result again would only add
 * noise.
 */
async function isStillCurrent(
  { writer, self }: JobContext,
  at: { owner: string; repo: string; sha: string },
  published: PublishedRecord,
): Promise<boolean> {
  return (
    published.checkRunId === undefined ||
    isNewestRun(writer, { ...at, id: published.checkRunId, appId: self.appId ?? 0 })
  );
}
