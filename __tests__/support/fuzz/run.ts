import { chanceOf } from '../../../scripts/crash-test/chance.ts';
import { cpuMs } from '../harness/cpu-time.ts';
import { mutated } from './mutate.ts';
import type { Target } from './targets.ts';

export interface Finding {
  target: string;
  /** With the seed it makes the input anew. */
  turn: number;
  what: string;
  input: Uint8Array;
}

export interface FuzzResult {
  /** Inputs read, by target. */
  counts: Record<string, number>;
  /** The longest that one input took, by target, in milliseconds. */
  slowest: Record<string, number>;
  findings: Finding[];
}

/** One input of at most 64 KB. A quiet machine needs far less than a tenth of it. */
const MAX_MS = 3_000;
const EMPTY = new Uint8Array();

/** Reads `runs` inputs, taking the targets in turn. `began` is told before each, so that one that hangs can be named. */
export function fuzz(
  targets: Target[],
  options: { seed: number; runs: number; began?: (turn: number) => void },
): FuzzResult {
  const result: FuzzResult = { counts: {}, slowest: {}, findings: [] };
  const seeds = targets.flatMap((target) => target.seeds);
  for (let turn = 0; turn < options.runs && result.findings.length < 20; turn += 1) {
    const target = targets[turn % targets.length];
    if (target === undefined) break;
    options.began?.(turn);
    const input = inputOf(target, seeds, options.seed, turn);
    const what = faultOf(target, input, result);
    if (what !== undefined) result.findings.push({ target: target.name, turn, what, input });
    result.counts[target.name] = (result.counts[target.name] ?? 0) + 1;
  }
  return result;
}

/** The input of one turn. */
export function inputOf(target: Target, others: Uint8Array[], seed: number, turn: number): Uint8Array {
  const chance = chanceOf(seed).split(turn);
  const of = (list: Uint8Array[]): Uint8Array => list[chance.between(0, Math.max(1, list.length))] ?? EMPTY;
  return mutated(of(target.seeds), of(others), chance);
}

function faultOf(target: Target, input: Uint8Array, result: FuzzResult): string | undefined {
  const time = (): number => cpuMs(() => target.read(input));
  try {
    let took = time();
    // The machine may have been busy: only what is slow each time is slow.
    for (let again = 0; took > MAX_MS && again < 2; again += 1) took = Math.min(took, time());
    result.slowest[target.name] = Math.max(result.slowest[target.name] ?? 0, took);
    if (took > MAX_MS) return `took ${Math.round(took)} ms for ${input.length} bytes`;
  } catch (error) {
    return `threw ${error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 4).join(' | ') : String(error)}`;
  }
  const own = Object.getOwnPropertyNames(Object.prototype).length;
  return own === OWN ? undefined : 'left something on every object';
}

const OWN = Object.getOwnPropertyNames(Object.prototype).length;
