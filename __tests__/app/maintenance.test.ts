import { execFileSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { main } from '../../src/app/main.ts';
import { digest } from '../../src/domain/cover.ts';
import type { Db } from '../../src/store/db.ts';
import { evaluatePulls } from '../../src/store/job.ts';
import { append, canonicalJson, type Json } from '../../src/store/ledger.ts';
import { openStore, type StoreOptions } from '../../src/store/open.ts';
import { claim, enqueue, fail, LIMITS } from '../../src/store/queue.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';
import { type AppProgram, buildAppProgram, type Exit } from '../support/harness/app-program.ts';
import { newDataDir } from '../support/harness/data-dir.ts';
import { describeStores, newAddress } from '../support/harness/stores.ts';

const REPOSITORY = 'acme/triage';
const lines = (text: string): string[] => text.trimEnd().split('\n');

// Some commands run as a process of their own, which takes seconds on a busy machine.
jest.setTimeout(300_000);

/** Runs a command in this process, as the entry point does. */
async function runHere(args: string[], env: Record<string, string>): Promise<Exit> {
  let out = '';
  let err = '';
  const code = await main('test', {
    args,
    env,
    write: (line) => {
      out += `${line}\n`;
    },
    warn: (line) => {
      err += `${line}\n`;
    },
  });
  return { code, out, err };
}

let program: AppProgram;
beforeAll(() => {
  program = buildAppProgram();
});
afterEach(() => program.killAll());
afterAll(() => program.remove());

describeStores('maintenance commands', (kind) => {
  let dataDir: string;
  let options: StoreOptions;
  let env: Record<string, string>;
  let remove: () => Promise<void>;
  // A store for each test: one that times out must not hold the lock of the next.
  beforeEach(async () => {
    dataDir = await newDataDir('pilot-maintenance-');
    [options, env, remove] = [{ dataDir }, { DATA_DIR: dataDir }, () => Promise.resolve()];
    if (kind === 'embedded') return;
    const address = await newAddress('maintenance');
    [options, env, remove] = [{ databaseUrl: address.url }, { DATABASE_URL: address.url }, address.remove];
  });
  afterEach(async () => {
    await program.killAll();
    await remove();
    rmSync(dataDir, { recursive: true, force: true });
  });

  /** The embedded store belongs to one process, so it is closed again before a command opens it. */
  async function inStore<T>(work: (db: Db) => Promise<T>): Promise<T> {
    const db = await openStore(options);
    try {
      return await work(db);
    } finally {
      await db.close();
    }
  }
  const run = (...args: string[]): Promise<Exit> => runHere(args, env);
  const write = (...subjects: string[]): Promise<void> =>
    inStore(async (db) => {
      for (const subject of subjects)
        await append(db, { kind: 'verdict', repository: REPOSITORY, pullRequest: 12, subject, body: { verdict: 'é' } });
    });
  const tamper = (sql: string): Promise<void> =>
    inStore((db) =>
      db.script(`alter table ledger disable trigger user; ${sql}; alter table ledger enable trigger user`),
    );
  const anchorOf = ({ out }: Exit): string => /--anchor (\d+:[0-9a-f]{64})\n/.exec(out)?.[1] ?? 'none';

  test('ledger verify succeeds and prints an anchor that later verifications accept', async () => {
    expect((await run('ledger', 'verify')).out).toMatch(/^The ledger is intact: 0 entries/);
    await write('a');
    const first = await run('ledger', 'verify');
    expect(first).toMatchObject({ code: 0, err: '' });
    expect(first.out).toMatch(
      /^The ledger is intact: 1 entry, each linked to the previous one\.\n.* --anchor 1:[0-9a-f]{64}\n$/,
    );
    await write('b', 'c');
    const later = await run('ledger', 'verify', '--anchor', anchorOf(first));
    expect([later.code, anchorOf(later)]).toEqual([0, expect.stringMatching(/^3:/)]);
  });

  test('ledger verify reports the first invalid entry and exits with 1', async () => {
    await write('a', 'b', 'c');
    const anchor = anchorOf(await run('ledger', 'verify'));
    await tamper(`update ledger set body = '{"verdict":"ready"}' where seq = 2`);
    expect(await run('ledger', 'verify')).toEqual({
      ...{ code: 1, err: '' },
      out: 'The ledger is invalid at entry 2: the entry was changed.\n',
    });
    expect((await run('ledger', 'verify', '--anchor', anchor)).code).toBe(1);
  });

  test('only an anchor reveals a truncated ledger whose head was changed too', async () => {
    await write('a', 'b', 'c');
    const anchor = anchorOf(await run('ledger', 'verify'));
    await tamper(`alter table ledger_head disable trigger user; delete from ledger where seq = 3;
      update ledger_head set seq = 2, hash = (select hash from ledger where seq = 2);
      alter table ledger_head enable trigger user`);
    expect((await run('ledger', 'verify')).code).toBe(0);
    const shown = await run('ledger', 'verify', '--anchor', anchor);
    expect([shown.code, shown.out]).toEqual([1, expect.stringMatching(/at entry 3: missing, although the anchor/)]);
  });

  test('ledger export prints a line per entry, whose hash can be recomputed', async () => {
    await write('a', 'b\nc', 'd');
    const { code, out, err } = await run('ledger', 'export');
    expect([code, err]).toEqual([0, '']);
    const rows = lines(out).map((line) => JSON.parse(line) as { hash: string; [key: string]: Json });
    expect(rows.map(({ seq, subject }) => [seq, subject])).toEqual([
      [1, 'a'],
      [2, 'b\nc'],
      [3, 'd'],
    ]);
    for (const { hash, ...rest } of rows) expect(digest(canonicalJson(rest))).toBe(hash);
  });

  test('ledger export exits with 1 at an unreadable entry and names it', async () => {
    await write('a', 'b', 'c');
    await tamper(`update ledger set body = '{' where seq = 2`);
    const { code, out, err } = await run('ledger', 'export');
    expect([code, lines(out)]).toEqual([1, [expect.stringContaining('"subject":"a"')]]);
    expect(err).toMatch(/^entry 2 of the ledger is not readable/);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('ledger export into a pipe that closes early is not an error', async () => {
    await write(...Array.from({ length: 400 }, (_none, index) => `head ${index} ${'x'.repeat(300)}`));
    const out = execFileSync(
      'sh',
      ['-c', `"${process.execPath}" "${program.path}" ledger export 2>&1 | head -n 1; sleep 1`],
      {
        env: { PATH: process.env.PATH ?? '', ...env },
        encoding: 'utf8',
      },
    );
    expect(lines(out)).toEqual([expect.stringContaining('"seq":1')]);
  });

  test('jobs dead lists dead jobs; jobs retry queues them again, once', async () => {
    expect(await run('jobs', 'dead')).toEqual({ code: 0, out: 'There are no dead jobs.\n', err: '' });
    await inStore(async (db) => {
      await enqueue(db, { repository: REPOSITORY, jobs: evaluatePulls([12]) });
      const [job] = await claim(db, { worker: 'one', limit: 1, leaseSeconds: 60 });
      if (job === undefined) throw new Error('no job');
      await fail(db, job, 'ours\n::error::\u001b[2J\u202eoops', { limits: { ...LIMITS, maxTries: 1 } });
    });
    const dead = await run('jobs', 'dead');
    expect([dead.code, dead.err, lines(dead.out).length]).toEqual([0, '', 2]);
    expect(dead.out).toMatch(/^acme\/triage#12 {2}\d{4}-\d\d-\d\dT\d\d:\d\dZ {2}1 tries {2}ours/);
    expect(dead.out).not.toMatch(/[\u001b\u202e]/);
    const retried = await run('jobs', 'retry', 'acme/triage#12');
    expect(retried).toEqual({ code: 0, out: 'acme/triage#12 is queued for evaluation\n', err: '' });
    const rows = await inStore((db) => db.query('select state, tries, error from job'));
    expect(rows).toEqual([{ state: 'waiting', tries: 0, error: null }]);
    expect(await run('jobs', 'retry', 'acme/triage#12')).toEqual({
      ...{ code: 1, err: '' },
      out: 'acme/triage#12 has no dead job: see "jobs dead"\n',
    });
  });

  test('while the App runs, the embedded store is locked and PostgreSQL is readable', async () => {
    const harness: AppHarness = await openAppHarness(
      kind === 'postgres' ? { databaseUrl: env.DATABASE_URL ?? '' } : {},
    );
    try {
      const { head } = await harness.promotion('triage');
      await harness.concluded('triage', head, 'failure');
      const { code, out, err } = await program.run(
        ['ledger', 'verify'],
        kind === 'postgres' ? env : { DATA_DIR: harness.dataDir },
      );
      if (kind === 'postgres') expect([code, out]).toEqual([0, expect.stringMatching(/^The ledger is intact: [1-9]/)]);
      else {
        expect([code, out]).toEqual([1, '']);
        expect(err).toMatch(/^the data directory \S+ is in use by process \d+ on \S+\nStop the other process, choose/);
      }
      expect((await fetch(`${harness.app.url}/readyz`)).status).toBe(200);
    } finally {
      await harness.stop();
    }
  });
});

describe('invalid commands', () => {
  test.each([
    ['an incomplete command', ['ledger'], /unknown command "ledger"\n.*ledger verify \[--anchor SEQ:HASH\]/],
    ['an extra argument', ['jobs', 'dead', 'now'], /unknown command "jobs dead now"/],
    ['a repository without a number', ['jobs', 'retry', 'acme/triage'], /unknown command "jobs retry acme\/triage"/],
    ['two pull requests', ['jobs', 'retry', 'a/b#1', 'a/b#2'], /unknown command/],
    ['an invalid anchor', ['ledger', 'verify', '--anchor', '3'], /"--anchor 3" is not a valid anchor\n.*SEQ:HASH/],
    ['an option', ['--help'], /unknown command "--help"\n.*Run without arguments to start the App/],
  ])('exit with 1 and the usage before the store is opened: %s', async (_name, args, message) => {
    const dataDir = join(tmpdir(), `pilot-never-${process.pid}`);
    const { code, out, err } = await runHere(args, { DATA_DIR: dataDir });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(message);
    expect(err).not.toMatch(/\n\s+at /);
    expect(existsSync(dataDir)).toBe(false);
  });

  test('an unreachable store does not reveal its password', async () => {
    const url = 'postgres://app:hunter2@127.0.0.1:9/readiness';
    const { code, out, err } = await program.run(['jobs', 'dead'], { DATABASE_URL: url });
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^PostgreSQL cannot be reached: .*\nCheck DATABASE_URL/);
    expect(err).not.toMatch(/hunter2|\n\s+at /);
    const other = await runHere(['jobs', 'dead'], { DATABASE_URL: 'mysql://app:hunter2@127.0.0.1/x' });
    expect([other.code, other.err]).toEqual([1, expect.stringMatching(/^DATABASE_URL must begin with postgres:/)]);
    expect(other.err).not.toContain('hunter2');
  });
});
