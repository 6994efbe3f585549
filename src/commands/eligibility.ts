import { addDays, day, endOfDay } from '../domain/dates.ts';
import { defined } from '../domain/defined.ts';
import { nearestOf } from '../domain/nearest.ts';
import { doubtWords } from '../engine/contributors.ts';
import type { AuthorDoubt } from '../engine/fact-answers.ts';
import type { Refusal } from './receipt.ts';
import type { Call, CheckRow, ControlRow, Lookup } from './tools.ts';

/** The refusal for a fact that could not be read. */
export function unavailableRefusal(lookup: Extract<Lookup<unknown>, { known: false }>): Refusal {
  return {
    because: 'not-verified',
    what: lookup.reason,
    ...defined({ again: lookup.again }),
  };
}

/** Why a person may not act as one of these approvers; undefined when they may. `of` is a control, or `waivers`. */
export async function notAmong(
  { by, tools }: Call,
  approvers: string[],
  of: string,
  needsWrite = false,
): Promise<Refusal | undefined> {
  if (approvers.length === 0) return { because: 'no-approvers', of };
  const may = await tools.isAmong(by, approvers, needsWrite);
  if (may === true) return undefined;
  if (may === 'unknown')
    return { because: 'not-verified', what: `whether @${by} is one of ${approvers.join(', ')} and has access now` };
  return { because: 'not-an-approver', of, who: approvers, ...(may === false ? {} : { lacks: may }) };
}

/** Why a person is no approver of anything; undefined when they are one of any control, or of waivers. */
export async function notAnyApprover(call: Call): Promise<Refusal | undefined> {
  const [of, who] = ['any control or waivers', allApprovers(call)];
  const owners = call.tools.controls.flatMap(({ approvers, needsWrite }) => (needsWrite ? approvers : []));
  const named = [
    ...call.tools.controls.flatMap(({ approvers, needsWrite }) => (needsWrite ? [] : approvers)),
    ...call.tools.policy.waivers.approvers,
  ];
  const against = named.length === 0 && owners.length > 0 ? undefined : await notAmong(call, named, of);
  if (owners.length === 0 || (named.length > 0 && against === undefined)) return against;
  const asOwner = await notAmong(call, owners, of, true);
  if (asOwner === undefined) return undefined;
  const worst = against?.because === 'not-verified' ? against : asOwner;
  return worst.because === 'not-an-approver' ? { ...worst, who } : worst;
}

/** Why a person is not independent of this pull request: they opened it, or contributed to its commits. */
export async function notIndependent({ by, tools }: Call, who: string[]): Promise<Refusal | undefined> {
  if (tools.pullRequest.opener === by) return { because: 'opened-it', who };
  const contributors = await tools.authors();
  if (!contributors.known) return unavailableRefusal(contributors);
  const own = contributors.value.filter(({ login }) => login === by);
  if (own.length > 0) return { because: 'wrote-commits', commits: own.map(({ commit }) => commit), who };
  const unresolved = contributors.value.find(({ login }) => login === undefined);
  if (unresolved === undefined) return undefined;
  const doubt: AuthorDoubt = unresolved.doubt ?? { commit: unresolved.commit, because: 'no-account' };
  return { because: 'not-verified', what: `whether @${by} contributed to this pull request: ${doubtWords(doubt)}` };
}

/** Everyone who may hold the gate closed. */
export function allApprovers({ tools }: Call): string[] {
  const named = [...tools.controls.flatMap(({ approvers }) => approvers), ...tools.policy.waivers.approvers];
  return [...new Set(named)];
}

export function controlOf({ tools }: Call, control: string): ControlRow | Refusal {
  const known = tools.controls.map((row) => row.control);
  return tools.controls.find((row) => row.control === control) ?? unknownName('control', control, known);
}

/** The check, or why it cannot be waived or declared not applicable. */
export function excusable({ tools }: Call, code: string, what: 'waived' | 'not-applicable'): CheckRow | Refusal {
  const row = tools.checks.find((one) => one.code === code);
  if (row?.waivable === false) return { because: 'never-waived', code, what };
  const known = tools.checks.map((one) => one.code);
  return row ?? unknownName('code', code, known);
}

export function isRefusal(found: object): found is Refusal {
  return 'because' in found;
}

/** Why a waiver cannot expire on that day: it is past, or later than the policy permits. */
export function invalidExpiry({ tools }: Call, until: string): Refusal | undefined {
  const end = endOfDay(until) ?? 0;
  const latest = day(addDays(tools.now, tools.policy.waivers.maxDays));
  if (tools.now >= end) return { because: 'invalid-expiry', given: until, how: 'past', latest };
  return until > latest ? { because: 'invalid-expiry', given: until, how: 'too-far', latest } : undefined;
}

function unknownName(kind: 'control' | 'code', given: string, known: string[]): Refusal {
  const near = nearestOf(given, known);
  return { because: 'not-known', kind, given, ...defined({ nearest: near }), known };
}
