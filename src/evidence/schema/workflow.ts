import * as z from 'zod';
import { date, handle, id, personText, ref, text } from './parts.ts';

/** `readiness/workflow.yaml`: where the system is embedded and what it may decide. */
export const workflowSection = z.strictObject({
  embeddedIn: z
    .strictObject({
      system: id,
      kind: z.enum(['ticketing', 'crm', 'approval', 'routing', 'erp', 'other', 'side-tool']),
    })
    .optional(),
  approvedBy: z.array(handle).optional(),
  approvedOn: date.optional(),
  steps: z.array(z.strictObject({ id, title: text, by: text.optional() })).optional(),
  wrongOutput: z.strictObject({ detect: text, rules: personText, correct: text, notify: text, learn: text }).optional(),
  decisions: z
    .array(
      z.strictObject({
        id,
        action: text,
        reads: z.array(id).optional(),
        writes: z.array(id).optional(),
        trigger: text.optional(),
        handoffTo: personText.optional(),
        risk: z.enum(['low', 'medium', 'high']),
        mode: z.enum(['auto', 'confirm', 'human-only']),
        overrideBy: personText.optional(),
        wrongOutput: text.optional(),
        enforcedAt: ref('file').optional(),
        test: z.string().min(1).max(300).optional(),
        lowerRiskReason: text.optional(),
      }),
    )
    .optional(),
  outsideFlow: z.strictObject({ metric: id, limit: z.number() }).optional(),
  runs: z
    .strictObject({
      file: ref('table'),
      machines: z
        .array(z.string().min(1).max(100))
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
