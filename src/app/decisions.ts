import { DECISION, type DecisionRecord, readRecord, TAMPERED } from '../engine/decisions/read-record.ts';
import type { Db } from '../store/db.ts';
import { entriesOfKinds } from '../store/ledger.ts';
import { namesOf } from '../store/pilots.ts';

/** What was decided about a repository by commands, under whatever name it had. Throws when an entry cannot be read. */
export async function decisionsOf(db: Db, repository: string): Promise<DecisionRecord> {
  return readRecord(await entriesOfKinds(db, await namesOf(db, repository), [DECISION, TAMPERED]));
}
