import * as z from 'zod';
import { definition, evidence } from './marks.ts';
import { amount, date, id, personText, proof, ref, text } from './parts.ts';

const exitItem = z.strictObject({
  status: z.enum(['done', 'open', 'not-applicable']),
  proof: proof.optional(),
  reason: text.optional(),
});

/** `readiness/integration.yaml`: the real systems and the six exit items. */
export const integrationSection = z.strictObject({
  systems: evidence(
    z.array(
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
    ),
  ).optional(),
  exitItems: evidence(
    z.strictObject({
      apis: exitItem.optional(),
      sso: exitItem.optional(),
      logging: exitItem.optional(),
      auditTrail: exitItem.optional(),
      backups: exitItem.optional(),
      disasterRecovery: exitItem.optional(),
    }),
  ).optional(),
  signIn: evidence(
    z.strictObject({
      provider: text,
      config: ref('file'),
      testedOn: date,
      localAccounts: z.boolean(),
      sharedKeys: z.boolean(),
    }),
  ).optional(),
  auditLog: evidence(
    z.strictObject({ sample: ref('table'), retentionDays: amount, days: amount.optional() }),
  ).optional(),
  restore: z
    .strictObject({
      testedOn: evidence(date),
      rpoMinutes: evidence(amount),
      rtoMinutes: evidence(amount),
      rpoTarget: definition(amount, 'lower', 'production'),
      rtoTarget: definition(amount, 'lower', 'production'),
      proof: evidence(proof).optional(),
    })
    .optional(),
  disasterRecovery: evidence(
    z.strictObject({ drill: ref('file').optional(), exemption: text.optional(), acceptedBy: personText.optional() }),
  ).optional(),
  volumeTest: z
    .strictObject({
      on: evidence(date),
      perMinute: evidence(amount),
      minutes: evidence(amount),
      target: definition(amount, 'higher', 'production'),
      proof: evidence(proof),
    })
    .optional(),
  productionConfig: definition(z.array(ref('text')), 'superset', 'production').optional(),
});
export type Integration = z.infer<typeof integrationSection>;
