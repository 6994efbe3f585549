import { day } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located, RecordSet } from '../../engine/inputs.ts';
import type { Integration } from '../../evidence/schema/integration.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';
import { type SampleLook, sampleAge } from '../shared/workflow/audit-sample.ts';
import { messages } from './messages.ts';

const RETENTION = 'records-retention';

/** Whether the sample is complete and recent, and the log is kept as long as the records-retention control requires. */
export function judgeAuditLog(
  integration: Located<Integration>,
  look: SampleLook,
  controls: Observation<RecordSet<ControlRecord>>,
  withinDays: number,
  now: number,
): Finding[] {
  const kept = judgeRetention(integration, controls);
  if ('open' in look) return [...look.open, ...kept];
  const { path, rows, from, to } = look.sample;
  const { finding, until } = sampleAge(look.sample, withinDays, now);
  const open = [finding ?? [], kept].flat();
  if (open.length > 0) return open;
  const days = integration.value.auditLog?.retentionDays ?? 0;
  const words = { rows: rows.length, from: day(from), to: day(to), days };
  return [met(messages.auditLogComplete(words), { path }, { until })];
}

function judgeRetention(integration: Located<Integration>, controls: Observation<RecordSet<ControlRecord>>): Finding[] {
  const days = integration.value.auditLog?.retentionDays;
  if (days === undefined) return [];
  const items = controls.state === 'seen' ? controls.value.items : [];
  const record = items.find((item) => item.record.value.control === RETENTION)?.record;
  const place = integration.at('auditLog', 'retentionDays');
  const part = 'retention';
  if (record === undefined) {
    const task = { part, cause: `unsigned:${RETENTION}`, actors: [`control:${RETENTION}` as const] };
    return [unmet(messages.noRetention(), place, task)];
  }
  const { retentionDays: required } = record.value;
  return required === days
    ? []
    : [
        unmet(
          messages.retentionDiffers({ days, required: required ?? 'no number' }),
          [place, record.at('retentionDays')],
          {
            part,
          },
        ),
      ];
}
