import { DECISION, type DecisionRecord, readRecord, TAMPERED } from '../engine/decisions/read-record.ts';
import { withCurrentAccounts } from '../github/facts/current-accounts.ts';
import type { GitHubAccess } from '../github/index.ts';
import type { Db } from '../store/db.ts';
import { entriesOfKinds } from '../store/ledger.ts';
import { namesOf } from '../store/pilots.ts';
import { nameOf } from './job.ts';

/**
 * Reads the decisions made by commands in a repository, under its current and former names. Throws when an entry is not
 * readable.
 */
export async function recordedDecisions(db: Db, repository: string): Promise<DecisionRecord> {
  return readRecord(await entriesOfKinds(db, await namesOf(db, repository), [DECISION, TAMPERED]));
}

/** The decisions with the current logins of their authors. Throws as well when an account cannot be read. */
export async function decisionsOf(db: Db, access: GitHubAccess, repository: string): Promise<DecisionRecord> {
  return withCurrentAccounts(access, nameOf({ repository }), await recordedDecisions(db, repository));
}
