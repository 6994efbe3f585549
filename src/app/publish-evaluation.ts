import type { PullJudgement } from '../evaluation/evaluate-pull-request.ts';
import { checkRunOf, commentOf, type TellingOptions } from '../evaluation/presentation.ts';
import { publishCheckRun } from '../github/publish/check-run.ts';
import { publishComment } from '../github/publish/comment.ts';
import { isNewestRun } from '../github/publish/newest-run.ts';
import { mayBeForgotten } from '../store/db.ts';
import { openPull, reportedPull } from '../store/open-pulls.ts';
import type { Job } from '../store/queue.ts';
import { rememberTold } from '../store/verdicts.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import type { Recorded, Told } from './record.ts';

/** A comment that could not be written is tried again at once, then ever later: who locked the conversation is in no hurry. */
const LEAST_OWED_MS = 5_000;
const MOST_OWED_MS = 15 * 60_000;

/** What there is to tell. */
export interface Judged {
  judgement: PullJudgement;
  /** Other open pull requests with the same head. */
  siblings: number[];
  options: TellingOptions;
  recorded: Recorded;
}

/**
 * Tells a judgement, the comment first and the check run last; nothing, when just this was told and still stands. A comment
 * that cannot be written does not hold the check run back: it is owed, and the outcome says when to try again.
 */
export async function tellJudged(
  job: Job,
  context: JobContext,
  { judgement, siblings, options, recorded }: Judged,
): Promise<JobOutcome> {
  const { db, writer, self, metrics } = context;
  const { owner, repo } = nameOf(job);
  const { subject, promotion, report, isGroup } = judgement;
  const number = job.pullRequest;
  const at = { owner, repo, sha: subject.sha };
  const stands = recorded.told !== undefined && (await stillStands(context, at, recorded.told));
  if (stands && recorded.told?.commentOwedAt === undefined) return {};
  if (promotion.is && !stands) metrics.verdicts.inc({ verdict: recorded.ending });
  const isAsked = promotion.is || ((await openPull(db, job.repository, number))?.asked ?? false);
  const comment =
    isAsked && !isGroup
      ? await publishComment(writer, { owner, repo, number, body: commentOf(judgement, options), self })
      : undefined;
  if (comment?.written && report !== undefined)
    await mayBeForgotten(db, (tx) => reportedPull(tx, job.repository, number, subject.sha));
  const owesComment = comment?.written === false;
  if (owesComment) context.log(`${job.repository}#${number}: ${comment.reason}`);
  const outcome = owesComment ? { validForMs: owedFor(recorded.told) } : {};
  const told = {
    ...{ repository: job.repository, pullRequest: number, headSha: subject.sha, owesComment },
    ...(comment?.written ? { commentId: comment.id } : {}),
  };
  // All pull requests with one head share its check run, so one of them writes it: two could overtake each other.
  const first = Math.min(number, ...siblings);
  if (stands || (first !== number && !isGroup)) {
    await mayBeForgotten(db, (tx) => rememberTold(tx, told));
    return { ...outcome, ...(stands ? {} : { others: [first] }) };
  }
  const run = await publishCheckRun(writer, {
    ...at,
    rendered: checkRunOf(judgement, options),
    externalId: `${number}:${isGroup ? 'group:' : ''}${job.lease}`,
    // The job is ours alone: whoever had it before and left a run open is gone, or may not tell any more.
    abandoned: `${number}:`,
    ...(self.appId === undefined ? {} : { appId: self.appId }),
  });
  await mayBeForgotten(db, (tx) => rememberTold(tx, { ...told, checkRunId: run.id }));
  return outcome;
}

function owedFor(told: Told | undefined): number {
  const since = told?.commentOwedAt?.getTime() ?? Date.now();
  return Math.min(MOST_OWED_MS, Math.max(LEAST_OWED_MS, Date.now() - since));
}

/** Nothing new to say, and what was said is still the last word there: saying it again would only make noise. */
async function stillStands(
  { writer, self }: JobContext,
  at: { owner: string; repo: string; sha: string },
  told: Told,
): Promise<boolean> {
  return told.checkRunId === undefined || isNewestRun(writer, { ...at, id: told.checkRunId, appId: self.appId ?? 0 });
}
