import { defined } from '../domain/defined.ts';
import { nearestOf } from '../domain/nearest.ts';
import type { Refusal } from './receipt.ts';
import type { Call, CheckRow, ControlRow, Looked } from './tools.ts';

/** What could not be looked at, as a refusal. */
export function unavailableRefusal(looked: Extract<Looked<unknown>, { known: false }>): Refusal {
  return {
    because: 'could-not-look',
    what: looked.reason,
    ...defined({ again: looked.again }),
  };
}

/** Why a person may not act as one of these approvers; undefined when they may. `of` is a control, or `waivers`. */
export async function notAmong({ by, tools }: Call, approvers: string[], of: string): Promise<Refusal | undefined> {
  if (approvers.length === 0) return { because: 'nobody-named', of };
  const among = await tools.isAmong(by, approvers);
  if (among === true) return undefined;
  if (among === false) return { because: 'not-an-approver', of, who: approvers };
  return { because: 'could-not-look', what: `whether @${by} is one of ${approvers.join(', ')}` };
}

/** Why a person is not independent of this pull request: they opened it, or had a hand in its commits. */
export async function notIndependent({ by, tools }: Call, who: string[]): Promise<Refusal | undefined> {
  if (tools.pullRequest.opener === by) return { because: 'opened-it', who };
  const hands = await tools.authors();
  if (!hands.known) return unavailableRefusal(hands);
  const own = hands.value.filter(({ login }) => login === by);
  if (own.length > 0) return { because: 'wrote-commits', commits: own.map(({ commit }) => commit), who };
  const nobody = hands.value.find(({ login }) => login === undefined);
  if (nobody === undefined) return undefined;
  const short = nobody.commit.slice(0, 7);
  return { because: 'could-not-look', what: `who wrote ${short}, which resolves to no account: whether it was @${by}` };
}

/** Everybody who may close the gate by hand. */
export function allApprovers({ tools }: Call): string[] {
  const named = [...tools.controls.flatMap(({ approvers }) => approvers), ...tools.policy.waivers.approvers];
  return [...new Set(named)];
}

export function controlOf({ tools }: Call, control: string): ControlRow | Refusal {
  const known = tools.controls.map((row) => row.control);
  return tools.controls.find((row) => row.control === control) ?? notKnown('control', control, known);
}

/** The check, unless nobody knows it or it can be neither waived nor declared not applicable. */
export function excusable({ tools }: Call, code: string, what: 'waived' | 'not-applicable'): CheckRow | Refusal {
  const row = tools.checks.find((one) => one.code === code);
  if (row?.waivable === false) return { because: 'never-waived', code, what };
  const known = tools.checks.map((one) => one.code);
  return row ?? notKnown('code', code, known);
}

export function isRefusal(found: object): found is Refusal {
  return 'because' in found;
}

function notKnown(kind: 'control' | 'code', given: string, known: string[]): Refusal {
  const near = nearestOf(given, known);
  return { because: 'not-known', kind, given, ...defined({ nearest: near }), known };
}
