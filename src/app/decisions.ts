import { DECISION, type DecisionRecord, readRecord, TAMPERED } from '../engine/decisions/read-record.ts';
import type { Db } from '../store/db.ts';
import { entriesOfKinds } from '../store/ledger.ts';
import { namesOf } from '../store/pilots.ts';

/**
 * Reads the decisions made by commands in a repository, under its current and former names. Throws when an entry is not
 * readable.
 */
export async function decisionsOf(db: Db, repository: string): Promise<DecisionRecord> {
  return readRecord(await entriesOfKinds(db, await namesOf(db, repository), [DECISION, TAMPERED]));
}
