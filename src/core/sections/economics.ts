import * as z from 'zod';
import { amount, date, personText, proof, ref, text } from './parts.ts';

export const COST_CLASSES = [
  'integration',
  'change-management',
  'licences',
  'support',
  'cloud',
  'security',
  'data',
  'training',
  'human-review',
] as const;

/** `readiness/economics.yaml`: what it costs and returns at full scale. */
export const economicsSection = z.strictObject({
  currency: z.string().min(1).max(10),
  costs: z
    .array(
      z.strictObject({
        class: z.enum(COST_CLASSES),
        amount: z.number(),
        unit: text,
        basis: z.enum(['once', 'per-month', 'per-year', 'per-unit']),
        source: text,
        zeroReason: text.optional(),
      }),
    )
    .optional(),
  discounts: z.array(z.strictObject({ what: text, amount, until: date.optional() })).optional(),
  volumes: z
    .array(
      z.strictObject({
        name: z.enum(['pilot', 'target', 'beyond']),
        units: amount,
        adoption: z.number().min(0).max(1).optional(),
        cost: z.number().optional(),
        benefit: z.number(),
        justification: text.optional(),
      }),
    )
    .optional(),
  benefits: z.array(z.strictObject({ metric: text, amount: z.number(), basis: text })).optional(),
  totals: z
    .strictObject({
      runRate: z.number(),
      oneOff: z.number().optional(),
      unitCost: z.number(),
      margin: z.number().optional(),
    })
    .optional(),
  manualHours: z.strictObject({ perMonth: amount, rate: amount }).optional(),
  phaseTwo: z
    .strictObject({
      items: z.array(
        z.strictObject({
          what: z.enum(['monitoring', 'error-handling', 'cost-limits', 'security', 'edge-cases', 'integration']),
          amount: z.number(),
        }),
      ),
      owner: personText,
      budget: text,
    })
    .optional(),
  costCeiling: z
    .strictObject({
      amount,
      per: z.enum(['day', 'month']),
      enforcedBy: ref('file'),
      actual30Days: amount.optional(),
      observations: ref('table').optional(),
      model: amount.optional(),
    })
    .optional(),
  vendorQuote: z
    .strictObject({ file: ref('file'), volume: amount, until: date.optional(), proof: proof.optional() })
    .optional(),
});
