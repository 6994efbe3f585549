import { parseArgs } from 'node:util';
import { Worker } from 'node:worker_threads';
import { type FuzzResult, fuzz } from '../../__tests__/support/fuzz/run.ts';
import { fuzzTargets } from '../../__tests__/support/fuzz/targets.ts';

/** An input that keeps a reader busy for so long is taken for one that never ends. */
const MAX_SECONDS = 60;

/** Ends the process, naming the turn, when one input never ends: nothing in its own thread could. */
const WATCH = `
const { workerData } = require('node:worker_threads');
const turn = new BigInt64Array(workerData);
let [before, since] = [-1n, Date.now()];
setInterval(() => {
  const now = Atomics.load(turn, 0);
  if (now !== before) [before, since] = [now, Date.now()];
  else if (Date.now() - since > ${MAX_SECONDS * 1000}) {
    process._rawDebug('never ends: turn ' + now);
    process.kill(process.pid, 'SIGKILL');
  }
}, 1000);
`;

/** Runs the long fuzz and prints what was found; the exit code says whether anything was. */
export async function fuzzMain(words: string[], root: string): Promise<number> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: words,
    options: { runs: text, seed: text, only: text, record: { type: 'boolean' } },
  });
  const [runs, seed] = [Number(values.runs ?? 100_000), Number(values.seed ?? 1)];
  if (!Number.isSafeInteger(runs) || runs < 1 || !Number.isSafeInteger(seed)) {
    console.error('--runs and --seed: write whole numbers');
    return 1;
  }
  const targets = fuzzTargets(root).filter(({ name }) => values.only === undefined || name === values.only);
  const shared = new SharedArrayBuffer(8);
  const turn = new BigInt64Array(shared);
  const watch = new Worker(WATCH, { eval: true, workerData: shared });
  const began = performance.now();
  const result = fuzz(targets, {
    ...{ runs, seed },
    began: (now) => {
      Atomics.store(turn, 0, BigInt(now));
      if (now > 0 && now % 100_000 === 0)
        console.log(`${now} inputs, ${Math.round((performance.now() - began) / 1000)} s`);
    },
  });
  await watch.terminate();
  const seconds = Math.round((performance.now() - began) / 1000);
  for (const { target, turn: at, what, input } of result.findings)
    console.log(
      `FOUND ${target}, seed ${seed}, turn ${at}: ${what}\n${Buffer.from(input.subarray(0, 2_000)).toString('base64')}`,
    );
  const table = tableOf(result, { runs, seed, seconds });
  console.log(table);
  if (values.record) {
    const { writeSection } = (await import(new URL(`file://${root}/scripts/attacks-page.mjs`).href)) as {
      writeSection: (name: string, text: string) => void;
    };
    writeSection('fuzz', table);
  }
  return result.findings.length === 0 ? 0 : 1;
}

function tableOf(result: FuzzResult, { runs, seed, seconds }: { runs: number; seed: number; seconds: number }): string {
  const rows = Object.entries(result.counts).map(
    ([name, count]) => `| ${name} | ${count} | ${(result.slowest[name] ?? 0).toFixed(0)} ms |`,
  );
  const total = Object.values(result.counts).reduce((sum, count) => sum + count, 0);
  return [
    `\`npm run fuzz -- --runs ${runs} --seed ${seed}\`: ${total} inputs in ${seconds} s, ${result.findings.length} findings.`,
    '',
    '| Parser | Inputs | Longest time for one (at most 64 KB) |',
    '|-|-|-|',
    ...rows,
  ].join('\n');
}
