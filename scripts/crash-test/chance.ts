/** Numbers that look random and are the same for the same seed. */
export interface Chance {
  /** At least `low`, below `high`. */
  between(low: number, high: number): number;
  of<T>(list: readonly [T, ...T[]]): T;
  /** An independent series, so that one taker's pace does not change what another one gets. */
  split(name: number): Chance;
}

export function chanceOf(seed: number): Chance {
  let state = seed >>> 0;
  // mulberry32
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    between: (low, high) => low + Math.floor(next() * (high - low)),
    of: (list) => list[Math.floor(next() * list.length)] ?? list[0],
    split: (name) => chanceOf(Math.imul(seed + 1, 0x9e3779b1) ^ Math.imul(name + 1, 0x85ebca6b)),
  };
}

export const sleep = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
