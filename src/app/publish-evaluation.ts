import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import { checkRunOf, commentOf, type PresentationOptions } from '../evaluation/presentation.ts';
import { publishCheckRun } from '../github/publish/check-run.ts';
import { publishComment } from '../github/publish/comment.ts';
import { isNewestRun } from '../github/publish/newest-run.ts';
import { mayBeForgotten } from '../store/db.ts';
import type { EvaluationJob } from '../store/job.ts';
import { openPull, reportedPull } from '../store/open-pulls.ts';
import { rememberPublished } from '../store/verdicts.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import type { PublishedRecord, Recorded } from './record.ts';

/** A comment that could not be written is tried again at once, then ever later: who locked the conversation is in no hurry. */
const LEAST_OWED_MS = 5_000;
const MAX_OWED_MS = 15 * 60_000;

/** What there is to tell. */
export interface EvaluatedHead {
  evaluation: PullEvaluation;
  /** Other open pull requests with the same head. */
  siblings: number[];
  options: PresentationOptions;
  recorded: Recorded;
}

/**
 * Tells an evaluation, the comment first and the check run last; nothing, when just this was told and still stands. A comment
 * that cannot be written does not hold the check run back: it is owed, and the outcome says when to try again.
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
  const stands = recorded.published !== undefined && (await isStillCurrent(context, at, recorded.published));
  if (stands && recorded.published?.commentOwedAt === undefined) return {};
  if (promotion.is && !stands) metrics.verdicts.inc({ verdict: recorded.outcome });
  const isAsked = promotion.is || ((await openPull(db, job.repository, number))?.asked ?? false);
  const comment =
    isAsked && !isGroup
      ? await publishComment(writer, { owner, repo, number, body: commentOf(evaluation, options), self })
      : undefined;
  if (comment?.written && report !== undefined)
    await mayBeForgotten(db, (tx) => reportedPull(tx, job.repository, number, subject.sha));
  const owesComment = comment?.written === false;
  if (owesComment) context.log(`${job.repository}#${number}: ${comment.reason}`);
  const outcome = owesComment ? { validForMs: owedFor(recorded.published) } : {};
  const published = {
    ...{ repository: job.repository, pullRequest: number, headSha: subject.sha, owesComment },
    ...(comment?.written ? { commentId: comment.id } : {}),
  };
  // All pull requests with one head share its check run, so one of them writes it: two could overtake each other.
  const first = Math.min(number, ...siblings);
  if (stands || (first !== number && !isGroup)) {
    await mayBeForgotten(db, (tx) => rememberPublished(tx, published));
    return { ...outcome, ...(stands ? {} : { others: [first] }) };
  }
  const run = await publishCheckRun(writer, {
    ...at,
    rendered: checkRunOf(evaluation, options),
    externalId: `${number}:${isGroup ? 'group:' : ''}${job.lease}`,
    // The job is ours alone: whoever had it before and left a run open is gone, or may not tell any more.
    abandoned: `${number}:`,
    ...(self.appId === undefined ? {} : { appId: self.appId }),
  });
  await mayBeForgotten(db, (tx) => rememberPublished(tx, { ...published, checkRunId: run.id }));
  return outcome;
}

function owedFor(published: PublishedRecord | undefined): number {
  const since = published?.commentOwedAt?.getTime() ?? Date.now();
  return Math.min(MAX_OWED_MS, Math.max(LEAST_OWED_MS, Date.now() - since));
}

/** Nothing new to say, and what was said is still the last word there: saying it again would only make noise. */
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
