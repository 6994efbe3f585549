// npm run bench: prints what is measured as a table. Each scenario is its own process; medians with their spread.
//   --only NAME[,NAME]  --runs N  --json FILE  --list
// Not a test: a figure that misses its aim is marked and fails nothing. A scenario that cannot run fails.
import { fork } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';

/** By the names of their files. */
const SCENARIOS = ['evaluate', 'command-line', 'action', 'requests', 'bursts', 'baseline', 'sustained'];
const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

const { values: given } = parseArgs({
  options: {
    only: { type: 'string' },
    runs: { type: 'string', default: '9' },
    json: { type: 'string' },
    list: { type: 'boolean', default: false },
  },
});
if (given.list) {
  console.log(SCENARIOS.join('\n'));
  process.exit(0);
}
const runs = Number(given.runs);
const wanted = given.only?.split(',') ?? SCENARIOS;
const unknown = wanted.filter((name) => !SCENARIOS.includes(name));
if (unknown.length > 0 || !Number.isInteger(runs) || runs < 1) {
  console.error(
    unknown.length > 0
      ? `there is no scenario ${unknown.join(', ')}: ${SCENARIOS.join(', ')}`
      : '--runs wants a whole number from 1',
  );
  process.exit(2);
}

// Inside node_modules, so that packages are found from there: some load files of their own.
const built = join(root, 'node_modules/.cache/pilot-readiness', `bench-${process.pid}`);
mkdirSync(built, { recursive: true });
const folder = mkdtempSync(join(tmpdir(), 'pilot-readiness-bench-'));
process.on('exit', () => {
  for (const path of [built, folder]) rmSync(path, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
await build({
  entryPoints: {
    app: join(root, 'src/app.ts'),
    'baseline-app': join(root, 'bench/baseline-app.ts'),
    ...Object.fromEntries(wanted.map((name) => [name, join(root, `bench/${name}.ts`)])),
  },
  outdir: built,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  target: 'node20',
  format: 'esm',
  define: { __VERSION__: JSON.stringify(version) },
  logLevel: 'error',
});

/** The rows of one scenario, or why there are none. */
function measured(name) {
  const own = join(folder, name);
  mkdirSync(own);
  const options = { runs, root, app: join(built, 'app.mjs'), folder: own };
  return new Promise((resolve) => {
    const child = fork(fileURLToPath(new URL('one.mjs', import.meta.url)), [
      join(built, `${name}.mjs`),
      JSON.stringify(options),
    ]);
    let rows;
    child.on('message', (message) => {
      rows = message;
    });
    child.on('exit', (code, signal) => {
      rmSync(own, { recursive: true, force: true });
      resolve(rows ? { name, rows } : { name, failed: `ended with ${signal ?? code}, and nothing was measured` });
    });
  });
}

const figure = (number) =>
  number >= 100 ? Math.round(number).toLocaleString('en') : number.toFixed(number >= 10 ? 1 : 2).replace(/\.0+$/, '');

function aimOf({ aim, median }) {
  if (aim === undefined) return '';
  const [word, limit, isMet] =
    'most' in aim ? ['≤', aim.most, median <= aim.most] : ['≥', aim.least, median >= aim.least];
  return `${word} ${figure(limit)} ${isMet ? '✓' : '✗ missed'}`;
}

const machine = {
  processors: `${cpus().length} × ${cpus()[0]?.model.trim() ?? 'unknown'}`,
  memoryGiB: Math.round(totalmem() / 2 ** 30),
  node: process.version,
  system: `${process.platform} ${process.arch}`,
};
console.log(
  `${machine.processors}, ${machine.memoryGiB} GiB, Node ${machine.node}, ${machine.system}; ${runs} runs of what is timed as a whole`,
);
const results = [];
for (const name of wanted) {
  const result = await measured(name);
  results.push(result);
  console.log(`\n### ${name}\n`);
  if (result.failed) {
    console.log(`FAILED: ${result.failed}`);
    continue;
  }
  console.log('| what | median | min – max | unit | of | aim |\n|-|-:|-:|-|-:|-|');
  for (const row of result.rows) {
    const range = row.of === 1 ? '' : `${figure(row.min)} – ${figure(row.max)}`;
    console.log(`| ${row.what} | ${figure(row.median)} | ${range} | ${row.unit} | ${row.of} | ${aimOf(row)} |`);
  }
}
if (given.json)
  writeFileSync(given.json, `${JSON.stringify({ version, machine, runs, scenarios: results }, null, 2)}\n`);
process.exitCode = results.some((result) => result.failed) ? 1 : 0;
