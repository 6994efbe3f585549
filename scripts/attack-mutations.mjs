// npm run attack-mutations [-- 07 19]: takes each defense away, one at a time, in a temporary copy of the project, and
// expects the test of its attack to fail. Writes the table of docs/attacks.md. Nothing of the project itself is changed.
import { spawn } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { PATCHES } from './attack-mutations/patches.mjs';
import { writeSection } from './attacks-page.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
/** A patch may make the code run for ever. */
const MAX_MS = 400_000;
const only = process.argv.slice(2);
const copy = mkdtempSync(join(tmpdir(), 'pilot-mutations-'));
process.on('exit', () => rmSync(copy, { recursive: true, force: true }));
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
for (const name of [
  'src',
  '__tests__',
  'testing',
  'examples',
  'docs',
  'scripts',
  'schema',
  'action.yml',
  'package.json',
  'jest.config.mjs',
])
  cpSync(join(root, name), join(copy, name), { recursive: true });
symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));

/** Runs the tests of some attacks; resolves with those that failed and why, or with how the run ended without an answer. */
function run(test, attacks) {
  const words = ['node_modules/jest/bin/jest.js', `__tests__/attacks/${test}.test.ts`, '--json', '--reporters=default'];
  const pattern = `(^| )(${attacks.join('|')}) `;
  const args = ['--experimental-vm-modules', '--no-warnings', ...words, '-t', pattern];
  return new Promise((resolve) => {
    const env = { ...process.env, TEST_VARIANTS: 'all' };
    const child = spawn(process.execPath, args, {
      cwd: copy,
      env,
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    });
    let out = '';
    child.stdout.on('data', (chunk) => {
      out += chunk;
    });
    const timer = setTimeout(() => process.kill(-child.pid, 'SIGKILL'), MAX_MS);
    child.on('close', (_code, signal) => {
      clearTimeout(timer);
      const answer = readAnswer(out);
      if (answer === undefined)
        return resolve({ ran: 0, failed: [], ended: signal === 'SIGKILL' ? 'never ends' : 'the process dies' });
      const told = answer.testResults.flatMap(({ assertionResults }) => assertionResults);
      const broken = told.length === 0 ? (answer.testResults[0]?.message ?? 'no tests') : undefined;
      const failed = told.filter(({ status }) => status === 'failed');
      resolve({ ran: told.filter(({ status }) => status !== 'pending').length, failed, broken });
    });
  });
}

function readAnswer(out) {
  const from = out.indexOf('{"num');
  try {
    return JSON.parse(out.slice(from));
  } catch {
    return undefined;
  }
}

/** The first line of a failure, as a table can hold it. */
function reasonOf({ failed, ended }) {
  if (ended !== undefined) return ended;
  const message = (failed[0]?.failureMessages?.[0] ?? '').replace(/\u001b\[[0-9;]*m/g, '');
  const lines = message
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('at '));
  const expected = lines.find((line) => /^Expected/.test(line));
  const received = lines.find((line) => /^Received/.test(line));
  const words = expected && received ? `${expected}; ${received}` : (lines[0] ?? '');
  return words.replaceAll('|', '\\|').replaceAll('`', "'").replace(/[<>]/g, '').slice(0, 110);
}

const wanted = PATCHES.filter(({ attack }) => only.length === 0 || only.includes(attack));
const rows = [];
let faults = 0;
for (const test of new Set(wanted.map((one) => one.test))) {
  const attacks = [...new Set(wanted.filter((one) => one.test === test).map(({ attack }) => attack))];
  const whole = await run(test, attacks);
  const isSound = whole.ran > 0 && whole.failed.length === 0 && whole.broken === undefined && whole.ended === undefined;
  console.log(`${isSound ? 'sound' : 'BROKEN'}  ${test}: ${whole.ran} tests pass as the code stands`);
  if (!isSound) {
    faults += 1;
    console.log(whole.broken ?? whole.ended ?? whole.failed.map(({ fullName }) => fullName).join('\n'));
  }
}
for (const { attack, test, what, defense, file, edits } of wanted) {
  const path = join(copy, file);
  const before = readFileSync(path, 'utf8');
  let after = before;
  for (const [from, to] of edits) {
    if (from === '' || after.split(from).length !== 2)
      throw new Error(`${attack}: ${file} has not exactly once: ${from}`);
    after = after.replace(from, () => to);
  }
  writeFileSync(path, after);
  const found = await run(test, [attack]);
  writeFileSync(path, before);
  // A run that merely died, of a full disk for one, has shown nothing.
  const isFound = found.failed.length > 0 || found.ended === 'never ends';
  const result =
    found.broken !== undefined
      ? 'does not run'
      : isFound
        ? `fails: ${reasonOf(found)}`
        : (found.ended ?? 'STILL PASSES');
  if (!isFound || found.broken !== undefined) faults += 1;
  console.log(
    `${isFound ? 'fails' : 'PASSES'}  ${attack} ${defense}: ${result}${found.broken ? `\n${found.broken.slice(0, 600)}` : ''}`,
  );
  rows.push(`| ${attack} | ${what} | ${defense} | \`${file}\` | ${result} |`);
}
if (only.length === 0) {
  const table = ['| # | Attack | Removed defense | File | Result of its test |', '|-|-|-|-|-|', ...rows].join('\n');
  writeSection(
    'mutations',
    `${rows.length} defenses were removed one by one; ${rows.length - faults} times the test of the attack failed.\n\n${table}`,
  );
}
console.log(faults === 0 ? 'passed: no defense can be removed unnoticed' : `${faults} faults`);
process.exitCode = faults === 0 ? 0 : 1;
