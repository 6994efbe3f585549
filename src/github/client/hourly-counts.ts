const HOUR_MS = 3_600_000;
/** Keys that are counted at once; the oldest is dropped, and its hour begins again. */
const MAX_KEYS = 10_000;

/** Counts by key within an hour, from the first count on. */
export class HourlyCounts {
  readonly #now: () => number;
  readonly #counts = new Map<string, { count: number; until: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** The count of this hour. */
  of(key: string): number {
    const found = this.#counts.get(key);
    return found === undefined || found.until <= this.#now() ? 0 : found.count;
  }

  add(key: string, by = 1): void {
    const before = this.#counts.get(key);
    const found =
      before !== undefined && before.until > this.#now() ? before : { count: 0, until: this.#now() + HOUR_MS };
    this.#counts.set(key, { ...found, count: Math.max(0, found.count + by) });
    const oldest = this.#counts.keys().next().value;
    if (this.#counts.size > MAX_KEYS && oldest !== undefined) this.#counts.delete(oldest);
  }
}
