import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { type Report, reportSchema } from '../../src/domain/report.ts';

const root = resolve(import.meta.dirname, '../..');
const MANIFEST = 'readiness/pilot.yaml';
let dir: string;

function git(...args: string[]): void {
  const identity = ['-c', 'user.name=Samir', '-c', 'user.email=samir@acme-support.example'];
  execFileSync('git', ['-C', dir, ...identity, ...args], { stdio: 'ignore' });
}

async function check(...more: string[]): Promise<{ code: number; out: string }> {
  let out = '';
  const code = await main(['check', dir, '--as-of', '2026-11-20', ...more], {
    ...{ cwd: root, env: {}, now: Date.parse('2026-11-20T12:00:00Z'), columns: 80, color: false },
    write: (text) => {
      out += text;
    },
    warn: () => undefined,
  });
  return { code, out };
}
async function report(): Promise<Report> {
  return reportSchema.parse(JSON.parse((await check('--format', 'json')).out));
}

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'pilot-definitions-'));
  cpSync(join(root, 'examples/support-triage'), dir, { recursive: true });
  git('init', '--quiet', '--initial-branch=main');
  git('add', '--all');
  git('commit', '--quiet', '--message=The pilot');
  git('switch', '--quiet', '--create=promote');
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

test('a work tree that asks less than its default branch is undetermined, and says what and who', async () => {
  expect((await report()).definitions).toBeUndefined();
  const text = readFileSync(join(dir, MANIFEST), 'utf8');
  writeFileSync(join(dir, MANIFEST), text.replace(/happy: 0\.95/, 'happy: 0.5'));
  const before = await report();
  expect(before.definitions).toMatchObject({
    state: 'unknown',
    looser: [{ path: 'evals.thresholds.happy', before: '0.95', after: '0.5', who: ['@dana-okonkwo'] }],
  });
  expect(before.verdict).not.toBe('ready');
  const { out } = await check();
  expect(out).toContain('evals.thresholds.happy (0.95 → 0.5)');
  expect(out.split('\n').filter((line) => line.length > 80)).toEqual([]);
  // Committed on the branch, it is still compared with the default branch.
  git('commit', '--quiet', '--all', '--message=Lower the threshold');
  expect((await report()).definitions?.looser).toHaveLength(1);
});

test('on the default branch itself only what is not committed is compared', async () => {
  git('switch', '--quiet', 'main');
  expect((await report()).definitions).toBeUndefined();
});
