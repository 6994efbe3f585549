import type { Decision, StatementKind, Tampering } from '../engine/decisions/decision.ts';
import { DECISION, REFUSED, TAMPERED } from '../engine/decisions/read-record.ts';
import type { Receipt } from './receipt.ts';

/** An entry for the ledger; the repository is added by whoever keeps it. */
export interface CommandEntry {
  kind: typeof DECISION | typeof REFUSED | typeof TAMPERED;
  pullRequest: number;
  subject: string;
  body: Decision | Tampering | RefusedBody;
}

/** A refused command as the ledger keeps it: it changes nothing, and can be looked up. */
interface RefusedBody {
  verb: string;
  by: string;
  at: string;
  comment: StatementKind;
  because: string;
}

interface Heading {
  pullRequest: number;
  at: string;
  comment: Omit<StatementKind, 'line'>;
}

/** What the ledger keeps of a receipt; undefined for what decides nothing, or stands there already. */
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

/** What the ledger keeps of an edited or deleted comment. */
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
