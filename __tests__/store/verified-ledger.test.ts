import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import type { Db } from '../../src/store/db.ts';
import { append, exportLines, verify } from '../../src/store/ledger.ts';
import { migrate } from '../../src/store/migrate.ts';
import { type LedgerFault, openVerifiedLedger, type VerifiedLedger } from '../../src/store/verified-ledger.ts';
import { describeStores, emptied, newStore, type OpenedStore } from '../support/harness/stores.ts';

const REPOSITORY = 'acme/triage';

describeStores('a ledger that is verified when it is read', (kind) => {
  let store: OpenedStore;
  let db: Db;
  let heard: (LedgerFault | undefined)[];
  let ledger: VerifiedLedger;
  beforeAll(async () => {
    store = await newStore(kind, 'verified');
    db = store.db;
  });
  afterAll(() => store.remove());
  beforeEach(async () => {
    await emptied(db);
    heard = [];
    ledger = openVerifiedLedger(db, ['decision'], (fault) => heard.push(fault));
  });

  const say = (subject: string, more: object = {}) =>
    append(db, { kind: 'decision', repository: REPOSITORY, repositoryId: 7, subject, body: { subject }, ...more });
  const read = async (names = [REPOSITORY], repositoryId = 7): Promise<unknown> => {
    const found = await ledger.entriesOf({ repositoryId, names });
    return 'fault' in found ? found.fault.reason : found.entries.map(({ subject }) => subject);
  };
  const tamper = (sql: string) =>
    db.script(`alter table ledger disable trigger user; ${sql}; alter table ledger enable trigger user`);

  test('gives the entries of an id, and those without one under its names', async () => {
    await say('a');
    await say('before there were ids', { repositoryId: undefined });
    await say('another repository of that name', { repositoryId: 8 });
    await say('other kind', { kind: 'verdict' });
    expect(await read()).toEqual(['a', 'before there were ids']);
    await say('renamed', { repository: 'acme/other' });
    expect(await read(['acme/other', REPOSITORY])).toEqual(['a', 'before there were ids', 'renamed']);
    expect(await read([REPOSITORY], 8)).toEqual(['before there were ids', 'another repository of that name']);
    expect(await read([], 9)).toEqual([]);
    expect(await verify(db)).toMatchObject({ ok: true, entries: 5 });
    expect(heard).toEqual([]);
  });

  test('is read by several at once while it grows', async () => {
    const all = Array.from({ length: 12 }, (_, index) => `${index}`);
    await Promise.all(all.flatMap((one) => [say(one), read()]));
    expect(((await read()) as string[]).sort()).toEqual(all.sort());
  });

  describe.each(['at the first reading', 'while running'])('%s', (when) => {
    test.each<[string, string, RegExp]>([
      ['a removed decision', 'delete from ledger where seq = 3', /missing/],
      ['a changed decision', `update ledger set body = '{"subject":"z"}' where seq = 3`, /changed/],
      ['a decision of no use', `update ledger set body = '{' where seq = 3`, /not readable/],
      ['a decision that became a verdict', `update ledger set kind = 'verdict' where seq = 3`, /changed|missing/],
      ['a verdict that became a decision', `update ledger set kind = 'decision' where seq = 2`, /changed/],
      ['a decision moved to another id', 'update ledger set repository_id = 8 where seq = 3', /changed|missing/],
      ['an older decision that got an id', 'update ledger set repository_id = 7 where seq = 4', /changed/],
      ['a cut tail', 'delete from ledger where seq > 4', /missing/],
      ['a moved head', 'update ledger_head set seq = 4', /missing, although|another hash/],
    ])('%s is found', async (_what, sql, reason) => {
      await say('a');
      await say('b', { kind: 'verdict' });
      await say('c');
      await say('d', { repositoryId: undefined });
      await say('e');
      if (when === 'while running') expect(await read()).toEqual(['a', 'c', 'd', 'e']);
      await tamper(sql);
      const found = await read();
      expect(found).toEqual(expect.stringMatching(reason));
      expect(heard).toHaveLength(1);
      // It stays broken, and is told once.
      expect(await read()).toBe(found);
      expect(heard).toHaveLength(1);
    });
  });

  test('a tail that is cut together with its head is found as long as the process runs', async () => {
    for (const subject of ['a', 'b', 'c']) await say(subject);
    await read();
    await tamper(
      'update ledger_head set seq = 2, hash = (select hash from ledger where seq = 2); delete from ledger where seq > 2',
    );
    expect(await read()).toBe('missing, although it was verified before');
    await say('c again');
    ledger = openVerifiedLedger(db, ['decision']);
    expect(await read()).toEqual(['a', 'b', 'c again']);
  });

  test('entries of the version before ids verify as they are, and go on', async () => {
    await say('old', { repositoryId: undefined });
    await migrate(db);
    await say('new');
    expect(await verify(db)).toMatchObject({ ok: true, entries: 2 });
    const lines: string[] = [];
    for await (const line of exportLines(db)) lines.push(line);
    expect(lines.map((line) => (JSON.parse(line) as { repositoryId?: number }).repositoryId)).toEqual([undefined, 7]);
  });
});
