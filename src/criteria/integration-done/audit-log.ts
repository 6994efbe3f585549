import { day } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';
import { type SampleLook, sampleAge } from '../shared/workflow/audit-sample.ts';

const RETENTION = 'records-retention';

/** Whether the sample tells all that an auditor needs, lately, and is kept as long as the records-retention control says. */
export function judgeAuditLog(
  integration: Located<Integration>,
  look: SampleLook,
  controls: Observation<RecordSet<ControlRecord>>,
  withinDays: number,
  now: number,
): Finding[] {
  const kept = judgeRetention(integration, controls);
  if ('open' in look) return [...look.open, ...kept];
  const { sample } = look;
  const { finding, until } = sampleAge(sample, withinDays, now);
  const open = [...(finding === undefined ? [] : [finding]), ...kept];
  if (open.length > 0) return open;
  return [
    met(
      `${sample.rows.length} rows of the audit log, ${day(sample.from)} to ${day(sample.to)}, tell everything; kept ${integration.value.auditLog?.retentionDays} days, as the control says`,
      { path: sample.path },
      { until },
    ),
  ];
}

function judgeRetention(integration: Located<Integration>, controls: Observation<RecordSet<ControlRecord>>): Finding[] {
  const days = integration.value.auditLog?.retentionDays;
  if (days === undefined) return [];
  const items = controls.state === 'seen' ? controls.value.items : [];
  const record = items.find((item) => item.record.value.control === RETENTION)?.record;
  const place = integration.at('auditLog', 'retentionDays');
  if (record === undefined)
    return [
      unmet('Nobody decided how long records are kept: the records-retention control has no record', place, {
        part: 'retention',
        cause: `unsigned:${RETENTION}`,
        actors: [`control:${RETENTION}`],
        remedy: 'Have records-retention signed, with retention-days in readiness/controls/records-retention.yaml.',
      }),
    ];
  if (record.value.retentionDays === days) return [];
  return [
    unmet(
      `The audit log is kept for ${days} days; the records-retention control says ${record.value.retentionDays ?? 'nothing'}`,
      [place, record.at('retentionDays')],
      { part: 'retention', remedy: 'Keep the log as long as the control says, and write the same number in both.' },
    ),
  ];
}
