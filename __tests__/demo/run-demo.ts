import { type ChildProcess, spawn } from 'node:child_process';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from '@jest/globals';

const here = dirname(fileURLToPath(import.meta.url));
export const DEMO = resolve(here, '../../scripts/demo.mjs');
export const OTHER_CHAPTERS = join(here, 'other-chapters.mjs');
/** A story takes a quarter of a minute; a busy machine may need several times that. */
export const MAX_MS = 240_000;

export interface DemoResult {
  code: number | null;
  out: string;
  complaints: string;
}

/** Runs the demo as a process of its own; `watch` sees what it has printed so far. */
export function runDemo(
  script: string,
  args: string[],
  watch?: (out: string, child: ChildProcess) => void,
): Promise<DemoResult> {
  // A runner may ask for colors; here it is about a pipe.
  const { FORCE_COLOR: _, NODE_OPTIONS: __, ...env } = process.env;
  const child = spawn(process.execPath, [script, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const result: DemoResult = { code: null, out: '', complaints: '' };
  child.stdout.on('data', (part: Buffer) => {
    result.out += part.toString();
    watch?.(result.out, child);
  });
  child.stderr.on('data', (part: Buffer) => {
    result.complaints += part.toString();
  });
  return new Promise((done, failed) => {
    child.on('error', failed);
    child.on('close', (code) => done({ ...result, code }));
  });
}

/** Expects these in the text, one after the other. */
export function expectInOrder(text: string, turns: RegExp[]): void {
  let from = 0;
  for (const turn of turns) {
    const found = text.slice(from).search(turn);
    expect([turn.source, found >= 0]).toEqual([turn.source, true]);
    from += found + 1;
  }
}
