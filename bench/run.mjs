// npm run bench: prints a table. Each scenario is its own process; medians with their spread. Not a test: nothing here fails.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cli = join(root, 'dist/cli.js');
const RUNS = Number(process.env.BENCH_RUNS ?? 9);
const folder = mkdtempSync(join(tmpdir(), 'pilot-readiness-bench-'));

function git(dir, ...args) {
  const who = {
    GIT_AUTHOR_NAME: 'Bench',
    GIT_AUTHOR_EMAIL: 'bench@example.org',
    GIT_COMMITTER_NAME: 'Bench',
    GIT_COMMITTER_EMAIL: 'bench@example.org',
  };
  execFileSync('git', ['-C', dir, ...args], {
    stdio: ['pipe', 'ignore', 'inherit'],
    env: { ...process.env, ...who },
    input: '',
  });
}

/** The example with `count` more files, committed. One fast-import, so that building it does not dominate. */
function repositoryOf(count) {
  const dir = join(folder, `files-${count}`);
  mkdirSync(dir);
  git(dir, 'init', '--quiet', '--initial-branch=main');
  execFileSync('cp', ['-r', `${join(root, 'examples/support-triage')}/.`, dir]);
  git(dir, 'add', '--all');
  git(dir, 'commit', '--quiet', '--message=the example');
  if (count > 0) {
    const files = Array.from({ length: count }, (_none, index) => {
      const text = `file ${index}\n`;
      return `M 100644 inline data/part-${index % 317}/file-${index}.txt\ndata ${text.length}\n${text}`;
    });
    const stream = `commit refs/heads/main\ncommitter Bench <bench@example.org> 1760000000 +0000\ndata 5\nfiles\nfrom refs/heads/main^0\n${files.join('\n')}\n`;
    execFileSync('git', ['-C', dir, 'fast-import', '--quiet'], { input: stream, maxBuffer: 1 << 28 });
    git(dir, 'reset', '--hard', '--quiet');
  }
  return dir;
}

function time(command, args) {
  const start = process.hrtime.bigint();
  const result = spawnSync(command, args, { cwd: root, stdio: 'ignore' });
  if (result.error) throw result.error;
  return Number(process.hrtime.bigint() - start) / 1e6;
}

/** The Action with an event that asks for nothing: what every run costs before it asks GitHub anything. */
function timeAction() {
  const event = join(folder, 'event.json');
  writeFileSync(event, '{}');
  const start = process.hrtime.bigint();
  spawnSync(process.execPath, [join(root, 'dist/action.js')], {
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      'INPUT_GITHUB-TOKEN': 'none',
      GITHUB_EVENT_NAME: 'fork',
      GITHUB_EVENT_PATH: event,
      GITHUB_REPOSITORY: 'acme/triage',
    },
  });
  return Number(process.hrtime.bigint() - start) / 1e6;
}

function measure(name, run) {
  run();
  const times = Array.from({ length: RUNS }, run).sort((a, b) => a - b);
  const at = (share) => times[Math.min(times.length - 1, Math.floor(times.length * share))];
  return { name, median: at(0.5), min: times[0], max: times.at(-1) };
}

try {
  const small = repositoryOf(0);
  const large = repositoryOf(100_000);
  const judge = (dir, ...more) =>
    time(process.execPath, [cli, 'check', dir, '--as-of', '2026-11-20', '--offline-ok', ...more]);
  const rows = [
    measure('node alone, empty script', () => time(process.execPath, ['-e', ''])),
    measure('check, example of 40 files', () => judge(small)),
    measure('check --ref HEAD, example of 40 files', () => judge(small, '--ref', 'HEAD')),
    measure('check, 100,000 files', () => judge(large)),
    measure('check --ref HEAD, 100,000 files', () => judge(large, '--ref', 'HEAD')),
    measure('Action, cold start to «nothing to judge»', () => timeAction()),
    measure('git ls-tree -r of 100,000 files, for comparison', () =>
      time('git', ['-C', large, 'ls-tree', '-r', 'HEAD']),
    ),
  ];
  const evaluation = spawnSync(process.execPath, [join(root, 'bench/evaluate.mjs')], { cwd: root, encoding: 'utf8' });
  console.log(
    `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}, ${RUNS} runs each`,
  );
  console.log(`\n| scenario | median ms | min | max |\n|-|-|-|-|`);
  for (const row of rows)
    console.log(`| ${row.name} | ${row.median.toFixed(0)} | ${row.min.toFixed(0)} | ${row.max.toFixed(0)} |`);
  process.stdout.write(evaluation.stdout);
  console.log('\n| bundle | kB |\n|-|-|');
  for (const name of ['cli.js', 'action.js', 'proxy.cjs'])
    console.log(`| dist/${name} | ${Math.round(statSync(join(root, 'dist', name)).size / 1000)} |`);
  process.stderr.write(evaluation.stderr);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
