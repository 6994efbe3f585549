import { publishReaction, publishReply } from '../github/publish/reply.ts';
import { statusOf } from '../github/publish/writer.ts';
import { renderGivenUp } from '../render/markdown/receipt.ts';
import { evaluatePulls, type Job } from '../store/job.ts';
import { promotionsOf } from '../store/open-pulls.ts';
import {
  countTry,
  forgetAnsweredComments,
  nextPendingComment,
  type PendingComment,
} from '../store/pending-comments.ts';
import { enqueue } from '../store/queue.ts';
import { forgetPublished } from '../store/verdicts.ts';
import { type Answer, answerComment } from './answer-comment.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import { isTransient } from './publish-not-evaluated.ts';

/** A comment that meets a defect of ours so often is left alone, so that it does not keep the others from being heard. */
const MAX_TRIES = 3;

/**
 * Answers the comments of one repository, one after the other in the order in which they came: each sees what those
 * before it decided. Then what they touch is judged.
 */
export async function answerCommandsJob({ repository, installationId }: Job, context: JobContext): Promise<JobOutcome> {
  for (;;) {
    const pendingComment = await nextPendingComment(context.db, repository);
    // Whoever took the job from us goes on where we stopped.
    if (pendingComment === undefined || !(await context.isHeld())) return {};
    try {
      const answer = await answerComment(pendingComment, context);
      await publish(pendingComment, answer, context);
      const pullRequests = await touched(pendingComment, answer, context);
      await context.db.tx(async (tx) => {
        const jobs = evaluatePulls(pullRequests);
        await enqueue(tx, { repository, jobs, ...(installationId === undefined ? {} : { installationId }) });
        await forgetAnsweredComments(tx, pendingComment.seq);
      });
    } catch (error) {
      if (isTransient(error) || (await countTry(context.db, pendingComment.seq)) < MAX_TRIES) throw error;
      context.log(
        `${repository}#${pendingComment.pullRequest}: ${pendingComment.kind} ${pendingComment.commentId} is given up: ${String(error)}`,
      );
      await publish(pendingComment, { reaction: 'confused', reply: renderGivenUp() }, context);
      await forgetAnsweredComments(context.db, pendingComment.seq);
    }
  }
}

/** The reaction is a courtesy; the reply is owed, unless GitHub does not let us say anything there. */
async function publish(
  pendingComment: PendingComment,
  { reaction, reply }: Pick<Answer, 'reaction' | 'reply'>,
  { writer, self, log }: JobContext,
): Promise<void> {
  const name = nameOf(pendingComment);
  const about = `${pendingComment.repository}#${pendingComment.pullRequest}`;
  if (reaction !== undefined && pendingComment.kind === 'comment' && pendingComment.action !== 'deleted') {
    await publishReaction(writer, { ...name, commentId: pendingComment.commentId, content: reaction }).catch(
      (error: unknown) => log(`${about}: no reaction: ${String(error)}`),
    );
  }
  if (reply === '') return;
  try {
    // A comment that is told of twice is answered once; each edit is news.
    const { kind, commentId, action, seq } = pendingComment;
    const of = `${kind}:${commentId}${action === 'created' ? '' : `:${seq}`}`;
    await publishReply(writer, { ...name, number: pendingComment.pullRequest, of, body: reply, self });
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || status >= 500 || status === 429) throw error;
    log(`${about}: no reply: ${String(error)}`);
  }
}

async function touched(pendingComment: PendingComment, { judge }: Answer, { db }: JobContext): Promise<number[]> {
  if (judge === 'nobody') return [];
  if (judge === 'own') return [pendingComment.pullRequest];
  const promotions = await promotionsOf(db, pendingComment.repository);
  // Somebody waits for an answer there, even if the verdict stays what it is.
  await forgetPublished(db, pendingComment.repository, { pullRequest: pendingComment.pullRequest });
  return [...promotions, pendingComment.pullRequest];
}
