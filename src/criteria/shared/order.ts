import { canonical } from '../../domain/canonical.ts';
import { endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, Identity, ValueHistory } from '../../engine/fact-requests.ts';
import { personOf } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';

/**
 * Whether what stands in a file was there before a moment. Order is that of merged pull requests; a commit's own date is declared
 * by its author, so it can only ever speak against them.
 */

export interface Introduced {
  commit: string;
  declaredAt: string;
  mergedAt?: string;
  unmerged?: true;
  author: Identity;
}
export type Order = 'before' | 'after' | 'unknown';

/** A value of a YAML file with its keys in our spelling, so that it compares with what the schema gives. */
export function camelKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(camelKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[-_]([a-z0-9])/g, (_, letter: string) => letter.toUpperCase()),
      camelKeys(inner),
    ]),
  );
}

/**
 * The commit since which the part stands as it does now: the oldest of the newest run of equal parts. Undefined when
 * the newest committed part is another one: then what is judged is not committed yet.
 */
export function since(
  history: ValueHistory,
  part: (value: unknown) => unknown,
  current: unknown,
): Introduced | undefined {
  const wanted = canonical(current);
  let found: Introduced | undefined;
  for (const entry of [...history.values].reverse()) {
    if (canonical(part(camelKeys(entry.value))) !== wanted) break;
    found = entry;
  }
  return found;
}

/** Whether a commit reached the default branch before a moment. */
export function orderOf(introduced: Introduced, moment: number): Order {
  const merged = introduced.mergedAt === undefined ? undefined : parseInstant(introduced.mergedAt);
  if (merged !== undefined) return merged < moment ? 'before' : 'after';
  // What no merge has brought there was not there before: a push to the branch proves no order, whatever its dates say.
  if (introduced.unmerged) return 'after';
  const declared = parseInstant(introduced.declaredAt);
  // Nobody dates a commit later than it was made, and nothing is merged before it is committed.
  return declared !== undefined && declared >= moment ? 'after' : 'unknown';
}

/** The day the pilot began: the earliest one ever committed counts, whatever stands there now. */
export function pilotStart(declared: string, history: ValueHistory): { day: string; moved: boolean; end: number } {
  const days = history.values.flatMap(({ value }) =>
    typeof value === 'string' && parseInstant(value) !== undefined ? [value.slice(0, 10)] : [],
  );
  const day = [...days, declared].sort()[0] ?? declared;
  return { day, moved: day !== declared, end: endOfDay(day) ?? 0 };
}

/** Handles that may accept in the sponsor's name; none when the sponsor has no account. */
export function sponsorHandles(pilot: Observation<{ value: Pilot }>): string[] {
  if (pilot.state !== 'seen') return [];
  const person = personOf(pilot.value.value.owners.sponsor);
  return [person.handle ?? person.team ?? []].flat();
}

/** `accepted late by @ines on 2026-10-02, always displayed`, or undefined. */
export function acceptedWords(acceptance: Observation<Acceptance>): string | undefined {
  if (acceptance.state !== 'seen' || !acceptance.value.accepted) return undefined;
  const { by, at } = acceptance.value;
  return `accepted late by ${by ? `@${by.replace(/^@/, '')}` : 'the sponsor'}${at ? ` on ${at.slice(0, 10)}` : ''}, always displayed`;
}

export interface OrderQuestion {
  what: string;
  /** What it should have come before: `the pilot began on 2026-09-01`. */
  moment: string;
  introduced: Introduced | undefined;
  end: number;
  acceptance: Observation<Acceptance>;
  place: Place;
  remedy: string;
  part?: string;
}

/** Before the moment, or accepted late by who may; otherwise unmet, or unknown when only GitHub can tell. */
export function judgeOrder(question: OrderQuestion): Finding {
  const { what, moment, introduced, end, place, remedy } = question;
  const extra = question.part === undefined ? {} : { part: question.part };
  if (introduced === undefined)
    return unmet(`${what} is not committed as it stands`, place, {
      remedy: 'Commit the file; what nobody committed has no date.',
      ...extra,
    });
  const order = orderOf(introduced, end);
  const when = introduced.mergedAt
    ? `merged on ${introduced.mergedAt.slice(0, 10)}`
    : `committed on ${introduced.declaredAt.slice(0, 10)} as its author says`;
  const late = introduced.unmerged
    ? `${what} is not proven to come before ${moment}: no merged pull request brought it to the default branch (${when})`
    : `${what} was ${when}, after ${moment}`;
  if (order === 'before') return met(`${what} was ${when}, before ${moment}`, place, extra);
  const accepted = acceptedWords(question.acceptance);
  if (accepted)
    return met(`${what} was ${when}, not proven to be before ${moment}; ${accepted}`, place, {
      accepted: true,
      ...extra,
    });
  if (order === 'unknown')
    return unknown(
      `${what} was ${when}; only GitHub knows whether that reached the default branch before ${moment}`,
      place,
      { resolvableBy: 'github', ...extra },
    );
  if (question.acceptance.state === 'unavailable')
    return unknown(
      `${late}; whether the sponsor accepted that could not be asked: ${question.acceptance.reason}`,
      place,
      { resolvableBy: question.acceptance.resolvableBy, ...extra },
    );
  return unmet(late, place, { remedy, ...extra });
}

/** The start of the pilot was moved since it was first committed: that counts only when the sponsor accepted it. */
export function judgeMovedStart(
  start: { day: string; moved: boolean },
  declared: string,
  acceptance: Observation<Acceptance>,
  place: Place,
): Finding | undefined {
  if (!start.moved || acceptedWords(acceptance) !== undefined) return undefined;
  const says = `The pilot began on ${start.day} as first committed; started-on now says ${declared}`;
  if (acceptance.state === 'unavailable')
    return unknown(`${says}; whether the sponsor accepted that could not be asked: ${acceptance.reason}`, place, {
      resolvableBy: acceptance.resolvableBy,
    });
  return unmet(says, place, { remedy: `Put started-on back to ${start.day}, or have the sponsor accept the change.` });
}

/** The moment as it is put in a sentence. */
export function beginning(start: { day: string }): string {
  return `the pilot began on ${start.day}`;
}
