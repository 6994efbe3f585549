import { endOfDay } from '../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { RecordSet } from '../../engine/inputs.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';

type Condition = NonNullable<ControlRecord['conditions']>[number];
type Risk = NonNullable<ControlRecord['risks']>[number];

/** What one condition or risk gives: something wrong with it, or the moment at which it falls due. */
interface ConditionState {
  finding?: Finding;
  end?: number | undefined;
}

/** Whether each condition and open risk has somebody and a date, none is overdue and no high risk is open. */
export function judgeConditions(controls: RecordSet<ControlRecord>, now: number): Finding | Finding[] {
  const standings = controls.items.flatMap(({ path, record }) =>
    [
      ...(record.value.conditions ?? []).map((one, index) => ofCondition(one, record.at('conditions', index), now)),
      ...(record.value.risks ?? []).map((one, index) => ofRisk(one, record.at('risks', index), now)),
    ].map(({ finding, end }) => ({ finding: finding && { ...finding, cause: `conditions:${path}` }, end })),
  );
  const findings = standings.flatMap(({ finding }) => finding ?? []);
  const ends = standings.flatMap(({ end }) => end ?? []);
  return findings.length > 0
    ? findings
    : met('No condition is overdue and no high risk is open', [], ends.length > 0 ? { until: Math.min(...ends) } : {});
}

function ofCondition(condition: Condition, at: Place, now: number): ConditionState {
  if (condition.done) return {};
  const end = endOfDay(condition.due);
  const noIssue = condition.issue === undefined;
  if (end !== undefined && now >= end)
    return {
      finding: unmet(
        `The condition ${quote(condition.what)} was due on ${condition.due}${noIssue ? ', and has no issue' : ''}`,
        at,
        { remedy: 'Close the condition and mark it done, or have the approver set a new date.' },
      ),
    };
  return noIssue ? { finding: unmet(`The condition ${quote(condition.what)} has no issue`, at) } : { end };
}

function ofRisk(risk: Risk, at: Place, now: number): ConditionState {
  if (risk.status !== 'open') return {};
  if (risk.severity === 'high' || risk.severity === 'critical')
    return {
      finding: unmet(`The ${risk.severity} risk ${quote(risk.title)} is still open`, at, {
        remedy: 'Mitigate it, or have the approver accept it in writing.',
      }),
    };
  if (risk.owner === undefined || risk.due === undefined)
    return { finding: unmet(`The open risk ${quote(risk.title)} has no owner or no date`, at) };
  const end = endOfDay(risk.due);
  if (end === undefined || now < end) return { end };
  return { finding: unmet(`The open risk ${quote(risk.title)} was due on ${risk.due}`, at) };
}
