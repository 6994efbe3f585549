import { addDays, daysBetween, endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, notVerified, stale, unmet } from '../../domain/finding.ts';
import { defineMessages } from '../../domain/message.ts';
import type { Place } from '../../domain/observation.ts';
import { fileProblem, type Tree } from '../../domain/tree.ts';
import type { Named } from '../../engine/inputs.ts';
import { isBlankText } from './documents/blank-text.ts';

/**
 * Checks of single values that recur in many criteria. Each function returns findings; an empty list means that nothing is
 * wrong. `what` names the value and begins a sentence: `The sign-in provider`.
 */

interface Field {
  what: string;
  place: Place;
  /** The part of the check that the value belongs to. */
  part?: string | undefined;
}

const shapeMessages = defineMessages({
  blank: {
    summary: '{what} is {value:quote}, which is a placeholder',
    remedy: 'Replace {value:quote} with the real value.',
  },
  notStated: { summary: '{what} is not stated', remedy: 'State it in {path}.' },
  noSuchFile: {
    summary: '{what} names {path:quote 90}, which {problem}',
    remedy: 'Commit the file, or correct the path.',
  },
  noSuchText: {
    summary: '{what} names {path:quote 90}, which is missing or is not a text file',
    remedy: 'Commit the file, or correct the path.',
  },
  futureDate: {
    summary: '{what} is dated {day}, which is in the future',
    remedy: 'Enter the day on which it happened.',
  },
  tooOld: {
    summary: '{what} is from {day}, {days|day|days} ago; at most {limit} are allowed',
    remedy: 'Do it again and enter the new date.',
  },
});

const partOf = ({ part }: Field): { part?: string } => (part === undefined ? {} : { part });

/** A text that is present and not a placeholder. */
export function filled(text: string | undefined, field: Field): Finding[] {
  const { what, place } = field;
  if (text === undefined) return [unmet(shapeMessages.notStated({ what, path: place.path }), place, partOf(field))];
  return isBlankText(text) ? [unmet(shapeMessages.blank({ what, value: text }), place, partOf(field))] : [];
}

/** The path of a file that has content at the evaluated commit. */
export function existingPath(tree: Tree, path: string, field: Field): Finding[] {
  const problem = fileProblem(tree, path);
  const { what, place } = field;
  return problem === undefined ? [] : [unmet(shapeMessages.noSuchFile({ what, path, problem }), place, partOf(field))];
}

/** The text of a file that evidence names, or why it cannot be read. */
export function openText(files: Named, path: string, field: Field): { text: string } | { open: Finding } {
  const { what, place } = field;
  const text = files.text(path);
  if (text.state === 'seen') return { text: text.value };
  if (text.state === 'unavailable') return { open: notVerified(text.reason, text.resolvableBy, place) };
  const cause = `${text.state}:${path}`;
  return { open: unmet(shapeMessages.noSuchText({ what, path }), place, { cause, ...partOf(field) }) };
}

/** A day that is not in the future and, with `withinDays`, is recent enough. `day` is an ISO date, `now` is in milliseconds. */
export function dated(day: string, now: number, field: Field, withinDays?: number): Finding[] {
  const { what, place } = field;
  const at = parseInstant(day) ?? 0;
  if (at > now) return [unmet(shapeMessages.futureDate({ what, day }), place, partOf(field))];
  if (withinDays === undefined || now < validUntil(day, withinDays)) return [];
  const words = { what, day, days: daysBetween(at, now), limit: withinDays };
  return [stale(shapeMessages.tooOld(words), place, partOf(field))];
}

/** The moment (ms) until which a day is recent enough. */
export function validUntil(day: string, withinDays: number): number {
  return addDays(endOfDay(day) ?? 0, withinDays);
}
