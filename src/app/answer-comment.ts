import { type AnsweredCommands, answerCommands } from '../commands/answer.ts';
import { classifyComment } from '../commands/classify-comment.ts';
import { entryOf, tamperingEntry } from '../commands/entry.ts';
import { commandHelp } from '../commands/index.ts';
import { isUnderstood, parseCommand } from '../commands/language/grammar.ts';
import type { Receipt } from '../commands/receipt.ts';
import type { CommandTools } from '../commands/tools.ts';
import { catalog } from '../criteria/index.ts';
import type { DecisionRecord } from '../engine/decisions/read-record.ts';
import { explanationOf } from '../engine/explanation.ts';
import { commandTools } from '../evaluation/command-tools.ts';
import { evaluatePullRequest } from '../evaluation/evaluate-pull-request.ts';
import { renderCommandHelp } from '../render/markdown/command-help.ts';
import { renderExplanation } from '../render/markdown/explanation.ts';
import { reactionTo, renderEdited, renderReceipts } from '../render/markdown/receipt.ts';
import type { Json } from '../store/canonical.ts';
import type { Db } from '../store/db.ts';
import { append } from '../store/ledger.ts';
import { askedAboutPull } from '../store/open-pulls.ts';
import { keepAnswer, type PendingComment } from '../store/pending-comments.ts';
import { decisionsOf } from './decisions.ts';
import type { JobContext } from './job.ts';
import { answeredComment, readComment } from './read-comment.ts';
import { wasPilot } from './sticky-pilot.ts';

/** What is left to say and to do once the decisions stand in the ledger. */
export interface Answer {
  reaction?: '+1' | 'eyes' | 'confused';
  reply: string;
  /** Whom it concerns: nobody, the pull request, or every promotion of the pilot. */
  judge: 'nobody' | 'own' | 'all';
}

const NOTHING: Answer = { reply: '', judge: 'nobody' };

/**
 * Hears one comment and decides. What is decided stands in the ledger, together with the answer, before anything is told:
 * a process that dies in between goes on with telling, and nothing is decided twice.
 */
export async function answerComment(pendingComment: PendingComment, context: JobContext): Promise<Answer> {
  if (pendingComment.answer !== undefined) return JSON.parse(pendingComment.answer) as Answer;
  const { db } = context;
  const record = await decisionsOf(db, pendingComment.repository);
  const isRecorded = record.decisions.some(
    ({ comment }) => comment.kind === pendingComment.kind && comment.id === pendingComment.commentId,
  );
  const seenAt = new Date(context.now()).toISOString();
  const read = pendingComment.action === 'created' ? await readComment(context.writer, pendingComment) : undefined;
  if (pendingComment.action === 'created' && read === undefined) return NOTHING;
  const heard = classifyComment(read?.event ?? answeredComment(pendingComment, seenAt), isRecorded);
  switch (heard.kind) {
    case 'nothing':
      return NOTHING;
    case 'edited-before-processed':
      return { reaction: 'confused', reply: renderEdited(heard.by), judge: 'nobody' };
    case 'tampered': {
      const { tampering, reply } = heard;
      const edit: Answer = reply
        ? { reaction: 'confused', reply: renderEdited(tampering.by), judge: 'all' }
        : { reply: '', judge: 'all' };
      await inLedger(db, pendingComment, edit, [tamperingEntry(tampering)]);
      return edit;
    }
    case 'commands': {
      const { by, at, lines } = heard;
      const comment = { kind: pendingComment.kind, id: pendingComment.commentId, url: read?.url ?? '' };
      const answered: AnsweredCommands = { by, at, comment, lines, ...(read?.review ? { review: read.review } : {}) };
      return answerCommandsOf(pendingComment, answered, record, context);
    }
  }
}

async function answerCommandsOf(
  pendingComment: PendingComment,
  answered: AnsweredCommands,
  record: DecisionRecord,
  context: JobContext,
): Promise<Answer> {
  const { db, access, version } = context;
  const [owner = '', repo = ''] = pendingComment.repository.split('/');
  const evaluation = await evaluatePullRequest({
    ...{ access, catalog, owner, repo, number: pendingComment.pullRequest, now: context.now(), toolVersion: version },
    decisions: record,
    ...(await wasPilot(db, pendingComment.repository)),
  });
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
      return ['Nothing was judged here, so there is nothing to explain.'];
    const explanation = explanationOf({ catalog, policy, report, wanted: receipt.wanted });
    return [renderExplanation(explanation, { serverUrl: access.serverUrl })];
  });
  const edit = renderReceipts(receipts, { serverUrl: access.serverUrl, repository: pendingComment.repository });
  const answer: Answer = {
    reaction: reactionTo(receipts),
    reply: [edit, ...explained].filter(Boolean).join('\n\n'),
    judge: receipts.some(({ kind }) => kind === 'recorded') ? 'all' : 'own',
  };
  const entries = receipts.flatMap(
    (receipt) =>
      entryOf(receipt, { pullRequest: pendingComment.pullRequest, at: answered.at, comment: answered.comment }) ?? [],
  );
  if (receipts.some(({ kind }) => kind === 'evaluate'))
    await askedAboutPull(db, pendingComment.repository, pendingComment.pullRequest);
  await inLedger(db, pendingComment, answer, entries);
  return answer;
}

async function inLedger(
  db: Db,
  pendingComment: PendingComment,
  answer: Answer,
  entries: { kind: string; pullRequest: number; subject: string; body: object }[],
): Promise<void> {
  await db.tx(async (tx) => {
    for (const { body, ...entry } of entries)
      await append(tx, { ...entry, repository: pendingComment.repository, body: body as { [key: string]: Json } });
    await keepAnswer(tx, pendingComment.seq, JSON.stringify(answer));
  });
}

/** What was known when the comment arrived; a head that was not is not guessed. */
function arrivalOf(
  pendingComment: PendingComment,
): Pick<CommandTools, 'headAtArrival' | 'lastReportedHead' | 'lastPush'> {
  return {
    headAtArrival:
      pendingComment.headAtArrival === undefined
        ? { known: false, reason: 'which commit the pull request was at when the comment came; send it again' }
        : { known: true, value: pendingComment.headAtArrival },
    lastReportedHead: pendingComment.reportedHead,
    lastPush: async () => ({ known: true, value: pendingComment.pushedAt?.toISOString() }),
  };
}

/** Nobody can say who may do what while the policy cannot be used; asking to be judged, and help, need none. */
function withoutPolicy({ by }: AnsweredCommands, line: AnsweredCommands['lines'][number]): Receipt[] {
  const said = parseCommand(line);
  const whole = { by, line: line.line };
  if (!isUnderstood(said)) return [{ ...whole, kind: 'not-understood', fault: said }];
  if (said.verb === 'check') return [{ ...whole, kind: 'evaluate' }];
  if (said.verb === 'help') return [{ ...whole, kind: 'help' }];
  const refusal = { because: 'not-verified' as const, what: 'the policy, which cannot be used as it is' };
  return [{ ...whole, kind: 'refused', verb: said.verb, subject: '', refusal }];
}
