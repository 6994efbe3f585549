import { digest } from '../domain/cover.ts';
import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import type { Db } from './db.ts';

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface Entry {
  /** What happened: `verdict`, `decision`, … */
  kind: string;
  repository: string;
  /** GitHub's id of the repository; entries of older versions have none. */
  repositoryId?: number;
  pullRequest?: number;
  /** What it is about: a head commit, a check code, a control. */
  subject: string;
  body: { [key: string]: Json };
}

export interface LedgerRow extends Entry {
  seq: number;
  at: string;
  previous: string;
  hash: string;
}

/** A position in the chain that was recorded elsewhere. */
export interface Anchor {
  seq: number;
  hash: string;
}

export type Proof = { ok: true; entries: number; hash: string } | { ok: false; seq: number; reason: string };

export const FIRST = '0'.repeat(64);
const PAGE = 500;

/** Appends an entry. The head row is locked, so writers of all replicas are serialized. */
export async function append(db: Db, entry: Entry, at: Date = new Date()): Promise<LedgerRow> {
  return db.tx(async (tx) => {
    const [head] = await tx.query<{ seq: string; hash: string }>('select seq, hash from ledger_head for update');
    if (!head) throw new Error('the ledger has no head');
    // Normalized to what will be read back: no undefined, no methods.
    const body = JSON.parse(JSON.stringify(entry.body)) as Entry['body'];
    const unhashed = { ...entry, body, seq: Number(head.seq) + 1, at: at.toISOString(), previous: head.hash };
    const row = { ...unhashed, hash: hashOf(unhashed) };
    await tx.query(
      `insert into ledger (seq, previous, hash, at, kind, repository, repository_id, pull_request, subject, body)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
      [
        row.seq,
        row.previous,
        row.hash,
        row.at,
        row.kind,
        row.repository,
        row.repositoryId ?? null,
        row.pullRequest ?? null,
        row.subject,
        canonicalJson(body),
      ],
    );
    await tx.query('update ledger_head set seq = $1, hash = $2', [row.seq, row.hash]);
    return row;
  });
}

/** The newest entry of a kind about a pull request: of the repository with that id, or without one, of that name. */
export async function lastEntry(
  db: Db,
  of: Pick<Entry, 'kind' | 'repository' | 'repositoryId'> & { pullRequest: number },
): Promise<LedgerRow | undefined> {
  const [row] = await db.query<StoredRow>(
    `select * from ledger where pull_request = $1 and kind = $2
       and case when $3::bigint is null then repository = $4 else repository_id = $3 end order by seq desc limit 1`,
    [of.pullRequest, of.kind, of.repositoryId ?? null, of.repository],
  );
  return row && fromStored(row);
}

/** The entries of a repository, or of one of its pull requests, in order. */
export async function entriesOf(db: Db, repository: string, pullRequest?: number): Promise<LedgerRow[]> {
  const rows = await db.query<StoredRow>(
    `select * from ledger where repository = $1 and ($2::integer is null or pull_request = $2) order by seq`,
    [repository, pullRequest ?? null],
  );
  return rows.map(fromStored);
}

/**
 * Verifies the chain from its first entry to its head and reports the first entry that was changed, moved or is
 * missing. Someone who can rewrite the whole database can forge the whole chain; an anchor stored elsewhere detects
 * even that.
 */
export async function verify(db: Db, anchor?: Anchor): Promise<Proof> {
  const [head] = await db.query<{ seq: string; hash: string }>('select seq, hash from ledger_head');
  if (!head) return { ok: false, seq: 1, reason: 'the head of the ledger is missing' };
  const places = [{ seq: Number(head.seq), hash: head.hash, name: 'the head' }];
  if (anchor) places.push({ ...anchor, name: 'the anchor' });
  return verifyRows(storedRows(db), { seq: 0, hash: FIRST }, places);
}

/** A place in the chain that has to have this hash. */
export type Place = Anchor & { name: string };

/** Verifies rows that follow a verified place, and that the places are among them. `visit` gets each verified row. */
export async function verifyRows(
  rows: AsyncIterable<StoredRow>,
  after: Anchor,
  places: Place[],
  visit: (row: LedgerRow) => void = () => undefined,
): Promise<Proof> {
  let { seq, hash: previous } = after;
  for await (const stored of rows) {
    seq += 1;
    if (Number(stored.seq) !== seq) return { ok: false, seq, reason: 'the entry is missing' };
    const row = readable(stored);
    if (!row) return { ok: false, seq, reason: 'the entry is not readable' };
    if (row.previous !== previous) return { ok: false, seq, reason: 'the entry does not follow the one before it' };
    if (row.hash !== hashOf(row)) return { ok: false, seq, reason: 'the entry was changed' };
    previous = row.hash;
    for (const place of places)
      if (place.seq === seq && place.hash !== previous)
        return { ok: false, seq, reason: `${place.name} has another hash` };
    visit(row);
  }
  for (const place of places)
    if (place.seq > seq)
      return { ok: false, seq: seq + 1, reason: `missing, although ${place.name} is entry ${place.seq}` };
  return { ok: true, entries: seq, hash: previous };
}

/**
 * Exports the ledger as JSON lines, each with its hash and the content it covers. Throws UserError at a damaged entry.
 */
export async function* exportLines(db: Db): AsyncGenerator<string> {
  for await (const stored of storedRows(db)) {
    const row = readable(stored);
    if (!row)
      throw new UserError(
        `entry ${stored.seq} of the ledger is not readable; the export stops before it`,
        'The database was changed outside the App: run "ledger verify".',
      );
    yield canonicalJson({ ...hashed(row), hash: row.hash });
  }
}

/** A row as it is in the table. */
export interface StoredRow {
  seq: string;
  previous: string;
  hash: string;
  at: string;
  kind: string;
  repository: string;
  repository_id: string | null;
  pull_request: number | null;
  subject: string;
  body: string;
}

/** The rows of the chain in order, after one entry and up to another; all of them by default, also a forged entry 0. */
export async function* storedRows(
  db: Db,
  after = '-9223372036854775808',
  until = '9223372036854775807',
): AsyncGenerator<StoredRow> {
  let last = after;
  for (;;) {
    const rows = await db.query<StoredRow>(
      'select * from ledger where seq > $1::bigint and seq <= $2::bigint order by seq limit $3',
      [last, until, PAGE],
    );
    yield* rows;
    const end = rows.at(-1);
    if (!end || rows.length < PAGE) return;
    last = end.seq;
  }
}

function fromStored(row: StoredRow): LedgerRow {
  return {
    seq: Number(row.seq),
    previous: row.previous,
    hash: row.hash,
    at: row.at,
    kind: row.kind,
    repository: row.repository,
    ...(row.repository_id === null ? {} : { repositoryId: Number(row.repository_id) }),
    ...defined({ pullRequest: row.pull_request ?? undefined }),
    subject: row.subject,
    body: JSON.parse(row.body) as Entry['body'],
  };
}

/** The entry in a row; undefined when its body is not readable. */
export function readable(stored: StoredRow): LedgerRow | undefined {
  try {
    return fromStored(stored);
  } catch {
    return undefined;
  }
}

function hashed(row: Omit<LedgerRow, 'hash'>): { [key: string]: Json } {
  const { seq, at, previous, kind, repository, repositoryId, subject, body } = row;
  // Older entries are hashed without an id.
  const id = defined({ repositoryId });
  return { seq, at, previous, kind, repository, ...id, pullRequest: row.pullRequest ?? null, subject, body };
}

/** The hash of an entry: over everything in it and the hash before it. */
export function hashOf(row: Omit<LedgerRow, 'hash'>): string {
  return digest(canonicalJson(hashed(row)));
}

/** Serializes to JSON with sorted keys and no whitespace: equal data gives equal text. */
export function canonicalJson(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const members = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${members.map(([key, inner]) => `${JSON.stringify(key)}:${canonicalJson(inner)}`).join(',')}}`;
}
