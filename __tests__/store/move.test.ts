import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { receive } from '../../src/store/inbox.ts';
import { append, exportLines, verify } from '../../src/store/ledger.ts';
import { moveStore } from '../../src/store/move.ts';
import { markAsPilot, pilots } from '../../src/store/pilots.ts';
import { claim } from '../../src/store/queue.ts';
import { queueDepth } from '../../src/store/queue-state.ts';
import { tryAcquireLock } from '../../src/store/task-lock.ts';
import { lastVerdict, rememberPublished, rememberVerdict } from '../../src/store/verdicts.ts';
import { describeStores, newStore, type OpenedStore } from '../support/harness/stores.ts';

const REPOSITORY = 'acme/triage';

describeStores('moving the embedded store into a new one', (kind) => {
  let from: OpenedStore;
  let to: OpenedStore;
  beforeEach(async () => {
    from = await newStore('embedded', 'move');
    to = await newStore(kind, 'move');
  });
  afterEach(async () => {
    await from.remove();
    await to.remove();
  });

  /** Something in every table, with numbers and instants that are easily rounded. */
  async function fill(entries = 9): Promise<void> {
    const { db } = from;
    const at = new Date('2026-11-20T12:00:00.123Z');
    const big = 9_007_199_254_740_991;
    for (let one = 1; one <= 3; one++)
      await receive(db, {
        ...{ deliveryId: `d-${one}`, event: 'pull_request', repository: REPOSITORY, installationId: big },
        routes: [{ to: 'pulls', numbers: [one, 700] }],
        updates: [{ kind: 'pull', pullRequest: one, sha: 'a'.repeat(40), baseRef: 'production' }],
      });
    await claim(db, { worker: 'w', limit: 1, leaseSeconds: 300 });
    await markAsPilot(db, {
      ...{ repository: REPOSITORY, repositoryId: big, since: at, why: 'topic pilot', tags: ['pilot', 'a,"b"'] },
      mode: 'observe',
    });
    await tryAcquireLock(db, 'look', 60);
    await rememberVerdict(db, {
      ...{ repository: REPOSITORY, pullRequest: 1, headSha: 'a'.repeat(40), baseRef: 'production', verdict: 'ready' },
      ...{ conclusion: 'success', digest: 'x', evaluatedAt: at, validUntil: at },
    });
    await rememberPublished(db, { repository: REPOSITORY, pullRequest: 1, headSha: 'a'.repeat(40), checkRunId: big });
    await db.query(`update job set due = '2026-11-20 12:00:00.123456+00' where pull_request = 700`);
    for (let one = 1; one <= entries; one++)
      await append(db, { kind: 'verdict', repository: REPOSITORY, pullRequest: one, subject: 'é', body: { one } }, at);
  }

  async function lines(db: OpenedStore['db']): Promise<string[]> {
    const all: string[] = [];
    for await (const line of exportLines(db)) all.push(line);
    return all;
  }

  test('carries every row unchanged, and the ledger goes on where it ended', async () => {
    // More than is read at once.
    await fill(501);
    const { rows, ledger } = await moveStore(from.db, to.db);
    expect(rows).toMatchObject({ delivery: 3, duty: 1, job: 4, open_pull: 3, pilot: 1, verdict: 1, ledger: 501 });
    expect(await lines(to.db)).toEqual(await lines(from.db));
    const everything = 'select to_jsonb(job)::text as one from job order by pull_request';
    expect(await to.db.query(everything)).toEqual(await from.db.query(everything));
    expect(await pilots(to.db)).toEqual(await pilots(from.db));
    expect(await lastVerdict(to.db, REPOSITORY, 1)).toEqual(await lastVerdict(from.db, REPOSITORY, 1));
    expect(await queueDepth(to.db)).toMatchObject({ due: 3, running: 1 });
    const next = await append(to.db, { kind: 'verdict', repository: REPOSITORY, subject: 'x', body: {} });
    expect([next.seq, next.previous]).toEqual([502, ledger.hash]);
    expect(await verify(to.db, { seq: ledger.entries, hash: ledger.hash })).toMatchObject({ ok: true, entries: 502 });
  });

  test('refuses a store that has worked already, and leaves it as it was', async () => {
    await fill();
    await markAsPilot(to.db, {
      ...{ repository: 'acme/other', repositoryId: 9, since: new Date(0), why: 'topic pilot', tags: [] },
      mode: 'enforce',
    });
    await expect(moveStore(from.db, to.db)).rejects.toThrow('has rows in pilot already');
    expect(await queueDepth(to.db)).toMatchObject({ due: 0, running: 0 });
    expect(await verify(to.db)).toMatchObject({ ok: true, entries: 0 });
    expect((await pilots(to.db)).map(({ repository }) => repository)).toEqual(['acme/other']);
  });

  test('does not carry over a ledger that somebody changed', async () => {
    await fill();
    await from.db.script(`alter table ledger disable trigger user; update ledger set subject = 'y' where seq = 7`);
    await expect(moveStore(from.db, to.db)).rejects.toThrow('does not verify: entry 7');
    expect(await queueDepth(to.db)).toMatchObject({ due: 0 });
  });
});
