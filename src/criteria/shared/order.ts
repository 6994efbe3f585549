import { canonical } from '../../domain/canonical.ts';
import { endOfDay, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, unknown, unmet } from '../../domain/finding.ts';
import { type Statement, summaryOf } from '../../domain/message.ts';
import type { Observation, Place } from '../../domain/observation.ts';
import type { Acceptance, Identity, ValueHistory } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import { personOf } from '../../engine/role-holders.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { orderMessages } from './order-messages.ts';

/**
 * Whether a value in a file was there before a moment. Only a merged pull request proves the order. The date of a commit
 * is declared by its author, so it can disprove the order but never prove it.
 */

export interface Introduced {
  commit: string;
  declaredAt: string;
  mergedAt?: string;
  unmerged?: true;
  author: Identity;
}
export type Order = 'before' | 'after' | 'unknown';

/** A value of a YAML file with its keys in camelCase, so that it compares with a parsed section. */
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
 * The commit that introduced the part in its current form: the oldest of the newest run of equal parts. Undefined when
 * the newest committed part differs: then the evaluated one is not committed yet.
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
  // Without a merge nothing proves the order: a commit that was pushed to the branch has only the dates of its author.
  if (introduced.unmerged) return 'after';
  const declared = parseInstant(introduced.declaredAt);
  // A commit cannot be merged before it is made, so a declared date after the moment disproves the order.
  return declared !== undefined && declared >= moment ? 'after' : 'unknown';
}

/** The day the pilot began: the earliest one ever committed counts, whatever the file states now. */
export function pilotStart(declared: string, history: ValueHistory): { day: string; moved: boolean; end: number } {
  const days = history.values.flatMap(({ value }) =>
    typeof value === 'string' && parseInstant(value) !== undefined ? [value.slice(0, 10)] : [],
  );
  const day = [...days, declared].sort()[0] ?? declared;
  return { day, moved: day !== declared, end: endOfDay(day) ?? 0 };
}

/** Accounts that may accept as the sponsor; none when the sponsor has no account. */
export function sponsorHandles(pilot: Observation<{ value: Pilot }>): string[] {
  if (pilot.state !== 'seen') return [];
  const person = personOf(pilot.value.value.owners.sponsor);
  return [person.handle ?? person.team ?? []].flat();
}

/** `accepted late by @ines on 2026-10-02, always displayed`, or undefined. */
export function acceptedWords(acceptance: Observation<Acceptance>): string | undefined {
  if (acceptance.state !== 'seen' || !acceptance.value.accepted) return undefined;
  const { at } = acceptance.value;
  const by = acceptance.value.by === undefined ? 'the sponsor' : `@${acceptance.value.by.replace(/^@/, '')}`;
  return summaryOf(
    at === undefined
      ? orderMessages.lateAcceptance({ by })
      : orderMessages.datedLateAcceptance({ by, day: at.slice(0, 10) }),
  );
}

export interface OrderQuestion {
  /** What had to be committed, as it begins a sentence: `The success trigger`. */
  what: string | Statement;
  /** What it had to come before: `the pilot began on 2026-09-01`. */
  moment: string | Statement;
  introduced: Introduced | undefined;
  /** The moment in milliseconds. */
  end: number;
  acceptance: Observation<Acceptance>;
  place: Place;
  /** What a person does next when it came too late. */
  remedy: string | Statement;
  part?: string;
}

/** Met when committed before the moment, or accepted late by the sponsor; unknown while the order is not known. */
export function judgeOrder(question: OrderQuestion): Finding {
  const { what, moment, introduced, end, acceptance, place, remedy } = question;
  const extra = question.part === undefined ? {} : { part: question.part };
  if (introduced === undefined) return unmet(orderMessages.notCommitted({ what }), place, extra);
  const { mergedAt, declaredAt } = introduced;
  const when = mergedAt
    ? orderMessages.mergedOn({ day: mergedAt.slice(0, 10) })
    : orderMessages.committedOn({ day: declaredAt.slice(0, 10) });
  const order = orderOf(introduced, end);
  if (order === 'before') return met(orderMessages.committedInTime({ what, when, moment }), place, extra);
  const accepted = acceptedWords(acceptance);
  if (accepted !== undefined)
    return met(orderMessages.acceptedLate({ what, when, moment, accepted }), place, { accepted: true, ...extra });
  if (order === 'unknown')
    return unknown(orderMessages.orderNotKnown({ what, when, moment }), place, { resolvableBy: 'github', ...extra });
  const late = introduced.unmerged
    ? orderMessages.neverMerged({ what, when, moment, remedy })
    : orderMessages.committedTooLate({ what, when, moment, remedy });
  return { ...unmetUnlessAccepted(late, acceptance, place), ...extra };
}

/** The start of the pilot was moved since it was first committed: that counts only when the sponsor accepted it. */
export function judgeMovedStart(
  start: { day: string; moved: boolean },
  declared: string,
  acceptance: Observation<Acceptance>,
  place: Place,
): Finding | undefined {
  if (!start.moved || acceptedWords(acceptance) !== undefined) return undefined;
  return unmetUnlessAccepted(orderMessages.startMoved({ day: start.day, declared }), acceptance, place);
}

/** A problem that an acceptance would settle: unknown when the acceptance could not be looked up. */
export function unmetUnlessAccepted(problem: Statement, acceptance: Observation<Acceptance>, place: Place): Finding {
  if (acceptance.state !== 'unavailable') return unmet(problem, place);
  const { reason, resolvableBy } = acceptance;
  return unknown(orderMessages.acceptanceNotVerified({ problem, reason }), place, { resolvableBy });
}

/** Whether things were committed before the pilot began, and its start was not moved; one finding for each. */
export function judgeBeforeStart(
  things: Pick<OrderQuestion, 'what' | 'introduced' | 'place' | 'remedy'>[],
  pilot: Located<Pilot>,
  startHistory: ValueHistory,
  acceptance: Observation<Acceptance>,
): Finding[] {
  const { startedOn } = pilot.value;
  const start = pilotStart(startedOn, startHistory);
  const moved = judgeMovedStart(start, startedOn, acceptance, pilot.at('startedOn'));
  return [
    ...(moved === undefined ? [] : [moved]),
    ...things.map((one) => judgeOrder({ ...one, moment: beginning(start), end: start.end, acceptance })),
  ];
}

/** The start of the pilot as part of a sentence: `the pilot began on 2026-09-01`. */
export function beginning(start: { day: string }): string {
  return summaryOf(orderMessages.pilotBegan({ day: start.day }));
}
