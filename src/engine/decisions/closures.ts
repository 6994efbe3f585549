import { endOfDay } from '../../domain/dates.ts';
import { defined } from '../../domain/defined.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Closure } from '../../domain/report.ts';
import { answerOf, approvals, type ControlQuestion, type FactRequest, noPart } from '../fact-requests.ts';
import { approversOf } from '../policy/approvers.ts';
import type { EffectivePolicy } from '../policy/effective.ts';
import type { DecisionState } from './state.ts';

type Answers = Map<string, Observation<unknown>>;

/** Whether those who declined or signed under a condition are still eligible, and releasers did not contribute to this. */
export function closureRequests(decisionState: DecisionState, policy: EffectivePolicy): FactRequest[] {
  const questions = questionsOf(decisionState, policy);
  return [
    ...(questions.length === 0 ? [] : [approvals(questions)]),
    ...decisionState.released.flatMap(({ by }) => by.map((one) => noPart(one))),
  ];
}

/**
 * What closes the gate whatever the evidence: holds, declines, overdue conditions. A decline or condition of a person who
 * is no longer an approver closes nothing; where that could not be verified, it does. `expiries` receives the due dates of
 * the open conditions.
 */
export function closuresOf(
  decisionState: DecisionState,
  policy: EffectivePolicy,
  answers: Answers,
  expiries: number[],
): Closure[] {
  const holds = decisionState.holds.map(
    ({ by, at, reason, comment }): Closure => ({ kind: 'hold', by, at, reason, link: comment.url }),
  );
  // The author of a pull request must not release its hold by a comment elsewhere.
  const kept = decisionState.released.flatMap(({ hold, by }): Closure[] => {
    const isFree = by.some((one) => {
      const proof = answerOf(answers, noPart(one));
      return proof?.state === 'seen' && proof.value.accepted;
    });
    if (isFree) return [];
    return [
      { kind: 'hold', by: hold.by, at: hold.at, reason: hold.reason, link: hold.comment.url, released: by[0] ?? '' },
    ];
  });
  const questions = questionsOf(decisionState, policy);
  const answer = answerOf(answers, approvals(questions));
  const ofControls = questions.flatMap((question, index): Closure[] => {
    const seen = answer?.state === 'seen' ? answer.value[index] : fromLedger(decisionState, question.control);
    const { control } = question;
    const declined = [seen?.declined ?? []].flat().map(
      ({ by, at, reason, link }): Closure => ({
        kind: 'decline',
        control,
        by,
        at,
        reason,
        ...(link ? { link } : {}),
      }),
    );
    const open = seen?.conditions ?? [];
    expiries.push(...open.flatMap(({ due }) => endOfDay(due) ?? []));
    const overdue = open
      .filter(({ state }) => state === 'overdue')
      .map(
        ({ by, at, what, due, owner, comment }): Closure => ({
          kind: 'condition',
          control,
          by,
          at,
          reason: what,
          due,
          owner,
          link: comment.url,
        }),
      );
    return [...declined, ...overdue];
  });
  return [...holds, ...kept, ...ofControls];
}

function questionsOf(decisionState: DecisionState, policy: EffectivePolicy): ControlQuestion[] {
  const controls = [...decisionState.declines, ...decisionState.conditions].map(({ control }) => control);
  return [...new Set(controls)].sort().map((control) => ({
    control,
    ...questionFrom(policy, control),
    covers: [],
  }));
}

function questionFrom(policy: EffectivePolicy, control: string): Pick<ControlQuestion, 'approvers' | 'needsWrite'> {
  const { approvers, needsWrite } = approversOf(policy, control);
  return { approvers, ...defined({ needsWrite }) };
}

/** The state in the ledger alone, when eligibility could not be verified. */
function fromLedger(decisionState: DecisionState, control: string) {
  return {
    declined: decisionState.declines
      .filter((one) => one.control === control)
      .map(({ by, at, reason, comment }) => ({ by, at, reason, link: comment.url })),
    conditions: decisionState.conditions.filter((one) => one.control === control),
  };
}
