import { durationDays } from '../../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../../domain/finding.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../../engine/fact-requests.ts';
import { acceptedWords, camelKeys, type Introduced, judgeMovedStart, type Order, orderOf } from '../order.ts';

/** A line that became easier to keep, and when. */
export interface Loosening {
  what: string;
  from: string;
  to: string;
  introduced: Introduced;
  order: Order;
}

export interface Line {
  /** Names the line over time. */
  key: string;
  value: number;
  /** Which way is stricter. */
  stricter: 'higher' | 'lower';
  shown: string;
}

type Fields = Record<string, unknown>;

function fields(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

function listed(value: unknown): Fields[] {
  return Array.isArray(value) ? value.map(fields) : [];
}

function rising(op: unknown): boolean {
  return op === 'gt' || op === 'gte';
}

/** Kill lines: one that stops at `above 12` is loosened by a higher number. */
export function killLines(value: unknown): Line[] {
  return listed(camelKeys(value)).flatMap(({ metric, op, threshold, window }) => {
    if (typeof threshold !== 'number') return [];
    const key = `kill line of ${metric}`;
    const days = typeof window === 'string' ? durationDays(window) : undefined;
    const stricter = rising(op) ? ('lower' as const) : ('higher' as const);
    return [
      { key, value: threshold, stricter, shown: `${op} ${threshold}` },
      ...(days === undefined
        ? []
        : [{ key: `window of the ${key}`, value: days, stricter: 'lower' as const, shown: String(window) }]),
    ];
  });
}

/** Targets of metrics: `at least 0.7` is loosened by a lower number. */
export function targets(value: unknown): Line[] {
  return listed(camelKeys(value)).flatMap(({ id, target }) => {
    const { op, value: line } = fields(target);
    if (typeof line !== 'number') return [];
    const stricter = rising(op) ? ('higher' as const) : ('lower' as const);
    return [{ key: `target of ${id}`, value: line, stricter, shown: `${op} ${line}` }];
  });
}

/** The success trigger: its threshold and its smallest number of cases. */
export function triggerLines(value: unknown): Line[] {
  const { metric, op, threshold, minN } = fields(camelKeys(value));
  const lines: Line[] = [];
  if (typeof threshold === 'number')
    lines.push({
      key: `success trigger on ${metric}`,
      value: threshold,
      stricter: rising(op) ? 'higher' : 'lower',
      shown: `${op} ${threshold}`,
    });
  if (typeof minN === 'number')
    lines.push({ key: 'min-n of the success trigger', value: minN, stricter: 'higher', shown: String(minN) });
  return lines;
}

/** Pass thresholds by class of case. */
export function thresholdLines(value: unknown): Line[] {
  return Object.entries(fields(value)).flatMap(([name, line]) =>
    typeof line === 'number'
      ? [{ key: `threshold of ${name}`, value: line, stricter: 'higher' as const, shown: String(line) }]
      : [],
  );
}

/**
 * Lines that stand looser today than they once did, by the step that loosened them. A line that is gone counts as
 * loosened; one that was loosened and put back does not.
 */
export function loosenings(history: ValueHistory, lines: (value: unknown) => Line[], moment: number): Loosening[] {
  const versions = history.values.map((entry) => ({ entry, lines: lines(entry.value) }));
  const now = versions.at(-1)?.lines ?? [];
  const found: Loosening[] = [];
  for (const [index, version] of versions.entries()) {
    const next = versions[index + 1];
    if (next === undefined) break;
    for (const line of version.lines) {
      const after = next.lines.find(({ key }) => key === line.key);
      const today = now.find(({ key }) => key === line.key);
      if (!isLooser(after, line) || !isLooser(today, line)) continue;
      found.push({
        what: line.key,
        from: line.shown,
        to: after?.shown ?? 'nothing',
        introduced: next.entry,
        order: orderOf(next.entry, moment),
      });
    }
  }
  return found.filter(({ order }) => order !== 'before');
}

function isLooser(line: Line | undefined, than: Line): boolean {
  if (line === undefined || line.stricter !== than.stricter) return true;
  return than.stricter === 'higher' ? line.value < than.value : line.value > than.value;
}

export interface LooseningQuestion {
  start: { day: string; moved: boolean; end: number };
  declared: string;
  acceptance: Observation<Acceptance>;
  place: Place;
  /** The check that asks, for the words of the way out. */
  code?: string;
}

/** A looser line is unmet unless the sponsor accepted it; unknown when only GitHub can tell when it was merged. */
export function judgeLoosening(
  history: ValueHistory,
  lines: (value: unknown) => Line[],
  { start, declared, acceptance, place, code = 'BK-5' }: LooseningQuestion,
): Finding[] {
  const accepted = acceptedWords(acceptance);
  // With one version nothing was ever changed, whenever the pilot began.
  const moved = history.values.length > 1 ? judgeMovedStart(start, declared, acceptance, place) : undefined;
  const each = loosenings(history, lines, start.end).map(({ what, from, to, introduced, order }): Finding => {
    const when = (introduced.mergedAt ?? introduced.declaredAt).slice(0, 10);
    const says = `The ${what} was loosened from ${from} to ${to} on ${when}, after the pilot began on ${start.day}`;
    if (accepted) return met(`${says}; ${accepted}`, place, { accepted: true });
    if (order === 'unknown')
      return unknown(
        `The ${what} was loosened from ${from} to ${to}; only GitHub knows whether that was before the pilot`,
        place,
        {
          resolvableBy: 'github',
        },
      );
    if (acceptance.state === 'unavailable')
      return unknown(`${says}; whether the sponsor accepted that could not be asked: ${acceptance.reason}`, place, {
        resolvableBy: acceptance.resolvableBy,
      });
    return unmet(says, place, {
      remedy: `Put ${from} back, or have the sponsor comment \`/readiness accept ${code} because <reason>\`.`,
    });
  });
  return moved === undefined ? each : [moved, ...each];
}
