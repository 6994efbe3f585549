import * as z from 'zod';
import { definition, evidence } from './marks.ts';
import { date, handle, id, personText, ref, text } from './parts.ts';

/** `readiness/workflow.yaml`: where the system is embedded and what it may decide. */
export const workflowSection = z.strictObject({
  embeddedIn: evidence(
    z.strictObject({
      system: id,
      kind: z.enum(['ticketing', 'crm', 'approval', 'routing', 'erp', 'other', 'side-tool']),
    }),
  ).optional(),
  approvedBy: evidence(z.array(handle)).optional(),
  approvedOn: evidence(date).optional(),
  steps: evidence(z.array(z.strictObject({ id, title: text, by: text.optional() }))).optional(),
  wrongOutput: evidence(
    z.strictObject({ detect: text, rules: personText, correct: text, notify: text, learn: text }),
  ).optional(),
  decisions: z
    .array(
      z.strictObject({
        id: evidence(id),
        action: evidence(text),
        reads: evidence(z.array(id)).optional(),
        writes: evidence(z.array(id)).optional(),
        trigger: evidence(text).optional(),
        handoffTo: evidence(personText).optional(),
        risk: definition(z.enum(['low', 'medium', 'high']), ['low', 'medium', 'high'], 'workflow'),
        mode: definition(z.enum(['auto', 'confirm', 'human-only']), ['auto', 'confirm', 'human-only'], 'workflow'),
        overrideBy: evidence(personText).optional(),
        wrongOutput: evidence(text).optional(),
        enforcedAt: evidence(ref('file')).optional(),
        test: evidence(z.string().min(1).max(300)).optional(),
        lowerRiskReason: evidence(text).optional(),
      }),
    )
    .optional(),
  outsideFlow: z
    .strictObject({
      metric: definition(id, 'fixed', 'workflow'),
      limit: definition(z.number(), 'lower', 'workflow'),
    })
    .optional(),
  runs: z
    .strictObject({
      file: evidence(ref('table')),
      machines: definition(z.array(z.string().min(1).max(100)), 'subset', 'workflow')
        .optional()
        .meta({ description: 'accounts by which the system itself acts; everybody else in touch_by is a person' }),
    })
    .optional()
    .meta({
      description:
        'the log of what it did: run_id, cohort, decision_id, at, touch_by, touch_kind and, for the economics, touch_minutes',
    }),
});
export type Workflow = z.infer<typeof workflowSection>;
