import { publishReaction, publishReply } from '../github/publish/reply.ts';
import { statusOf } from '../github/publish/writer.ts';
import { renderGivenUp } from '../render/markdown/receipt.ts';
import { promotionsOf } from '../store/open-pulls.ts';
import { countTry, forgetSpoken, nextSpoken, type Spoken } from '../store/pending-comments.ts';
import { enqueue, type Job } from '../store/queue.ts';
import { forgetTold } from '../store/verdicts.ts';
import { type Answer, answerComment } from './answer-comment.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import { isTransient } from './publish-not-evaluated.ts';

/** A comment that meets a defect of ours so often is left alone, so that it does not keep the others from being heard. */
const MOST_TRIES = 3;

/**
 * Answers the comments of one repository, one after the other in the order in which they came: each sees what those
 * before it decided. Then what they touch is judged.
 */
export async function answerCommandsJob({ repository, installationId }: Job, context: JobContext): Promise<JobOutcome> {
  for (;;) {
    const spoken = await nextSpoken(context.db, repository);
    // Whoever took the job from us goes on where we stopped.
    if (spoken === undefined || !(await context.isHeld())) return {};
    try {
      const answer = await answerComment(spoken, context);
      await tell(spoken, answer, context);
      const pullRequests = await touched(spoken, answer, context);
      await context.db.tx(async (tx) => {
        await enqueue(tx, { repository, pullRequests, ...(installationId === undefined ? {} : { installationId }) });
        await forgetSpoken(tx, spoken.seq);
      });
    } catch (error) {
      if (isTransient(error) || (await countTry(context.db, spoken.seq)) < MOST_TRIES) throw error;
      context.log(
        `${repository}#${spoken.pullRequest}: ${spoken.kind} ${spoken.commentId} is given up: ${String(error)}`,
      );
      await tell(spoken, { reaction: 'confused', reply: renderGivenUp() }, context);
      await forgetSpoken(context.db, spoken.seq);
    }
  }
}

/** The reaction is a courtesy; the reply is owed, unless GitHub does not let us say anything there. */
async function tell(
  spoken: Spoken,
  { reaction, reply }: Pick<Answer, 'reaction' | 'reply'>,
  { writer, self, log }: JobContext,
): Promise<void> {
  const name = nameOf(spoken);
  const about = `${spoken.repository}#${spoken.pullRequest}`;
  if (reaction !== undefined && spoken.kind === 'comment' && spoken.action !== 'deleted') {
    await publishReaction(writer, { ...name, commentId: spoken.commentId, content: reaction }).catch((error: unknown) =>
      log(`${about}: no reaction: ${String(error)}`),
    );
  }
  if (reply === '') return;
  try {
    // A comment that is told of twice is answered once; each edit is news.
    const { kind, commentId, action, seq } = spoken;
    const of = `${kind}:${commentId}${action === 'created' ? '' : `:${seq}`}`;
    await publishReply(writer, { ...name, number: spoken.pullRequest, of, body: reply, self });
  } catch (error) {
    const status = statusOf(error);
    if (status === undefined || status >= 500 || status === 429) throw error;
    log(`${about}: no reply: ${String(error)}`);
  }
}

async function touched(spoken: Spoken, { judge }: Answer, { db }: JobContext): Promise<number[]> {
  if (judge === 'nobody') return [];
  if (judge === 'own') return [spoken.pullRequest];
  const promotions = await promotionsOf(db, spoken.repository);
  // Somebody waits for an answer there, even if the verdict stays what it is.
  await forgetTold(db, spoken.repository, { pullRequest: spoken.pullRequest });
  return [...promotions, spoken.pullRequest];
}
