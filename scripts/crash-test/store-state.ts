import { type DecisionRecord, readRecord } from '../../src/engine/decisions/read-record.ts';
import { knownDeliveries } from '../../src/store/inbox.ts';
import { entriesOf, type LedgerRow, verify } from '../../src/store/ledger.ts';
import { openStore, type StoreOptions } from '../../src/store/open.ts';
import { deadJobs } from '../../src/store/queue-state.ts';
import { ORG, REPOSITORIES } from './fixture.ts';

/** What the store holds once no App has it open. */
export interface StoreState {
  /** Jobs that are due, under way, or waiting to be tried again. */
  open: string[];
  /** Wake-ups: nothing to do until their time. */
  later: number;
  dead: string[];
  /** Deliveries that were acknowledged and are not there. */
  lost: string[];
  /** Empty when the ledger's chain holds. */
  ledger: string;
  entries: number;
  /** The ledger entries of each promotion, in order. */
  verdicts: LedgerRow[];
  /** What people decided by comment, for each repository. */
  decisions: Map<string, DecisionRecord>;
}

interface Row {
  repository: string;
  pull_request: number;
  state: string;
  tries: number;
  is_due: boolean;
  error: string | null;
}

/** Opens the store that an App left, reads it, and closes it again. */
export async function storeState(options: StoreOptions, acknowledged: string[]): Promise<StoreState> {
  const db = await openStore(options);
  try {
    const rows = await db.query<Row>(
      `select repository, pull_request, state, tries, due <= clock_timestamp() as is_due, error from job
        where state <> 'dead' order by repository, pull_request`,
    );
    const isOpen = (row: Row): boolean => row.state === 'running' || row.is_due || row.tries > 0;
    const known = await knownDeliveries(db, acknowledged);
    const proof = await verify(db);
    const entries = await Promise.all(REPOSITORIES.map((repo) => entriesOf(db, `${ORG}/${repo}`)));
    return {
      decisions: new Map(REPOSITORIES.map((repo, index) => [repo, readRecord(entries[index] ?? [])])),
      open: rows.filter(isOpen).map((row) => `${row.repository}#${row.pull_request} ${row.state}, try ${row.tries}`),
      later: rows.filter((row) => !isOpen(row)).length,
      dead: (await deadJobs(db)).map((one) => `${one.repository}#${one.pullRequest}: ${one.error}`),
      lost: acknowledged.filter((id) => !known.has(id)),
      ledger: proof.ok ? '' : `entry ${proof.seq}: ${proof.reason}`,
      entries: proof.ok ? proof.entries : 0,
      verdicts: entries.flat().filter(({ kind }) => kind === 'verdict'),
    };
  } finally {
    await db.close();
  }
}
