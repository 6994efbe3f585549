import * as z from 'zod';
import { amount, date, id, personText, proof, ref, text } from './parts.ts';

const exitItem = z.strictObject({
  status: z.enum(['done', 'open', 'not-applicable']),
  proof: proof.optional(),
  reason: text.optional(),
});

/** `readiness/integration.yaml`: the real systems and the six exit items. */
export const integrationSection = z.strictObject({
  systems: z
    .array(
      z.strictObject({
        id,
        name: text.optional(),
        mode: z.enum(['live', 'export', 'mock', 'csv']),
        interface: text.optional(),
        environment: text.optional(),
        owner: personText.optional(),
        external: z.boolean().optional(),
        legacy: z.boolean().optional(),
        proof: proof.optional(),
        verifiedOn: date.optional(),
        rateLimitPerMinute: amount.optional(),
      }),
    )
    .optional(),
  exitItems: z
    .strictObject({
      apis: exitItem.optional(),
      sso: exitItem.optional(),
      logging: exitItem.optional(),
      auditTrail: exitItem.optional(),
      backups: exitItem.optional(),
      disasterRecovery: exitItem.optional(),
    })
    .optional(),
  signIn: z
    .strictObject({
      provider: text,
      config: ref('file'),
      testedOn: date,
      localAccounts: z.boolean(),
      sharedKeys: z.boolean(),
    })
    .optional(),
  auditLog: z.strictObject({ sample: ref('table'), retentionDays: amount, days: amount.optional() }).optional(),
  restore: z
    .strictObject({
      testedOn: date,
      rpoMinutes: amount,
      rtoMinutes: amount,
      rpoTarget: amount,
      rtoTarget: amount,
      proof: proof.optional(),
    })
    .optional(),
  disasterRecovery: z
    .strictObject({ drill: ref('file').optional(), exemption: text.optional(), acceptedBy: personText.optional() })
    .optional(),
  volumeTest: z.strictObject({ on: date, perMinute: amount, minutes: amount, target: amount, proof }).optional(),
  productionConfig: z.array(ref('text')).optional(),
});
export type Integration = z.infer<typeof integrationSection>;
