import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { lockDirectory } from '../../src/store/directory-lock.ts';
import { receive } from '../../src/store/inbox.ts';
import { append, verify } from '../../src/store/ledger.ts';
import { openStore } from '../../src/store/open.ts';
import { claim } from '../../src/store/queue.ts';
import { describeStores, newStore } from '../support/harness/stores.ts';

describeStores('opening the store', (kind) => {
  test('again after a close keeps all; a second embedded owner is refused meanwhile', async () => {
    const store = await newStore(kind, 'open');
    await receive(store.db, {
      deliveryId: 'a',
      event: 'push',
      repository: 'acme/x',
      routes: [{ to: 'pulls', numbers: [3] }],
    });
    await append(store.db, { kind: 'verdict', repository: 'acme/x', subject: 's', body: { one: 1 } });
    const second = openStore(store.options);
    if (kind === 'embedded') await expect(second).rejects.toThrow(`is in use by process ${process.pid}`);
    else await (await second).close();
    await store.db.close();
    await store.db.close();
    const again = await openStore(store.options);
    expect(await verify(again)).toMatchObject({ ok: true, entries: 1 });
    expect(await claim(again, { worker: 'w', limit: 5, leaseSeconds: 5 })).toMatchObject([{ pullRequest: 3 }]);
    await store.remove().catch(() => undefined);
    if (kind === 'postgres') await again.script(`drop schema ${store.options.schema} cascade`);
    await again.close();
    if (store.options.dataDir) rmSync(store.options.dataDir, { recursive: true, force: true });
  });
});

describe('a wrong place', () => {
  test('a PostgreSQL that does not answer is told with what to do', async () => {
    const error = await openStore({ databaseUrl: 'postgresql://nobody@127.0.0.1:1/none' }).catch(
      (fault: unknown) => fault,
    );
    expect(error).toMatchObject({
      name: 'UserError',
      message: expect.stringContaining('PostgreSQL cannot be reached'),
      remedy: expect.stringContaining('DATABASE_URL'),
    });
  });

  test('a schema name is not SQL', async () => {
    await expect(openStore({ databaseUrl: 'postgresql://x', schema: 'a; drop' })).rejects.toThrow(
      'is not a valid schema name',
    );
  });
});

describe('the lock of a directory', () => {
  test('is one owner, free after release, and another host counts while its file is fresh', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'pilot-lock-'));
    const first = await lockDirectory(directory);
    await expect(lockDirectory(directory)).rejects.toMatchObject({ remedy: expect.stringContaining('DATA_DIR') });
    await first.release();
    const file = join(directory, 'owner.json');
    writeFileSync(file, JSON.stringify({ host: 'elsewhere', pid: 4 }));
    await expect(lockDirectory(directory)).rejects.toThrow('process 4 on elsewhere');
    const longAgo = new Date(Date.now() - 60_000);
    utimesSync(file, longAgo, longAgo);
    await (await lockDirectory(directory)).release();
    writeFileSync(file, 'not JSON');
    await (await lockDirectory(directory)).release();
    rmSync(directory, { recursive: true });
  });
});
