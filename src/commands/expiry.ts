import { addDays, day, endOfDay } from '../domain/dates.ts';
import type { Refusal } from './receipt.ts';
import type { Call } from './tools.ts';

/** Why a waiver may not end on that day: it lies behind us, or further ahead than the policy lets anybody grant. */
export function invalidExpiry({ tools }: Call, until: string): Refusal | undefined {
  const end = endOfDay(until) ?? 0;
  const latest = day(addDays(tools.now, tools.policy.waivers.maxDays));
  if (tools.now >= end) return { because: 'bad-end', given: until, how: 'past', latest };
  return until > latest ? { because: 'bad-end', given: until, how: 'too-far', latest } : undefined;
}
