/** Hours of the week as people write them: `24/7`, `Mon-Fri 08:00-18:00`, `daily 07:00-22:00 Europe/Amsterdam`. */

export interface WeekHours {
  /** Minutes of the week from Monday 00:00, as [from, to) spans. */
  spans: [number, number][];
  /** In lower case; undefined when none is written. Hours around the clock need none. */
  zone?: string;
}

const DAY = 1_440;
const WEEK = 7 * DAY;
const DAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'];
const NAME = '(mon|tue|wed|thu|fri|sat|sun)[a-z]*';
const PART = new RegExp(
  String.raw`^(?:(daily|every day|weekdays|weekends)|${NAME}(?:\s*(?:-|–|to)\s*${NAME})?)?\s*(\d{1,2}):(\d{2})\s*(?:-|–|to)\s*(\d{1,2}):(\d{2})\s*(.*)$`,
);

/** Several parts are separated by `;` or `,`. Undefined for anything that is not certain. */
export function parseHours(written: string): WeekHours | undefined {
  const text = written.trim().toLowerCase().slice(0, 300);
  if (/^(24\s*[/x×]\s*7|24 ?h(ours)?,? 7 ?d(ays)?|round the clock|always)$/.test(text)) return { spans: [[0, WEEK]] };
  const spans: [number, number][] = [];
  const zones = new Set<string>();
  for (const part of text.split(/[;,]/)) {
    const parsed = parsePart(part.trim());
    if (parsed === undefined) return undefined;
    spans.push(...parsed.spans);
    if (parsed.zone !== '') zones.add(parsed.zone);
  }
  if (zones.size > 1) return undefined;
  const [zone] = zones;
  return zone === undefined ? { spans } : { spans, zone };
}

function parsePart(part: string): { spans: [number, number][]; zone: string } | undefined {
  const match = PART.exec(part);
  if (match === null) return undefined;
  const [, group, first, last, fromHour, fromMinute, toHour, toMinute, rest = ''] = match;
  const from = Number(fromHour) * 60 + Number(fromMinute);
  const to = Number(toHour) * 60 + Number(toMinute);
  if (from >= DAY || to > DAY || Number(fromMinute) > 59 || Number(toMinute) > 59 || from === to) return undefined;
  const zone = rest.replace(/[()]/g, '').trim();
  if (!/^([a-z_]+(\/[a-z_+-]+)*|utc[+-]?[\d:]*|gmt[+-]?[\d:]*)?$/.test(zone)) return undefined;
  // A shift past midnight ends on the next day.
  const length = to > from ? to - from : to + DAY - from;
  const spans = listDays(group, first, last).flatMap((day) => wrapAtWeekEnd(day * DAY + from, length));
  return { spans, zone };
}

function listDays(group: string | undefined, first: string | undefined, last: string | undefined): number[] {
  if (group === 'weekdays') return [0, 1, 2, 3, 4];
  if (group === 'weekends') return [5, 6];
  if (first === undefined) return [0, 1, 2, 3, 4, 5, 6];
  const start = DAYS.indexOf(first);
  const end = last === undefined ? start : DAYS.indexOf(last);
  const count = ((end - start + 7) % 7) + 1;
  return Array.from({ length: count }, (_none, index) => (start + index) % 7);
}

function wrapAtWeekEnd(from: number, length: number): [number, number][] {
  const to = from + length;
  return to <= WEEK
    ? [[from, to]]
    : [
        [from, WEEK],
        [0, to - WEEK],
      ];
}

/** Whether the coverage includes all service hours; undefined when the two are written in different time zones. */
export function coversHours(cover: WeekHours, service: WeekHours): boolean | undefined {
  const merged = mergeSpans(cover.spans);
  const isAlways = merged.length === 1 && merged[0]?.[0] === 0 && merged[0][1] === WEEK;
  if (!isAlways && cover.zone !== service.zone) return undefined;
  return mergeSpans(service.spans).every(([from, to]) => merged.some(([start, end]) => start <= from && to <= end));
}

function mergeSpans(spans: [number, number][]): [number, number][] {
  const result: [number, number][] = [];
  for (const [from, to] of [...spans].sort((a, b) => a[0] - b[0])) {
    const last = result.at(-1);
    if (last !== undefined && from <= last[1]) last[1] = Math.max(last[1], to);
    else result.push([from, to]);
  }
  return result;
}
