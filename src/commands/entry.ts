import type { CommandRef, Decision, Tampering } from '../engine/decisions/decision.ts';
import { DECISION, REFUSED, TAMPERED } from '../engine/decisions/read-record.ts';
import type { Receipt } from './receipt.ts';

/** An entry for the ledger, without its repository. */
export interface CommandEntry {
  kind: typeof DECISION | typeof REFUSED | typeof TAMPERED;
  pullRequest: number;
  subject: string;
  body: Decision | Tampering | RefusedBody;
}

/** A refused command in the ledger. It changes nothing and is kept for reference. */
interface RefusedBody {
  verb: string;
  by: string;
  at: string;
  comment: CommandRef;
  because: string;
}

interface Heading {
  pullRequest: number;
  at: string;
  comment: Omit<CommandRef, 'line'>;
}

/** The ledger entry of a receipt; undefined when it decides nothing or is recorded already. */
export function entryOf(receipt: Receipt, { pullRequest, at, comment }: Heading): CommandEntry | undefined {
  const { by, line } = receipt;
  const refusal = (verb: string, subject: string, because: string): CommandEntry => ({
    kind: REFUSED,
    pullRequest,
    subject: subject.slice(0, 80),
    body: { verb: verb.slice(0, 40), by, at, comment: { ...comment, line }, because },
  });
  switch (receipt.kind) {
    case 'recorded':
      return { kind: DECISION, pullRequest, subject: subjectOf(receipt.decision), body: receipt.decision };
    case 'refused':
      return refusal(receipt.verb, receipt.subject, receipt.refusal.because);
    case 'not-understood':
      return refusal(receipt.fault.word, '', `not-understood: ${receipt.fault.problem}`);
    default:
      return undefined;
  }
}

/** The ledger entry of an edited or deleted comment. */
export function tamperingEntry(tampering: Tampering): CommandEntry {
  const { kind, id } = tampering.comment;
  return { kind: TAMPERED, pullRequest: tampering.pullRequest, subject: `${kind}:${id}`, body: tampering };
}

/** The control, code or role that a decision is about; its verb when it is about the pilot. */
function subjectOf(decision: Decision): string {
  if ('control' in decision) return decision.control;
  if ('code' in decision) return decision.code;
  return 'subject' in decision ? decision.subject : decision.verb;
}
