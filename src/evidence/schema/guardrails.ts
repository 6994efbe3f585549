import * as z from 'zod';
import { definition, evidence } from './marks.ts';
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
      limitMinutes: definition(amount, 'lower', 'production').optional(),
      covers: definition(
        z.array(z.enum(['code', 'model', 'prompt', 'retrieval-index', 'configuration'])),
        'superset',
        'production',
      ).optional(),
      notUsed: definition(
        z.array(z.enum(['model', 'prompt', 'retrieval-index', 'configuration'])),
        'subset',
        'production',
      ).optional(),
      decider: definition(personText, 'person', 'production').optional(),
      triggerMetric: definition(id, 'fixed', 'production').optional(),
    })
    .optional(),
  killSwitch: evidence(
    z.strictObject({
      how: mechanism,
      who: z.array(handle),
      effect: text,
      restore: z.union([text, z.array(text)]).optional(),
      seconds: amount.optional(),
      needsBuild: z.boolean().optional(),
    }),
  ).optional(),
  flags: evidence(
    z.array(
      z.strictObject({
        key: z.string().min(1).max(200),
        owner: personText,
        config: ref('text'),
        usedIn: z.array(ref('text')).min(1),
        safeDefault: z.union([z.boolean(), z.string(), z.number()]),
        exposure: text,
      }),
    ),
  ).optional(),
  fallback: evidence(
    z.strictObject({
      process: text,
      owner: personText,
      capacity: amount,
      volume: amount,
      unit: text,
      runbook: ref('file').optional(),
    }),
  ).optional(),
});
export type Guardrails = z.infer<typeof guardrailsSection>;
