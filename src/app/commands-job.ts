import { defined } from '../domain/defined.ts';
import { publishReaction, publishReply } from '../github/publish/reply.ts';
import { statusOf } from '../github/publish/writer.ts';
import { renderGivenUp } from '../render/markdown/receipt.ts';
import { evaluatePulls, type Job } from '../store/job.ts';
import { promotionsOf } from '../store/open-pulls.ts';
import {
  countFailedTry,
  deletePendingComment,
  nextPendingComment,
  type PendingComment,
} from '../store/pending-comments.ts';
import { enqueue } from '../store/queue.ts';
import { forgetPublished } from '../store/verdicts.ts';
import { type Answer, answerComment } from './answer-comment.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import { isTransient } from './publish-not-evaluated.ts';

/** After this many internal errors a comment is skipped so that it does not block the queue. */
const MAX_TRIES = 3;

/**
 * Answers the comments of one repository in order of arrival, because a comment may depend on decisions made by an
 * earlier one. Then enqueues the pull requests they affect.
 */
export async function answerCommandsJob({ repository, installationId }: Job, context: JobContext): Promise<JobOutcome> {
  for (;;) {
    const pendingComment = await nextPendingComment(context.db, repository);
    // A worker that took over this job continues where this one stopped.
    if (pendingComment === undefined || !(await context.isHeld())) return {};
    try {
      const answer = await answerComment(pendingComment, context);
      await publish(pendingComment, answer, context);
      const pullRequests = await affectedPulls(pendingComment, answer, context);
      await context.db.tx(async (tx) => {
        const jobs = evaluatePulls(pullRequests);
        await enqueue(tx, { repository, jobs, ...defined({ installationId }) });
        await deletePendingComment(tx, pendingComment.seq);
      });
    } catch (error) {
      if (isTransient(error) || (await countFailedTry(context.db, pendingComment.seq)) < MAX_TRIES) throw error;
      context.log(
        `${repository}#${pendingComment.pullRequest}: ${pendingComment.kind} ${pendingComment.commentId} is skipped: ${String(error)}`,
      );
      await publish(pendingComment, { reaction: 'confused', reply: renderGivenUp() }, context);
      await deletePendingComment(context.db, pendingComment.seq);
    }
  }
}

/** A failed reaction is logged; a failed reply is retried, unless GitHub refuses it. */
async function publish(
  pendingComment: PendingComment,
  { reaction, reply, toOutsiders }: Pick<Answer, 'reaction' | 'reply' | 'toOutsiders'>,
  { writer, self, log }: JobContext,
): Promise<void> {
  const name = nameOf(pendingComment);
  const about = `${pendingComment.repository}#${pendingComment.pullRequest}`;
  if (reaction !== undefined && pendingComment.kind === 'comment' && pendingComment.action !== 'deleted') {
    await publishReaction(writer, { ...name, commentId: pendingComment.commentId, content: reaction }).catch(
      (error: unknown) => log(`${about}: reaction failed: ${String(error)}`),
    );
  }
  if (reply === '') return;
  try {
    // GitHub may deliver the same comment twice: it is answered once, but each edit gets its own reply.
    const { kind, commentId, action, seq } = pendingComment;
    const of = toOutsiders ? 'outsiders' : `${kind}:${commentId}${action === 'created' ? '' : `:${seq}`}`;
    await publishReply(writer, { ...name, number: pendingComment.pullRequest, of, body: reply, self });
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || status >= 500 || status === 429) throw error;
    log(`${about}: reply refused: ${String(error)}`);
  }
}

async function affectedPulls(
  pendingComment: PendingComment,
  { reevaluate }: Answer,
  { db }: JobContext,
): Promise<number[]> {
  if (reevaluate === 'none') return [];
  if (reevaluate === 'own') return [pendingComment.pullRequest];
  const promotions = await promotionsOf(db, pendingComment.repository);
  // The commenter expects an updated report, even if the verdict does not change.
  await forgetPublished(db, pendingComment.repository, { pullRequest: pendingComment.pullRequest });
  return [...promotions, pendingComment.pullRequest];
}
