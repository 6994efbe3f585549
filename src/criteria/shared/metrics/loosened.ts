import { durationDays } from '../../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../../domain/finding.ts';
import type { Observation, Place } from '../../../domain/observation.ts';
import type { Acceptance, ValueHistory } from '../../../engine/fact-answers.ts';
import { acceptedWords, camelKeys, type Introduced, judgeMovedStart, type Order, orderOf } from '../order.ts';
import { OP_WORDS, type Op } from './figures.ts';
import { messages } from './messages.ts';

/** A line that became easier to keep, and when. */
export interface Loosening {
  what: string;
  from: string;
  to: string;
  introduced: Introduced;
  order: Order;
}

export interface Line {
  /** Identifies the line in every version. */
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

/** Older versions were never validated: their operator may be anything. */
function shownLine(op: unknown, line: number): string {
  return `${OP_WORDS[op as Op] ?? op} ${line}`;
}

/** Stop lines: one that stops at `above 12` is loosened by a higher number. */
export function killLines(value: unknown): Line[] {
  return listed(camelKeys(value)).flatMap(({ metric, op, threshold, window }): Line[] => {
    if (typeof threshold !== 'number') return [];
    const key = `stop line of ${metric}`;
    const days = typeof window === 'string' ? durationDays(window) : undefined;
    const line: Line = {
      key,
      value: threshold,
      stricter: rising(op) ? 'lower' : 'higher',
      shown: shownLine(op, threshold),
    };
    if (days === undefined) return [line];
    return [line, { key: `window of the ${key}`, value: days, stricter: 'lower', shown: String(window) }];
  });
}

/** Targets of metrics: `at least 0.7` is loosened by a lower number. */
export function targets(value: unknown): Line[] {
  return listed(camelKeys(value)).flatMap(({ id, target }): Line[] => {
    const { op, value: line } = fields(target);
    if (typeof line !== 'number') return [];
    const stricter = rising(op) ? 'higher' : 'lower';
    return [{ key: `target of ${id}`, value: line, stricter, shown: shownLine(op, line) }];
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
      shown: shownLine(op, threshold),
    });
  if (typeof minN === 'number')
    lines.push({ key: 'min-n of the success trigger', value: minN, stricter: 'higher', shown: String(minN) });
  return lines;
}

/** Pass thresholds by class of case. */
export function thresholdLines(value: unknown): Line[] {
  return Object.entries(fields(value)).flatMap(([name, line]): Line[] =>
    typeof line === 'number'
      ? [{ key: `threshold of ${name}`, value: line, stricter: 'higher', shown: String(line) }]
      : [],
  );
}

/**
 * Lines that are looser today than they once were, by the step that loosened them. A line that was removed counts as
 * loosened; one that was loosened and restored does not.
 */
export function loosenings(history: ValueHistory, lines: (value: unknown) => Line[], moment: number): Loosening[] {
  const versions = history.values.map((entry) => ({ entry, lines: lines(entry.value) }));
  const now = versions.at(-1)?.lines ?? [];
  const found = versions.flatMap((version, index) => {
    const next = versions[index + 1];
    if (next === undefined) return [];
    return version.lines.flatMap((line): Loosening[] => {
      const after = next.lines.find(({ key }) => key === line.key);
      const today = now.find(({ key }) => key === line.key);
      if (!isLooser(after, line) || !isLooser(today, line)) return [];
      const order = orderOf(next.entry, moment);
      return [{ what: line.key, from: line.shown, to: after?.shown ?? 'nothing', introduced: next.entry, order }];
    });
  });
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
  /** The check that is evaluated: the sponsor accepts a looser line under its code. */
  code: string;
}

/**
 * A looser line is unmet unless the sponsor accepted it, and unknown when only GitHub knows when it was merged. Without a
 * history there is no line that could have been loosened.
 */
export function judgeLoosening(
  history: ValueHistory | undefined,
  lines: (value: unknown) => Line[],
  { start, declared, acceptance, place, code }: LooseningQuestion,
): Finding[] {
  if (history === undefined) return [];
  const accepted = acceptedWords(acceptance);
  // With one version nothing was ever changed, whenever the pilot began.
  const moved = history.values.length > 1 ? judgeMovedStart(start, declared, acceptance, place) : undefined;
  const each = loosenings(history, lines, start.end).map(({ what: line, from, to, introduced, order }): Finding => {
    const day = (introduced.mergedAt ?? introduced.declaredAt).slice(0, 10);
    const loosened = messages.loosened({ line, from, to, day, start: start.day, code });
    if (accepted) return met(messages.looseningAccepted({ loosened, accepted }), place, { accepted: true });
    if (order === 'unknown')
      return unknown(messages.looseningNotDated({ line, from, to }), place, { resolvableBy: 'github' });
    if (acceptance.state !== 'unavailable') return unmet(loosened, place);
    const { reason, resolvableBy } = acceptance;
    return unknown(messages.looseningAcceptanceUnknown({ loosened, reason }), place, { resolvableBy });
  });
  return moved === undefined ? each : [moved, ...each];
}
