import { endOfDay } from '../../domain/dates.ts';
import type { CommandRef, DecisionOf } from './decision.ts';

export type ControlDecision = DecisionOf<'sign-off' | 'decline' | 'withdraw'>;

/** A decision of a person about a control. Void: its comment was edited or deleted since. */
export interface ControlStatement {
  decision: ControlDecision;
  isVoid: boolean;
}

/** The last signature of one person for one control. */
export interface SignOff {
  decision: DecisionOf<'sign-off'>;
  state: 'current' | 'withdrawn' | 'void';
}

export interface Condition {
  control: string;
  /** Who signed under it. */
  by: string;
  at: string;
  what: string;
  due: string;
  owner: string;
  state: 'open' | 'overdue';
  comment: CommandRef;
  pullRequest: number;
}

export interface ControlStates {
  signOffs: SignOff[];
  declines: DecisionOf<'decline'>[];
  conditions: Condition[];
}

interface LatestStatements {
  signed?: SignOff;
  decline?: DecisionOf<'decline'>;
  conditions: DecisionOf<'sign-off'>[];
}

/**
 * The latest statements of each person about each control. A void statement loses only what it opened: a void signature
 * still replaces earlier ones, and its condition remains.
 */
export function controlStates(statements: ControlStatement[], now: number): ControlStates {
  const latest = new Map<string, LatestStatements>();
  for (const statement of statements) {
    const { control, by } = statement.decision;
    const key = `${by}\n${control}`;
    latest.set(key, applyStatement(latest.get(key) ?? { conditions: [] }, statement));
  }
  const all = [...latest.values()];
  return {
    signOffs: all.flatMap(({ signed }) => signed ?? []),
    declines: all.flatMap(({ decline }) => decline ?? []),
    conditions: all.flatMap(({ conditions }) => conditions.flatMap((one) => conditionOf(one, now))),
  };
}

function applyStatement(before: LatestStatements, { decision, isVoid }: ControlStatement): LatestStatements {
  switch (decision.verb) {
    case 'sign-off': {
      const own = decision.condition === undefined ? [] : [decision];
      if (!isVoid) return { signed: { decision, state: 'current' }, conditions: own };
      return { ...before, signed: { decision, state: 'void' }, conditions: [...before.conditions, ...own] };
    }
    case 'decline':
      return { ...withdrawn(before), decline: decision };
    case 'withdraw':
      if (isVoid) return withdrawn(before);
      return before.signed === undefined
        ? { conditions: [] }
        : { signed: { decision: before.signed.decision, state: 'withdrawn' }, conditions: [] };
  }
}

function withdrawn(before: LatestStatements): LatestStatements {
  if (before.signed === undefined) return before;
  const state = before.signed.state === 'void' ? 'void' : 'withdrawn';
  return { ...before, signed: { decision: before.signed.decision, state } };
}

function conditionOf(decision: DecisionOf<'sign-off'>, now: number): Condition[] {
  const { control, by, at, condition, comment, pullRequest } = decision;
  if (condition === undefined) return [];
  const end = endOfDay(condition.due);
  const state = end === undefined || now >= end ? 'overdue' : 'open';
  return [{ control, by, at, ...condition, state, comment, pullRequest }];
}
