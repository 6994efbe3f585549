import { type StateTable, stateTable } from './zstd-entropy.ts';

/** The fixed numbers of Zstandard's sequences (RFC 8878 §3.1.1.3.2 and appendix A). */

interface Kind {
  maxLog: number;
  maxSymbol: number;
  standard: StateTable;
}

/** Least value and extra bits of each code, from runs of codes that share their number of extra bits. */
function codes(
  first: number,
  runs: readonly (readonly [extra: number, times: number])[],
): { base: number[]; extra: number[] } {
  const base: number[] = [];
  const extra: number[] = [];
  let next = first;
  for (const [bits, times] of runs) {
    for (let i = 0; i < times; i++) {
      base.push(next);
      extra.push(bits);
      next += 1 << bits;
    }
  }
  return { base, extra };
}

const SINGLES = (from: number, to: number): [number, number][] =>
  Array.from({ length: to - from + 1 }, (_, i) => [from + i, 1]);

/** Codes of literal lengths: 16 exact ones, then ever wider ranges. */
export const LITERAL_CODES = codes(0, [[0, 16], [1, 4], [2, 2], [3, 2], [4, 1], ...SINGLES(6, 16)]);
/** Codes of match lengths, which start at 3. */
export const MATCH_CODES = codes(3, [[0, 32], [1, 4], [2, 2], [3, 2], [4, 2], [5, 1], ...SINGLES(7, 16)]);

function times(value: number, count: number): number[] {
  return new Array<number>(count).fill(value);
}

export const LITERALS: Kind = {
  maxLog: 9,
  maxSymbol: 35,
  standard: stateTable([4, 3, ...times(2, 11), 1, 1, 1, ...times(2, 9), 3, 2, ...times(1, 5), ...times(-1, 4)], 6),
};
export const OFFSETS: Kind = {
  maxLog: 8,
  maxSymbol: 31,
  standard: stateTable([...times(1, 6), 2, 2, 2, ...times(1, 15), ...times(-1, 5)], 5),
};
export const MATCHES: Kind = {
  maxLog: 9,
  maxSymbol: 52,
  standard: stateTable([1, 4, 3, ...times(2, 6), ...times(1, 37), ...times(-1, 7)], 6),
};
export type { Kind };
