import { UnavailableError } from '../../domain/errors.ts';
import { type Decision, decisionSchema, type Tampering, tamperingSchema } from './decision.ts';

/** The kinds of ledger entries that are about commands. A refusal changes nothing; it is kept for reference. */
export const DECISION = 'decision';
export const TAMPERED = 'tampered';
export const REFUSED = 'refused';

/** What was decided about one pilot, in the order of the ledger. */
export interface DecisionRecord {
  decisions: Decision[];
  tamperings: Tampering[];
}

/**
 * Reads the decisions of a pilot back from the bodies of ledger entries; entries of other kinds are skipped. One that
 * cannot be read could be a hold or a withdrawal, so it is never ignored: it throws an UnavailableError that names it.
 */
export function readRecord(entries: { seq: number; kind: string; body: unknown }[]): DecisionRecord {
  const record: DecisionRecord = { decisions: [], tamperings: [] };
  for (const { seq, kind, body } of entries) {
    if (kind !== DECISION && kind !== TAMPERED) continue;
    const read = kind === DECISION ? decisionSchema.safeParse(body) : tamperingSchema.safeParse(body);
    if (!read.success) {
      const issue = read.error.issues[0];
      const where = issue === undefined || issue.path.length === 0 ? '' : ` at ${issue.path.join('.')}`;
      throw new UnavailableError(
        `entry ${seq} of the ledger cannot be read as a ${kind}${where}; an operator must fix it`,
      );
    }
    if ('verb' in read.data) record.decisions.push(read.data);
    else record.tamperings.push(read.data);
  }
  return record;
}
