import * as z from 'zod';
import { definition, evidence } from './marks.ts';
import { amount, date, duration, personText, proof, ref, text } from './parts.ts';

export const COST_CLASSES = [
  'integration',
  'change-management',
  'licenses',
  'support',
  'cloud',
  'security',
  'data',
  'training',
  'human-review',
] as const;

/** `readiness/economics.yaml`: costs and benefits at full scale. */
export const economicsSection = z.strictObject({
  currency: definition(z.string().min(1).max(10), 'fixed', 'sponsor'),
  costs: evidence(
    z.array(
      z.strictObject({
        class: z
          .enum([...COST_CLASSES, 'licences'])
          .transform((name) => (name === 'licences' ? 'licenses' : name))
          .meta({ description: '`licences` is a deprecated spelling of `licenses`' }),
        amount: z.number(),
        unit: text,
        basis: z.enum(['once', 'per-month', 'per-year', 'per-unit']),
        source: text,
        listPrice: z
          .boolean()
          .optional()
          .meta({ description: 'for licenses: the amount is the list price, before any discount' }),
        zeroReason: text.optional(),
      }),
    ),
  ).optional(),
  discounts: evidence(z.array(z.strictObject({ what: text, amount, until: date.optional() }))).optional(),
  volumes: evidence(
    z.array(
      z.strictObject({
        name: z.enum(['pilot', 'target', 'beyond']),
        units: amount.meta({ description: 'cases a year' }),
        adoption: z.number().min(0).max(1).optional(),
        cost: z.number().optional(),
        benefit: z.number().meta({ description: 'in the currency, a year' }),
        justification: text.optional(),
      }),
    ),
  ).optional(),
  benefits: evidence(z.array(z.strictObject({ metric: text, amount: z.number(), basis: text }))).optional(),
  totals: evidence(
    z.strictObject({
      runRate: z.number().meta({ description: 'all recurring costs a year at the target volume' }),
      oneOff: z.number().optional(),
      unitCost: z.number().meta({ description: 'run rate by the cases a year' }),
      margin: z.number().optional().meta({ description: 'benefits a year less the run rate, in the currency' }),
    }),
  ).optional(),
  manualHours: evidence(
    z.strictObject({
      perMonth: amount,
      rate: amount,
      users: amount.optional().meta({ description: 'how many users these hours serve' }),
    }),
  )
    .optional()
    .meta({ description: 'work by hand at the target volume: hours a month, and what one costs' }),
  phaseTwo: evidence(
    z.strictObject({
      items: z.array(
        z.strictObject({
          what: z.enum(['monitoring', 'error-handling', 'cost-limits', 'security', 'edge-cases', 'integration']),
          amount: z.number(),
          zeroReason: text.optional(),
        }),
      ),
      owner: personText,
      budget: text,
    }),
  ).optional(),
  costCeiling: z
    .strictObject({
      amount: definition(amount, 'lower', 'sponsor'),
      per: definition(z.enum(['day', 'month']), 'fixed', 'sponsor'),
      enforcedBy: evidence(ref('file')),
      actual30Days: evidence(amount).optional(),
      observations: evidence(ref('table'))
        .optional()
        .meta({ description: 'what it cost, one row a day or more: columns day and cost' }),
      model: evidence(amount).optional().meta({ description: 'what the model of costs gives for the last 30 days' }),
    })
    .optional(),
  vendorQuote: evidence(
    z.strictObject({
      file: ref('file'),
      volume: amount,
      price: amount.optional(),
      term: duration.optional(),
      until: date.optional(),
      proof: proof.optional(),
    }),
  ).optional(),
});
export type Economics = z.infer<typeof economicsSection>;
