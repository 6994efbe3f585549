import { UnavailableError } from '../domain/errors.ts';
import { DECISION, type DecisionRecord, readRecord, TAMPERED } from '../engine/decisions/read-record.ts';
import { withCurrentAccounts } from '../github/facts/current-accounts.ts';
import type { Db } from '../store/db.ts';
import type { LedgerRow } from '../store/ledger.ts';
import { namesOf, type PilotName } from '../store/pilots.ts';
import { type LedgerFault, openVerifiedLedger, type VerifiedLedger } from '../store/verified-ledger.ts';
import { type JobContext, nameOf } from './job.ts';
import type { Metrics } from './metrics.ts';

/** Opens the ledger of decisions. When it does not verify, the operator gets a log line and a metric. */
export function openDecisionLedger(db: Db, metrics: Metrics, log: (line: string) => void): VerifiedLedger {
  return openVerifiedLedger(db, [DECISION, TAMPERED], (fault) => {
    metrics.ledgerBroken.set(fault === undefined ? 0 : 1);
    log(
      fault === undefined
        ? 'the ledger verifies again'
        : `the ledger does not verify: ${describe(fault)}; no promotion is ready until it does: run "ledger verify"`,
    );
  });
}

/**
 * Reads the decisions made by commands in a repository. They belong to GitHub's id of it, so another repository with its
 * name has none of them, and are under the current logins of their authors. Throws UnavailableError when the ledger does
 * not verify, an entry is not readable, or an account cannot be read.
 */
export async function decisionsOf(
  { db, ledger, access }: Pick<JobContext, 'db' | 'ledger' | 'access'>,
  of: { repository: string; repositoryId: number },
): Promise<DecisionRecord> {
  const names = await namesOf(db, of.repositoryId, of.repository);
  const read = await ledger.entriesOf({ repositoryId: of.repositoryId, names: names.map(({ name }) => name) });
  if ('fault' in read)
    throw new UnavailableError(
      `the ledger of decisions does not verify (${describe(read.fault)}); an operator of the App must restore it`,
    );
  const own = read.entries.filter((entry) => entry.repositoryId !== undefined || isOwn(entry, of.repositoryId, names));
  return withCurrentAccounts(access, nameOf(of), readRecord(own));
}

const DAY_MS = 86_400_000;

/**
 * Whether an entry of an older version, which has only a name, is about this repository: not when it is older than the
 * pilot, and when several pilots had the name, only if this one was recorded last before the entry.
 */
function isOwn(entry: LedgerRow, repositoryId: number, names: PilotName[]): boolean {
  const { since, others = [] } = names.find(({ name }) => name === entry.repository) ?? {};
  if (since === undefined) return others.length === 0;
  const at = Date.parse(entry.at);
  if (at + DAY_MS < since.getTime()) return false;
  const rank = (one: Date): number => (one.getTime() <= at ? one.getTime() : -one.getTime());
  return others.every((other) => {
    const later = rank(since) - rank(other.since);
    return later > 0 || (later === 0 && repositoryId < other.repositoryId);
  });
}

function describe({ seq, reason }: LedgerFault): string {
  return `entry ${seq}: ${reason}`;
}
