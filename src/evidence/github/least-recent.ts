/** Keeps values in memory up to a total weight; what was used longest ago goes first. One heavier than all is not kept. */
export function forgetLeastRecent<T>(
  most: number,
  weigh: (value: T) => number,
): { get(key: string): Promise<T | undefined>; set(key: string, value: T): Promise<void> } {
  const kept = new Map<string, T>();
  let weight = 0;
  return {
    get: async (key) => {
      const found = kept.get(key);
      if (found !== undefined) {
        kept.delete(key);
        kept.set(key, found);
      }
      return found;
    },
    set: async (key, value) => {
      if (weigh(value) > most) return;
      const before = kept.get(key);
      weight += weigh(value) - (before === undefined ? 0 : weigh(before));
      kept.delete(key);
      kept.set(key, value);
      for (const [oldest, held] of kept) {
        if (weight <= most) break;
        kept.delete(oldest);
        weight -= weigh(held);
      }
    },
  };
}
