import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Db } from '../../src/store/db.ts';
import { append, entriesOf, exportLines, verify } from '../../src/store/ledger.ts';
import { migrate } from '../../src/store/migrate.ts';
import { MIGRATIONS } from '../../src/store/migrations/index.ts';
import { markAsPilot, movePilot, notePilotUntagged, pilotOf, pilots } from '../../src/store/pilots.ts';
import { tryAcquireLock } from '../../src/store/task-lock.ts';
import {
  forgetPublished,
  lastVerdict,
  rememberPublished,
  rememberVerdict,
  verdictOn,
} from '../../src/store/verdicts.ts';
import { describeStores, emptied, newStore, type OpenedStore } from '../support/harness/stores.ts';

const REPOSITORY = 'acme/triage';

describeStores('ledger and memory', (kind) => {
  let store: OpenedStore;
  let db: Db;
  beforeAll(async () => {
    store = await newStore(kind, 'ledger');
    db = store.db;
  });
  afterAll(() => store.remove());
  beforeEach(() => emptied(db));

  describe('the ledger', () => {
    const entry = (subject: string, pullRequest?: number) => ({
      kind: 'verdict',
      repository: REPOSITORY,
      ...(pullRequest === undefined ? {} : { pullRequest }),
      subject,
      body: { verdict: 'ready', 'odd \u0000 \ud800 text': 'é', nested: { b: [1, null, 0.1], a: -0 } },
    });

    test('chains entries, also of writers at once, and proves it', async () => {
      expect(await verify(db)).toMatchObject({ ok: true, entries: 0 });
      await Promise.all(Array.from({ length: 30 }, (_, index) => append(db, entry(`head ${index}`, index % 3))));
      const last = await append(db, entry('no pull request'), new Date('2026-11-20T10:00:00Z'));
      expect(last).toMatchObject({ seq: 31, at: '2026-11-20T10:00:00.000Z' });
      expect(await verify(db)).toEqual({ ok: true, entries: 31, hash: last.hash });
      expect(await verify(db, { seq: 31, hash: last.hash })).toMatchObject({ ok: true });
      expect(await verify(db, { seq: 9, hash: last.hash })).toMatchObject({ ok: false, seq: 9 });
      expect(await verify(db, { seq: 40, hash: last.hash })).toMatchObject({ ok: false, seq: 32 });
      expect(await entriesOf(db, REPOSITORY, 1)).toHaveLength(10);
      expect((await entriesOf(db, REPOSITORY)).at(-1)).toEqual(last);
    });

    test('exports JSON lines that anybody can check', async () => {
      for (const subject of ['a', 'b', 'c']) await append(db, entry(subject));
      const lines: string[] = [];
      for await (const line of exportLines(db)) lines.push(line);
      const rows = lines.map((line) => JSON.parse(line) as { seq: number; previous: string; hash: string });
      expect(rows.map((row) => row.seq)).toEqual([1, 2, 3]);
      expect(rows[2]?.previous).toBe(rows[1]?.hash);
      expect(lines.every((line) => !line.includes('\n'))).toBe(true);
    });

    test('a transaction that breaks off leaves no gap', async () => {
      await append(db, entry('a'));
      await db.tx(async (tx) => append(tx, entry('b')).then(() => Promise.reject(new Error('x')))).catch(() => 0);
      expect((await append(db, entry('c'))).seq).toBe(2);
      expect(await verify(db)).toMatchObject({ ok: true, entries: 2 });
    });

    test.each([
      'update ledger set subject = subject',
      'delete from ledger',
      'truncate ledger',
      'delete from ledger_head',
      'truncate ledger_head',
    ])('refuses %s', async (sql) => {
      await append(db, entry('a'));
      await expect(db.query(sql)).rejects.toThrow('append-only');
      expect(await verify(db)).toMatchObject({ ok: true, entries: 1 });
    });

    test.each([
      ['a changed body', `update ledger set body = '{"verdict":"not-ready"}' where seq = 3`, 3],
      ['an unreadable body', `update ledger set body = '{' where seq = 3`, 3],
      ['a changed time', `update ledger set at = '2020-01-01T00:00:00.000Z' where seq = 2`, 2],
      ['a changed hash', `update ledger set hash = repeat('a', 64) where seq = 4`, 4],
      ['a lost entry', 'delete from ledger where seq = 2', 2],
      ['a cut tail', 'delete from ledger where seq > 3', 4],
      ['an emptied ledger', 'delete from ledger', 1],
      ['a cut tail with its head', `delete from ledger where seq > 3; update ledger_head set seq = 3`, 3],
      [
        'an entry before the first',
        `insert into ledger select -5, previous, 'x', at, kind, repository, 1, 's', body from ledger where seq = 1`,
        1,
      ],
    ])('tells %s', async (_name, tampering, seq) => {
      for (const subject of ['a', 'b', 'c', 'd', 'e']) await append(db, entry(subject));
      await db.script(
        `alter table ledger disable trigger user; alter table ledger drop constraint ledger_seq_check; ${tampering}`,
      );
      const proof = await verify(db);
      await db.script(
        'delete from ledger where seq < 1; alter table ledger add constraint ledger_seq_check check (seq > 0); alter table ledger enable trigger user',
      );
      expect(proof).toMatchObject({ ok: false, seq });
    });
  });

  describe('the memory', () => {
    test('a pilot keeps since when and why, also under another name; its tags are renewed', async () => {
      const first = {
        repository: REPOSITORY,
        repositoryId: 12,
        installationId: 7,
        since: new Date('2026-10-01T00:00:00Z'),
        why: 'topic pilot',
        tags: ['topic pilot'],
        mode: 'observe' as const,
      };
      await markAsPilot(db, first);
      await notePilotUntagged(db, REPOSITORY, 'mallory');
      await markAsPilot(db, { ...first, since: new Date(), why: 'file', tags: [], mode: 'enforce' });
      const untagged = await pilotOf(db, { repository: REPOSITORY });
      expect(untagged).toMatchObject({ ...first, tags: [], mode: 'enforce', untagged: { by: 'mallory' } });
      await movePilot(db, 12, 'acme/renamed');
      expect(await pilotOf(db, { repository: REPOSITORY })).toBeUndefined();
      expect((await pilotOf(db, { repositoryId: 12 }))?.repository).toBe('acme/renamed');
      // Tagged again, nobody took anything away; and the old name may be given to another repository.
      await markAsPilot(db, { ...first, repository: 'acme/renamed' });
      expect((await pilotOf(db, { repositoryId: 12 }))?.untagged).toBeUndefined();
      await markAsPilot(db, { ...first, repositoryId: 13 });
      expect((await pilots(db)).map((pilot) => pilot.repositoryId)).toEqual([12, 13]);
    });

    test('the newest verdict is remembered, an older one that comes late is not', async () => {
      const one = {
        repository: REPOSITORY,
        pullRequest: 1,
        headSha: 'a'.repeat(40),
        baseRef: 'main',
        verdict: 'ready' as const,
        conclusion: 'success' as const,
        digest: 'd1',
        evaluatedAt: new Date('2026-11-20T10:00:00Z'),
        validUntil: new Date('2026-12-01T00:00:00Z'),
      };
      await rememberVerdict(db, one);
      expect(await lastVerdict(db, REPOSITORY, 1)).toEqual(one);
      await rememberVerdict(db, { ...one, verdict: 'not-ready', evaluatedAt: new Date('2026-11-20T09:00:00Z') });
      expect((await verdictOn(db, REPOSITORY, 1, one.headSha))?.verdict).toBe('ready');
      expect(await lastVerdict(db, REPOSITORY, 2)).toBeUndefined();
    });

    test('what was told holds until something else is to be said, or somebody asks again', async () => {
      const one = {
        repository: REPOSITORY,
        pullRequest: 1,
        headSha: 'a'.repeat(40),
        baseRef: 'main',
        verdict: 'ready' as const,
        conclusion: 'success' as const,
        digest: 'd1',
        evaluatedAt: new Date('2026-11-20T10:00:00Z'),
      };
      const at = { repository: REPOSITORY, pullRequest: 1, headSha: one.headSha };
      const told = async (): Promise<unknown> => {
        const { publishedAt, checkRunId, commentId } = (await verdictOn(db, REPOSITORY, 1, one.headSha)) ?? {};
        return publishedAt === undefined ? undefined : { checkRunId, commentId };
      };
      await rememberVerdict(db, one);
      expect(await told()).toBeUndefined();
      await rememberPublished(db, { ...at, checkRunId: 9_007_199_254_740, commentId: 12 });
      await rememberVerdict(db, { ...one, evaluatedAt: new Date('2026-11-20T11:00:00Z') });
      expect(await told()).toEqual({ checkRunId: 9_007_199_254_740, commentId: 12 });
      await rememberVerdict(db, { ...one, digest: 'd2', evaluatedAt: new Date('2026-11-20T12:00:00Z') });
      expect(await told()).toBeUndefined();
      await rememberPublished(db, { ...at, checkRunId: 14 });
      expect(await told()).toEqual({ checkRunId: 14, commentId: 12 });
      await forgetPublished(db, REPOSITORY, { sha: one.headSha });
      expect(await told()).toBeUndefined();
      await rememberPublished(db, { ...at, checkRunId: 15 });
      const owed = async () => (await verdictOn(db, REPOSITORY, 1, one.headSha))?.commentPendingSince;
      expect(await owed()).toBeUndefined();
      await rememberPublished(db, { ...at, isCommentPending: true });
      const since = await owed();
      expect(since).toBeInstanceOf(Date);
      await rememberPublished(db, { ...at, isCommentPending: true });
      expect(await owed()).toEqual(since);
      await rememberPublished(db, { ...at, commentId: 12 });
      expect(await owed()).toBeUndefined();
      await forgetPublished(db, REPOSITORY, { pullRequest: 2 });
      expect(await told()).toEqual({ checkRunId: 15, commentId: 12 });
      await forgetPublished(db, REPOSITORY, { pullRequest: 1 });
      expect(await told()).toBeUndefined();
    });

    test('a duty is done by one at a time', async () => {
      expect(await Promise.all([tryAcquireLock(db, 'look', 60), tryAcquireLock(db, 'look', 60)])).toContain(false);
      expect(await tryAcquireLock(db, 'look', 60)).toBe(false);
      expect(await tryAcquireLock(db, 'other', 0)).toBe(true);
      expect(await tryAcquireLock(db, 'other', 0)).toBe(true);
    });
  });

  describe('migrations', () => {
    const extra = { id: '9001-extra', sql: 'create table extra (one integer)' };

    test('are applied once, refuse a changed one and a newer database, and a broken one leaves nothing', async () => {
      expect(await migrate(db)).toEqual([]);
      const broken = { id: '9002-broken', sql: 'create table half (one integer); select nothing from nowhere' };
      await expect(migrate(db, [...MIGRATIONS, extra, broken])).rejects.toThrow('nowhere');
      expect(await migrate(db, [...MIGRATIONS, extra])).toEqual([extra.id]);
      await expect(migrate(db, [...MIGRATIONS, { ...extra, sql: `${extra.sql};` }])).rejects.toThrow(
        'was changed after',
      );
      await expect(migrate(db)).rejects.toThrow('which this version does not know');
      await db.script(`drop table extra; delete from migration where id = '${extra.id}'`);
      expect(await migrate(db)).toEqual([]);
    });
  });
});
