import { answerCommands, type Spoke } from '../commands/answer.ts';
import { heardIn } from '../commands/classify-comment.ts';
import { entryOf, tamperingEntry } from '../commands/entry.ts';
import { commandHelp } from '../commands/index.ts';
import { isUnderstood, readSaid } from '../commands/language/grammar.ts';
import type { Receipt } from '../commands/receipt.ts';
import type { CommandTools } from '../commands/tools.ts';
import { catalogue } from '../criteria/index.ts';
import type { DecisionRecord } from '../engine/decisions/read-record.ts';
import { explanationOf } from '../engine/explanation.ts';
import { commandTools } from '../evaluation/command-tools.ts';
import { judgePullRequest } from '../evaluation/evaluate-pull-request.ts';
import { renderCommandHelp } from '../render/markdown/command-help.ts';
import { renderExplanation } from '../render/markdown/explanation.ts';
import { reactionTo, renderEdited, renderReceipts } from '../render/markdown/receipt.ts';
import type { Json } from '../store/canonical.ts';
import type { Db } from '../store/db.ts';
import { append } from '../store/ledger.ts';
import { askedAboutPull } from '../store/open-pulls.ts';
import { keepAnswer, type Spoken } from '../store/pending-comments.ts';
import { decisionsOf } from './decisions.ts';
import type { JobContext } from './job.ts';
import { readComment, toldComment } from './read-comment.ts';
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
export async function answerComment(spoken: Spoken, context: JobContext): Promise<Answer> {
  if (spoken.answer !== undefined) return JSON.parse(spoken.answer) as Answer;
  const { db } = context;
  const record = await decisionsOf(db, spoken.repository);
  const isRecorded = record.decisions.some(
    ({ comment }) => comment.kind === spoken.kind && comment.id === spoken.commentId,
  );
  const seenAt = new Date(context.now()).toISOString();
  const read = spoken.action === 'created' ? await readComment(context.writer, spoken) : undefined;
  if (spoken.action === 'created' && read === undefined) return NOTHING;
  const heard = heardIn(read?.event ?? toldComment(spoken, seenAt), isRecorded);
  switch (heard.kind) {
    case 'nothing':
      return NOTHING;
    case 'edited-before-heard':
      return { reaction: 'confused', reply: renderEdited(heard.by), judge: 'nobody' };
    case 'tampered': {
      const { tampering, tell } = heard;
      const told: Answer = tell
        ? { reaction: 'confused', reply: renderEdited(tampering.by), judge: 'all' }
        : { reply: '', judge: 'all' };
      await inLedger(db, spoken, told, [tamperingEntry(tampering)]);
      return told;
    }
    case 'commands': {
      const { by, at, lines } = heard;
      const comment = { kind: spoken.kind, id: spoken.commentId, url: read?.url ?? '' };
      const spoke: Spoke = { by, at, comment, lines, ...(read?.review ? { review: read.review } : {}) };
      return answerSpoke(spoken, spoke, record, context);
    }
  }
}

async function answerSpoke(spoken: Spoken, spoke: Spoke, record: DecisionRecord, context: JobContext): Promise<Answer> {
  const { db, access, version } = context;
  const [owner = '', repo = ''] = spoken.repository.split('/');
  const judgement = await judgePullRequest({
    ...{ access, catalogue, owner, repo, number: spoken.pullRequest, now: context.now(), toolVersion: version },
    decisions: record,
    ...(await wasPilot(db, spoken.repository)),
  });
  if (!judgement.isPilot && judgement.retired === undefined) return NOTHING;
  const { policy, report, subject, defaultBranch } = judgement;
  const receipts =
    policy === undefined
      ? spoke.lines.flatMap((line) => withoutPolicy(spoke, line))
      : await answerCommands(
          spoke,
          record,
          await commandTools({
            ...{ access, catalogue, subject, policy, defaultBranch, record, now: context.now() },
            ...(report ? { report } : {}),
            arrival: arrivalOf(spoken),
          }),
        );
  const explained = receipts.flatMap((receipt) => {
    if (receipt.kind === 'help') return [renderCommandHelp(commandHelp, { ledger: true })];
    if (receipt.kind !== 'explain') return [];
    if (report === undefined || policy === undefined)
      return ['Nothing was judged here, so there is nothing to explain.'];
    const explanation = explanationOf({ catalogue, policy, report, wanted: receipt.wanted });
    return [renderExplanation(explanation, { serverUrl: access.serverUrl })];
  });
  const told = renderReceipts(receipts, { serverUrl: access.serverUrl, repository: spoken.repository });
  const answer: Answer = {
    reaction: reactionTo(receipts),
    reply: [told, ...explained].filter(Boolean).join('\n\n'),
    judge: receipts.some(({ kind }) => kind === 'recorded') ? 'all' : 'own',
  };
  const entries = receipts.flatMap(
    (receipt) => entryOf(receipt, { pullRequest: spoken.pullRequest, at: spoke.at, comment: spoke.comment }) ?? [],
  );
  if (receipts.some(({ kind }) => kind === 'judge')) await askedAboutPull(db, spoken.repository, spoken.pullRequest);
  await inLedger(db, spoken, answer, entries);
  return answer;
}

async function inLedger(
  db: Db,
  spoken: Spoken,
  answer: Answer,
  entries: { kind: string; pullRequest: number; subject: string; body: object }[],
): Promise<void> {
  await db.tx(async (tx) => {
    for (const { body, ...entry } of entries)
      await append(tx, { ...entry, repository: spoken.repository, body: body as { [key: string]: Json } });
    await keepAnswer(tx, spoken.seq, JSON.stringify(answer));
  });
}

/** What was known when the comment arrived; a head that was not is not guessed. */
function arrivalOf(spoken: Spoken): Pick<CommandTools, 'headAtArrival' | 'lastReportedHead' | 'lastPush'> {
  return {
    headAtArrival:
      spoken.headAtArrival === undefined
        ? { known: false, reason: 'which commit the pull request was at when the comment came; send it again' }
        : { known: true, value: spoken.headAtArrival },
    lastReportedHead: spoken.reportedHead,
    lastPush: async () => ({ known: true, value: spoken.pushedAt?.toISOString() }),
  };
}

/** Nobody can say who may do what while the policy cannot be used; asking to be judged, and help, need none. */
function withoutPolicy({ by }: Spoke, line: Spoke['lines'][number]): Receipt[] {
  const said = readSaid(line);
  const whole = { by, line: line.line };
  if (!isUnderstood(said)) return [{ ...whole, kind: 'not-understood', fault: said }];
  if (said.verb === 'check') return [{ ...whole, kind: 'judge' }];
  if (said.verb === 'help') return [{ ...whole, kind: 'help' }];
  const refusal = { because: 'could-not-look' as const, what: 'the policy, which cannot be used as it is' };
  return [{ ...whole, kind: 'refused', verb: said.verb, subject: '', refusal }];
}
