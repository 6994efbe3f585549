import { type AnsweredCommands, answerCommands } from '../commands/answer.ts';
import { type CommentEvent, classifyComment } from '../commands/classify-comment.ts';
import { entryOf, tamperingEntry } from '../commands/entry.ts';
import { commandHelp } from '../commands/index.ts';
import { isUnderstood, parseCommand } from '../commands/language/grammar.ts';
import { isClosing, verbOf } from '../commands/language/verbs.ts';
import type { Receipt } from '../commands/receipt.ts';
import type { CommandTools } from '../commands/tools.ts';
import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { explanationOf } from '../engine/explanation.ts';
import { commandTools } from '../evaluation/command-tools.ts';
import { evaluatePullRequest, type PilotMemory } from '../evaluation/evaluate-pull-request.ts';
import { wasEdited } from '../github/facts/review-edits.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import { renderCommandHelp } from '../render/markdown/command-help.ts';
import { renderExplanation } from '../render/markdown/explanation.ts';
import { reactionTo, renderEdited, renderOutsider, renderReceipts } from '../render/markdown/receipt.ts';
import type { Db } from '../store/db.ts';
import type { Json } from '../store/ledger.ts';
import { append } from '../store/ledger.ts';
import { requestPullReport } from '../store/open-pulls.ts';
import { type PendingComment, saveAnswer } from '../store/pending-comments.ts';
import { pilotOf } from '../store/pilots.ts';
import { type JobContext, nameOf } from './job.ts';
import { commentFromEdit, readComment } from './read-comment.ts';
import { memoryOf } from './sticky-pilot.ts';

/** What remains to be published once the decisions are in the ledger. */
export interface Answer {
  reaction?: '+1' | 'eyes' | 'confused';
  reply: string;
  /** Which pull requests to evaluate again: none, the one with the comment, or every promotion of the pilot. */
  reevaluate: 'none' | 'own' | 'all';
  /** Answers to people without a role share one place on a pull request, so the second is not published. */
  toOutsiders?: true;
}

const NOTHING: Answer = { reply: '', reevaluate: 'none' };
const TO_OUTSIDERS: Answer = { reply: renderOutsider(), reevaluate: 'none', toOutsiders: true };

/**
 * Classifies one comment and decides on its commands. Decisions and the answer are written to the ledger before
 * anything is published: if the process dies in between, a later run only publishes, and nothing is decided twice.
 */
export async function answerComment(pendingComment: PendingComment, context: JobContext): Promise<Answer> {
  if (pendingComment.answer !== undefined) return JSON.parse(pendingComment.answer) as Answer;
  const { db } = context;
  const repositoryId = await repositoryIdOf(pendingComment, context);
  const memory = await memoryOf(context, pendingComment.repository)(repositoryId);
  const record = memory.decisions ?? { decisions: [], tamperings: [] };
  const isRecorded = record.decisions.some(
    ({ comment }) => comment.kind === pendingComment.kind && comment.id === pendingComment.commentId,
  );
  const seenAt = new Date(context.now()).toISOString();
  const read = pendingComment.action === 'created' ? await readComment(context.writer, pendingComment) : undefined;
  if (pendingComment.action === 'created' && read === undefined) return NOTHING;
  const event = read?.event ?? commentFromEdit(pendingComment, seenAt);
  const classified = classifyComment(event, isRecorded);
  if (classified.kind !== 'nothing' && !isRecorded && !(await isAnswered(pendingComment, event, context)))
    return answerToOutsider({ ...pendingComment, repositoryId }, context);
  switch (classified.kind) {
    case 'nothing':
      return NOTHING;
    case 'edited-before-processed':
      return { reaction: 'confused', reply: renderEdited(classified.by), reevaluate: 'none' };
    case 'tampered': {
      const { tampering, reply } = classified;
      const edit: Answer = reply
        ? { reaction: 'confused', reply: renderEdited(tampering.by), reevaluate: 'all' }
        : { reply: '', reevaluate: 'all' };
      await recordAnswer(db, { ...pendingComment, repositoryId }, edit, [tamperingEntry(tampering)]);
      return edit;
    }
    case 'commands': {
      const { by, byId, at } = classified;
      if (await isEditedReview(pendingComment, { by, at, ...defined({ nodeId: read?.nodeId }) }, context))
        return { reaction: 'confused', reply: renderEdited(by), reevaluate: 'none' };
      const lines = context.audience.mayAnswer(nameOf(pendingComment), pendingComment.pullRequest)
        ? classified.lines
        : classified.lines.filter(({ verb, unread }) => unread === undefined && isClosing(verbOf(verb)));
      if (lines.length === 0) return NOTHING;
      const comment = { kind: pendingComment.kind, id: pendingComment.commentId, url: read?.url ?? '' };
      const answered: AnsweredCommands = {
        ...{ by, at, comment, lines },
        ...defined({ byId, review: read?.review }),
      };
      return answerCommandLines(
        { ...pendingComment, repositoryId },
        answered,
        { ...memory, decisions: record },
        context,
      );
    }
  }
}

/** Where that cannot be read, the event of the edit voids what the review opened. */
async function isEditedReview(
  { kind, commentId, repository, pullRequest }: PendingComment,
  review: { by: string; at: string; nodeId?: string },
  { access }: JobContext,
): Promise<boolean> {
  if (kind !== 'review' || review.nodeId === undefined) return false;
  return (await wasEdited(access, nameOf({ repository }), pullRequest, { id: commentId, ...review })) === true;
}

/** Whether the author of a comment has a role in the pilot. Without one, nothing is evaluated and little is answered. */
async function isAnswered(
  pendingComment: PendingComment,
  { author }: CommentEvent,
  { access, audience }: JobContext,
): Promise<boolean> {
  if (author === undefined || author.login === '') return true;
  return audience.hasRole(access, nameOf(pendingComment), author.login);
}

async function answerToOutsider(
  pendingComment: PendingComment & { repositoryId: number },
  { db, audience }: JobContext,
): Promise<Answer> {
  const { action, repositoryId, pullRequest } = pendingComment;
  if (action !== 'created' || (await pilotOf(db, { repositoryId })) === undefined) return NOTHING;
  return audience.mayAnswerOutsider(nameOf(pendingComment), pullRequest) ? TO_OUTSIDERS : NOTHING;
}

async function answerCommandLines(
  pendingComment: PendingComment,
  answered: AnsweredCommands,
  memory: Required<Pick<PilotMemory, 'decisions'>> & PilotMemory,
  context: JobContext,
): Promise<Answer> {
  const { db, access, version } = context;
  const record = memory.decisions;
  const [owner = '', repo = ''] = pendingComment.repository.split('/');
  const evaluation = await evaluatePullRequest({
    ...{ access, catalog, owner, repo, number: pendingComment.pullRequest, now: context.now(), toolVersion: version },
    ...memory,
  });
  if (evaluation.repositoryId !== pendingComment.repositoryId) {
    context.log(
      `${pendingComment.repository}: a comment is skipped, it was written in another repository of that name`,
    );
    return NOTHING;
  }
  if (!evaluation.isPilot && evaluation.retired === undefined) return NOTHING;
  const { policy, report, requests, subject, defaultBranch } = evaluation;
  const receipts =
    policy === undefined
      ? answered.lines.flatMap((line) => withoutPolicy(answered, line))
      : await answerCommands(
          answered,
          record,
          await commandTools({
            ...{ access, catalog, subject, policy, defaultBranch, record, now: context.now() },
            ...(report ? { report } : {}),
            ...(requests ? { requests } : {}),
            arrival: arrivalOf(pendingComment),
          }),
        );
  const explained = receipts.flatMap((receipt) => {
    if (receipt.kind === 'help') return [renderCommandHelp(commandHelp, { ledger: true })];
    if (receipt.kind !== 'explain') return [];
    if (report === undefined || policy === undefined)
      return ['There is no evaluation of this pull request to explain.'];
    const explanation = explanationOf({ catalog, policy, report, wanted: receipt.wanted });
    return [renderExplanation(explanation, { serverUrl: access.serverUrl })];
  });
  const rendered = renderReceipts(receipts, { serverUrl: access.serverUrl, repository: pendingComment.repository });
  const answer: Answer = {
    reaction: reactionTo(receipts),
    reply: [rendered, ...explained].filter(Boolean).join('\n\n'),
    reevaluate: receipts.some(({ kind }) => kind === 'recorded') ? 'all' : 'own',
  };
  const entries = receipts.flatMap(
    (receipt) =>
      entryOf(receipt, { pullRequest: pendingComment.pullRequest, at: answered.at, comment: answered.comment }) ?? [],
  );
  if (receipts.some(({ kind }) => kind === 'evaluate'))
    await requestPullReport(db, pendingComment.repository, pendingComment.pullRequest);
  await recordAnswer(db, pendingComment, answer, entries);
  return answer;
}

async function recordAnswer(
  db: Db,
  pendingComment: PendingComment,
  answer: Answer,
  entries: { kind: string; pullRequest: number; subject: string; body: object }[],
): Promise<void> {
  const { repository, repositoryId } = pendingComment;
  await db.tx(async (tx) => {
    for (const { body, ...entry } of entries)
      await append(tx, { ...entry, ...defined({ repositoryId }), repository, body: body as { [key: string]: Json } });
    await saveAnswer(tx, pendingComment.seq, JSON.stringify(answer));
  });
}

/** The id in the event of a comment; a comment that an older version stored has none. */
async function repositoryIdOf({ repository, repositoryId }: PendingComment, { access }: JobContext): Promise<number> {
  return repositoryId ?? (await repositoryTags(access, nameOf({ repository }))).id;
}

/** What was known when the comment arrived. A head that was unknown is not guessed. */
function arrivalOf(
  pendingComment: PendingComment,
): Pick<CommandTools, 'headAtArrival' | 'lastReportedHead' | 'lastPush'> {
  return {
    headAtArrival:
      pendingComment.headAtArrival === undefined
        ? { known: false, reason: 'which commit the pull request was at when the comment arrived; send it again' }
        : { known: true, value: pendingComment.headAtArrival },
    lastReportedHead: pendingComment.reportedHead,
    lastPush: async () => ({ known: true, value: pendingComment.pushedAt?.toISOString() }),
  };
}

/** Without a usable policy nobody is authorized; only `check` and `help` work. */
function withoutPolicy({ by }: AnsweredCommands, line: AnsweredCommands['lines'][number]): Receipt[] {
  const command = parseCommand(line);
  const base = { by, line: line.line };
  if (!isUnderstood(command)) return [{ ...base, kind: 'not-understood', fault: command }];
  if (command.verb === 'check') return [{ ...base, kind: 'evaluate' }];
  if (command.verb === 'help') return [{ ...base, kind: 'help' }];
  const refusal = { because: 'not-verified' as const, what: 'the policy, because it is invalid' };
  return [{ ...base, kind: 'refused', verb: command.verb, subject: '', refusal }];
}
