// Orders test files by how long they took, the longest first: a long one that starts last keeps one core busy while the
// others wait. Jest remembers durations itself; a fresh clone takes them from test-durations.json.
// `TEST_DURATIONS=record npm run jest` writes that file anew.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sequencer from '@jest/test-sequencer';

const file = fileURLToPath(new URL('test-durations.json', import.meta.url));
/** Files below it are short enough for any order. */
const MIN_SECONDS = 3;

export default class LongestFirst extends Sequencer {
  #seconds = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {};

  sort(tests) {
    const duration = (test) => test.duration ?? 1000 * (this.#seconds[pathOf(test)] ?? 0);
    // The order of jest sets `duration` from its cache, and stays for tests without one.
    return super.sort(tests).sort((a, b) => duration(b) - duration(a));
  }

  cacheResults(tests, results) {
    super.cacheResults(tests, results);
    if (process.env.TEST_DURATIONS !== 'record') return;
    const took = new Map(results.testResults.map((one) => [one.testFilePath, one.perfStats.runtime / 1000]));
    const rows = tests
      .map((test) => [pathOf(test), Math.round(took.get(test.path) ?? 0)])
      .filter(([, seconds]) => seconds >= MIN_SECONDS)
      .sort(([, a], [, b]) => b - a);
    writeFileSync(file, `${JSON.stringify(Object.fromEntries(rows), null, 2)}\n`);
  }
}

function pathOf(test) {
  return relative(test.context.config.rootDir, test.path).replaceAll('\\', '/');
}
