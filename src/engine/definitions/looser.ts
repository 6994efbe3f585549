import { canonical } from '../../domain/canonical.ts';
import { durationDays } from '../../domain/dates.ts';
import type { Acceptor } from '../../evidence/schema/marks.ts';
import { personKey } from '../role-holders.ts';
import type { DefinitionEntry } from './entries.ts';

/** A definition that asks for less than it did. */
export interface LooserDefinition {
  /** The definition, or the whole list entry that is gone. */
  path: string;
  acceptor: Acceptor;
  /** What it was and is, in short; left out for what is not there. */
  before?: string;
  after?: string;
}

/** Whether new globs leave out a file that the old ones matched; undefined globs are those of the default. */
export type LeavesOut = (path: string, before: string[] | undefined, after: string[] | undefined) => boolean;

const MAX_SHOWN = 60;

/**
 * The definitions that are looser than before: changed against their direction, or gone. New definitions and stricter ones
 * are free. A list entry that is gone is reported once for everybody who has to accept it.
 */
export function looserDefinitions(
  before: DefinitionEntry[],
  after: DefinitionEntry[],
  leavesOut: LeavesOut,
): LooserDefinition[] {
  const now = new Map(after.map((entry) => [entry.path, entry]));
  const holders = new Set(after.map(({ within }) => within));
  const found = before.flatMap((entry): LooserDefinition[] => {
    const { path, within, rule, value } = entry;
    if (holders.has(within)) {
      const next = now.get(path);
      return isLooser(entry, next, leavesOut) ? [looser(path, rule.acceptor, value, next?.value)] : [];
    }
    return value === undefined || rule.stricter === 'subset' ? [] : [looser(within, rule.acceptor)];
  });
  return [...new Map(found.map((one) => [`${one.path} ${one.acceptor}`, one])).values()];
}

function looser(path: string, acceptor: Acceptor, before?: unknown, after?: unknown): LooserDefinition {
  return {
    path,
    acceptor,
    ...(before === undefined ? {} : { before: shown(before) }),
    ...(after === undefined ? {} : { after: shown(after) }),
  };
}

function isLooser(entry: DefinitionEntry, next: DefinitionEntry | undefined, leavesOut: LeavesOut): boolean {
  const { stricter } = entry.rule;
  const [before, after] = [entry.value, next?.value];
  if (canonical(before) === canonical(after)) return false;
  if (stricter === 'covers')
    return leavesOut(entry.path, before as string[] | undefined, after as string[] | undefined);
  if (stricter === 'subset') return !isSubset(keysOf(after), keysOf(before));
  if (stricter === 'fixed') return true;
  // Written for the first time: it asks for more than nothing.
  if (before === undefined) return false;
  if (after === undefined) return true;
  switch (stricter) {
    case 'superset':
      return !isSubset(keysOf(before), keysOf(after));
    case 'present':
      return false;
    case 'person':
      return personKey(before) !== personKey(after);
    case 'higher':
      return Number(after) < Number(before);
    case 'lower':
      return Number(after) > Number(before);
    case 'earlier':
      return String(after) > String(before);
    case 'shorter':
      return days(after) > days(before);
    case 'reach':
    case 'stop': {
      // With another operator the two values cannot be compared.
      const direction = directionOf(entry.op) * (stricter === 'reach' ? 1 : -1);
      return entry.op !== next?.op || direction === 0 || direction * (Number(after) - Number(before)) < 0;
    }
    default:
      return stricter.indexOf(String(after)) < stricter.indexOf(String(before));
  }
}

/** 1 when a higher value is harder to reach, -1 when a lower one is, 0 for equality. At least is the default. */
function directionOf(op: unknown): number {
  if (op === undefined || op === 'gt' || op === 'gte') return 1;
  return op === 'lt' || op === 'lte' ? -1 : 0;
}

function days(value: unknown): number {
  return durationDays(String(value)) ?? Number.POSITIVE_INFINITY;
}

function keysOf(value: unknown): string[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.map((item) => (typeof item === 'string' ? item : canonical(item)));
  return Object.keys(value as object);
}

function isSubset(some: string[], all: string[]): boolean {
  return some.every((one) => all.includes(one));
}

function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : canonical(value);
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN - 1)}…` : text;
}
