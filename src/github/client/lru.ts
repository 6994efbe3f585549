/** Values in memory up to a total weight. */
export interface LeastRecent<T> {
  get(key: string): T | undefined;
  set(key: string, value: T, weight: number): void;
  /** Of all that is kept now. */
  weight(): number;
}

/** Keeps values up to a total weight; what was used longest ago goes first. One heavier than all is not kept. */
export function leastRecent<T>(most: number): LeastRecent<T> {
  const kept = new Map<string, { value: T; weight: number }>();
  let total = 0;
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, weight) => {
      if (weight > most) return;
      total += weight - (kept.get(key)?.weight ?? 0);
      kept.delete(key);
      kept.set(key, { value, weight });
      for (const [oldest, held] of kept) {
        if (total <= most) break;
        kept.delete(oldest);
        total -= held.weight;
      }
    },
    weight: () => total,
  };
}

/** The same for stores that may stand elsewhere, and so answer later. */
export function forgetLeastRecent<T>(
  most: number,
  weigh: (value: T) => number,
): { get(key: string): Promise<T | undefined>; set(key: string, value: T): Promise<void>; weight(): number } {
  const kept = leastRecent<T>(most);
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => kept.set(key, value, weigh(value)),
    weight: kept.weight,
  };
}
