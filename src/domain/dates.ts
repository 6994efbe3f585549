/** Days and durations. The clock is always an argument: nothing here knows what time it is. */

const DAY_MS = 86_400_000;
const UNIT_DAYS: Record<string, number> = { d: 1, w: 7, m: 30, y: 365 };

/** Milliseconds since the epoch of `YYYY-MM-DD` (midnight UTC) or an ISO instant with zone; undefined for anything else. */
export function parseInstant(text: string): number | undefined {
  const day = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (day) {
    const [year, month, date] = [Number(day[1]), Number(day[2]) - 1, Number(day[3])];
    const ms = Date.UTC(year, month, date);
    const made = new Date(ms);
    // What does not exist, such as 31 June, comes back as another day; years before 100 as others too.
    const itself = made.getUTCDate() === date && made.getUTCMonth() === month && made.getUTCFullYear() === year;
    return itself ? ms : undefined;
  }
  if (!/^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/.test(text)) return undefined;
  // Date.parse reads 31 November as 1 December.
  if (parseInstant(text.slice(0, 10)) === undefined) return undefined;
  const ms = Date.parse(text.replace(' ', 'T'));
  return Number.isNaN(ms) ? undefined : ms;
}

/** `YYYY-MM-DD` in UTC. */
export function day(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}

/** The end of that day, 24:00 UTC: a date that bounds a validity includes its own day. */
export function endOfDay(text: string): number | undefined {
  const start = parseInstant(text);
  return start === undefined ? undefined : start - (start % DAY_MS) + DAY_MS;
}

/** Whole days from `from` to `to`, rounded down; negative when `to` is earlier. */
export function daysBetween(from: number, to: number): number {
  return Math.floor((to - from) / DAY_MS);
}

export function addDays(ms: number, days: number): number {
  return ms + days * DAY_MS;
}

/**
 * Days in a duration as people write it: `28d`, `4w`, `3m` (30 days each), `1y`, `6 months`, `2 weeks`.
 * Undefined for anything else.
 */
export function durationDays(text: string): number | undefined {
  const match = /^\s*(\d{1,4})\s*(d|w|m|y|days?|weeks?|months?|years?)\s*$/i.exec(text);
  if (!match) return undefined;
  const unit = (match[2] ?? '').slice(0, 1).toLowerCase();
  return Number(match[1]) * (UNIT_DAYS[unit] ?? 1);
}
