import { endOfDay } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import { untilEarliest } from '../../domain/until.ts';
import type { RecordSet } from '../../engine/inputs.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';
import { messages } from './messages.ts';

type Condition = NonNullable<ControlRecord['conditions']>[number];
type Risk = NonNullable<ControlRecord['risks']>[number];

/** What is wrong with a condition or risk, or the moment at which it is due. */
interface ConditionState {
  problem?: Statement;
  due?: number | undefined;
}

/** Whether each condition and open risk has an owner and a date, none is overdue and no high risk is open. */
export function judgeConditions({ items }: RecordSet<ControlRecord>, now: number): Finding[] {
  const states = items.flatMap(({ path, record: { value, at } }) =>
    [
      ...(value.conditions ?? []).map((one, index) => ({ ...ofCondition(one, now), place: at('conditions', index) })),
      ...(value.risks ?? []).map((one, index) => ({ ...ofRisk(one, now), place: at('risks', index) })),
    ].map((state) => ({ ...state, path })),
  );
  const findings = states.flatMap(({ problem, place, path }) =>
    problem ? [unmet(problem, place, { cause: `conditions:${path}` })] : [],
  );
  return findings.length > 0
    ? findings
    : [met(messages.conditionsInOrder(), [], untilEarliest(states.map(({ due }) => due)))];
}

function ofCondition({ what, due, issue, done }: Condition, now: number): ConditionState {
  if (done) return {};
  const end = endOfDay(due);
  if (end === undefined || now < end)
    return issue === undefined ? { problem: messages.conditionWithoutIssue({ what }) } : { due: end };
  return {
    problem:
      issue === undefined
        ? messages.conditionOverdueWithoutIssue({ what, due })
        : messages.conditionOverdue({ what, due }),
  };
}

function ofRisk({ title, severity, status, owner, due }: Risk, now: number): ConditionState {
  if (status !== 'open') return {};
  if (severity === 'high' || severity === 'critical') return { problem: messages.severeRiskOpen({ severity, title }) };
  if (owner === undefined || due === undefined) return { problem: messages.riskUnassigned({ title }) };
  const end = endOfDay(due);
  return end === undefined || now < end ? { due: end } : { problem: messages.riskOverdue({ title, due }) };
}
