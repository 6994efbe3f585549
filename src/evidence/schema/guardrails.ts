import * as z from 'zod';
import { amount, handle, id, personText, ref, text } from './parts.ts';

const mechanism = z
  .string()
  .min(1)
  .max(300)
  .meta({ description: 'a workflow file with a manual trigger, `flag:<key>` of a declared flag, or `policy:<path>`' });

/** `readiness/guardrails.yaml`: rollback and kill switch. */
export const guardrailsSection = z.strictObject({
  rollback: z
    .strictObject({
      limitMinutes: amount.optional(),
      covers: z.array(z.enum(['code', 'model', 'prompt', 'retrieval-index', 'configuration'])).optional(),
      notUsed: z.array(z.enum(['model', 'prompt', 'retrieval-index', 'configuration'])).optional(),
      decider: personText.optional(),
      triggerMetric: id.optional(),
    })
    .optional(),
  killSwitch: z
    .strictObject({
      how: mechanism,
      who: z.array(handle),
      effect: text,
      restore: z.union([text, z.array(text)]).optional(),
      seconds: amount.optional(),
      needsBuild: z.boolean().optional(),
    })
    .optional(),
  flags: z
    .array(
      z.strictObject({
        key: z.string().min(1).max(200),
        owner: personText,
        config: ref('text'),
        usedIn: z.array(ref('text')).min(1),
        safeDefault: z.union([z.boolean(), z.string(), z.number()]),
        exposure: text,
      }),
    )
    .optional(),
  fallback: z
    .strictObject({
      process: text,
      owner: personText,
      capacity: amount,
      volume: amount,
      unit: text,
      runbook: ref('file').optional(),
    })
    .optional(),
});
export type Guardrails = z.infer<typeof guardrailsSection>;
