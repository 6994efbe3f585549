import type { Db } from './db.ts';
import {
  type Anchor,
  FIRST,
  hashOf,
  type LedgerRow,
  readable,
  type StoredRow,
  storedRows,
  verifyRows,
} from './ledger.ts';

/** The first entry that is wrong. */
export interface LedgerFault {
  seq: number;
  reason: string;
}

/** Whose entries are read: those with the id, and those without one under these names. */
export interface LedgerOwner {
  repositoryId: number;
  names: string[];
}

/** Reads entries of a ledger only after its chain was verified. */
export interface VerifiedLedger {
  /** Verifies what was appended since the last call. Returns the fault, if there is one. */
  check(): Promise<LedgerFault | undefined>;
  /** The entries of a repository in order, or the fault of the chain. */
  entriesOf(owner: LedgerOwner): Promise<{ entries: LedgerRow[] } | { fault: LedgerFault }>;
}

/** A broken ledger is read again from its beginning, at most this often. */
const AGAIN_MS = 60_000;

/**
 * Verifies the whole chain once, then only what is new, and remembers the hash of each entry of these kinds: one that is
 * removed or changed later is missed where it belongs. `onChange` is called when the ledger breaks and when it is whole
 * again.
 */
export function openVerifiedLedger(
  db: Db,
  kinds: string[],
  onChange: (fault: LedgerFault | undefined) => void = () => undefined,
): VerifiedLedger {
  let memory = emptyMemory();
  let broken: (LedgerFault & { at: number }) | undefined;
  let last: Promise<unknown> = Promise.resolve();

  const settle = (fault: LedgerFault | undefined): LedgerFault | undefined => {
    if (fault !== undefined) memory = emptyMemory();
    if (fault?.seq !== broken?.seq || fault?.reason !== broken?.reason) onChange(fault);
    broken = fault && { ...fault, at: Date.now() };
    return fault;
  };
  const advance = async (): Promise<LedgerFault | undefined> => {
    if (broken !== undefined && Date.now() < broken.at + AGAIN_MS) return broken;
    return settle(await verifyNew(db, kinds, memory));
  };
  /** One after the other: two walks would each remember half. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const turn = last.then(work);
    last = turn.catch(() => undefined);
    return turn;
  };
  return {
    check: () => inTurn(advance),
    entriesOf: (owner) =>
      inTurn(async () => {
        const fault = await advance();
        if (fault !== undefined) return { fault };
        const found = await readRemembered(db, kinds, memory, owner);
        if ('fault' in found) settle(found.fault);
        return found;
      }),
  };
}

/** The verified part of the chain, with the hashes of the entries that are read. */
interface Memory {
  position: Anchor;
  hashes: Map<number, string>;
  /** The entries of each repository, by its id, or by its name where they have none. */
  owned: Map<string, number[]>;
}

function emptyMemory(): Memory {
  return { position: { seq: 0, hash: FIRST }, hashes: new Map(), owned: new Map() };
}

async function verifyNew(db: Db, kinds: string[], memory: Memory): Promise<LedgerFault | undefined> {
  const { position } = memory;
  const [head] = await db.query<{ seq: string; hash: string }>('select seq, hash from ledger_head');
  if (head === undefined) return { seq: 1, reason: 'the head of the ledger is missing' };
  const end = Number(head.seq);
  if (end < position.seq) return { seq: end + 1, reason: 'missing, although it was verified before' };
  if (end === position.seq)
    return head.hash === position.hash ? undefined : { seq: end, reason: 'the head has another hash' };
  const from = position.seq === 0 ? undefined : String(position.seq);
  const places = [{ seq: end, hash: head.hash, name: 'the head' }];
  const proof = await verifyRows(storedRows(db, from, head.seq), position, places, (row) => {
    if (kinds.includes(row.kind)) remember(memory, row);
  });
  if (!proof.ok) return { seq: proof.seq, reason: proof.reason };
  memory.position = { seq: proof.entries, hash: proof.hash };
  return undefined;
}

function remember({ hashes, owned }: Memory, row: LedgerRow): void {
  hashes.set(row.seq, row.hash);
  const key = row.repositoryId === undefined ? row.repository : `#${row.repositoryId}`;
  const own = owned.get(key) ?? [];
  own.push(row.seq);
  owned.set(key, own);
}

async function readRemembered(
  db: Db,
  kinds: string[],
  { position, hashes, owned }: Memory,
  { repositoryId, names }: LedgerOwner,
): Promise<{ entries: LedgerRow[] } | { fault: LedgerFault }> {
  const rows = await db.query<StoredRow>(
    `select * from ledger where kind = any($1::text[]) and seq <= $2::bigint
       and (repository_id = $3::bigint or (repository_id is null and repository = any($4::text[]))) order by seq`,
    [kinds, position.seq, repositoryId, names],
  );
  const wanted = [`#${repositoryId}`, ...names].flatMap((key) => owned.get(key) ?? []).sort((a, b) => a - b);
  const found = new Set(rows.map((row) => Number(row.seq)));
  const missing = wanted.find((seq) => !found.has(seq));
  if (missing !== undefined) return { fault: { seq: missing, reason: 'the entry is missing' } };
  const entries: LedgerRow[] = [];
  for (const stored of rows) {
    const seq = Number(stored.seq);
    const row = readable(stored);
    if (row === undefined) return { fault: { seq, reason: 'the entry is not readable' } };
    if (hashes.get(seq) !== row.hash || hashOf(row) !== row.hash)
      return { fault: { seq, reason: 'the entry was changed' } };
    entries.push(row);
  }
  return { entries };
}
