import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Acceptance } from '../../engine/fact-answers.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { DrillRecord } from '../../evidence/schema/records.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { judgeDrill, latestDrill } from '../shared/drills.ts';
import { messages } from './messages.ts';

/** The reason why this service needs no disaster recovery of its own; the governance owner must accept it. */
export function exemptionOf(integration: Located<Integration>): string | undefined {
  const reason = integration.value.disasterRecovery?.exemption;
  return reason === undefined || isBlankText(reason) ? undefined : reason;
}

/** Whether a drill passed within the time that a restore may take, or an exemption gives a reason. */
export function judgeRecovery(
  integration: Located<Integration>,
  drills: Observation<RecordSet<DrillRecord>>,
  tree: Tree,
  withinDays: number,
  now: number,
): Finding[] {
  const reason = exemptionOf(integration);
  if (reason !== undefined)
    return [met(messages.recoveryExempt({ reason }), integration.at('disasterRecovery', 'exemption'))];
  const named = integration.value.disasterRecovery?.drill;
  const newest = latestDrill(drills, 'disaster-recovery')?.path;
  if (named !== undefined && newest !== undefined && newest !== named.replace(/^(\.\/)+/, '')) {
    const places = [integration.at('disasterRecovery', 'drill'), { path: newest }];
    return [unmet(messages.olderDrillNamed({ named, newest }), places)];
  }
  const limit = integration.value.restore?.rtoTarget;
  return judgeDrill(drills, {
    kind: 'disaster-recovery',
    withinDays,
    ...(limit === undefined ? {} : { limitSeconds: limit * 60 }),
    limitAt: 'restore.rto-target in readiness/integration.yaml',
    tree,
    now,
  });
}

/** An exemption holds when the governance owner accepted it. The acceptance is always displayed. */
export function judgeExemption(integration: Located<Integration>, { accepted, by }: Acceptance): Finding {
  const place = integration.at('disasterRecovery', 'exemption');
  const reason = exemptionOf(integration) ?? '';
  if (!accepted) return unmet(messages.recoveryExemptionNotAccepted(), place, { actors: ['governance-owner'] });
  const who = by === undefined ? 'the governance owner' : `@${by}`;
  return met(messages.recoveryExemptionAccepted({ reason, by: who }), place, { accepted: true });
}
