import * as z from 'zod';
import { definition, evidence } from './marks.ts';
import { amount, date, duration, id, observations, op, personText, ratio, ref, text, url } from './parts.ts';

/** What a metric measures, in the terms of the catalog; `activity` and `satisfaction` never count as outcome. */
export const MEASURES = [
  'cycle-time',
  'error-rate',
  'rework-rate',
  'cost-per-unit',
  'accuracy',
  'exception-rate',
  'uptime',
  'latency',
  'revenue',
  'cost',
  'time',
  'error',
  'risk',
  'adoption',
  'mttr',
  'data-quality',
  'automation-holding',
  'activity',
  'satisfaction',
  'other',
] as const;
export type Measure = (typeof MEASURES)[number];

const metric = z.strictObject({
  id: evidence(id),
  title: evidence(text).optional(),
  measures: definition(z.enum(MEASURES), 'fixed', 'sponsor')
    .optional()
    .meta({ description: 'what it measures; may be left out when the id says it' }),
  type: definition(z.enum(['mean', 'proportion', 'rate', 'percentile', 'total']), 'fixed', 'sponsor'),
  percentile: definition(z.number().min(1).max(99.9), 'fixed', 'sponsor').optional(),
  unit: definition(z.string().min(1).max(40), 'fixed', 'sponsor').meta({
    description: 'UCUM: min, s, %, 1, {USD}/{ticket}',
  }),
  good: definition(z.enum(['lower', 'higher']), 'fixed', 'sponsor'),
  population: definition(text, 'fixed', 'sponsor').optional(),
  method: evidence(text).optional(),
  owner: evidence(personText).optional(),
  query: evidence(z.union([ref('file'), url])).optional(),
  cadence: definition(duration, 'shorter', 'sponsor').optional(),
  target: z
    .strictObject({ op: definition(op, 'fixed', 'sponsor'), value: definition(z.number(), 'reach', 'sponsor') })
    .optional(),
  observations: observations.optional(),
});
export type Metric = z.infer<typeof metric>;

/** `readiness/metrics.yaml`: baselines, targets, kill criteria and observations. */
export const metricsSection = z.strictObject({
  // Not definitions: history shows whether they were there before the pilot began, and only the sponsor accepts later ones.
  baselines: evidence(
    z.array(
      z.strictObject({
        metric: id,
        value: z.number(),
        unit: z.string().min(1).max(40),
        n: z.int().nonnegative().optional(),
        sd: amount.optional(),
        events: z.int().nonnegative().optional(),
        total: z.int().nonnegative().optional(),
        from: date,
        to: date,
        population: text.optional(),
        method: text.optional(),
        source: z
          .union([
            text,
            z.strictObject({
              system: text,
              query: ref('file').optional(),
              collectedBy: personText.optional(),
              collectedOn: date.optional(),
            }),
          ])
          .optional(),
        export: ref('file').optional(),
        observations: observations.optional(),
      }),
    ),
  ).optional(),
  killCriteria: z
    .array(
      z.strictObject({
        metric: evidence(id),
        op: definition(op, 'fixed', 'sponsor'),
        threshold: definition(z.number(), 'stop', 'sponsor'),
        window: definition(duration, 'shorter', 'sponsor'),
        action: evidence(text),
        decider: definition(personText, 'person', 'sponsor'),
        baseline: evidence(z.number()).optional(),
      }),
    )
    .optional(),
  process: z.array(metric).optional(),
  outcome: z.array(metric).optional(),
  leading: z.array(metric).optional(),
  successTrigger: z
    .strictObject({
      metric: definition(id, 'fixed', 'sponsor'),
      op: definition(op, 'fixed', 'sponsor'),
      threshold: definition(z.number(), 'reach', 'sponsor'),
      window: definition(duration, 'fixed', 'sponsor'),
      from: definition(date, 'fixed', 'sponsor')
        .optional()
        .meta({ description: 'start of the window it is judged on; the newest full window when left out' }),
      minN: definition(z.int().positive(), 'higher', 'sponsor'),
      decisionBy: definition(date, 'earlier', 'sponsor'),
      decided: evidence(
        z.strictObject({ on: date, decision: z.enum(['expand', 'harden', 'stop']), by: personText }),
      ).optional(),
    })
    .optional(),
  value: evidence(
    z.strictObject({
      metric: id,
      perUnit: z.number(),
      currency: z.string().min(1).max(10),
      volume: amount,
      amount: z.number(),
    }),
  )
    .optional()
    .meta({ description: 'money or risk: outcome delta times volume' }),
  scorecard: definition(z.array(id), 'superset', 'sponsor').optional(),
  slos: z
    .array(
      z.strictObject({
        id: evidence(id),
        measures: definition(
          z.enum(['availability', 'latency', 'quality', 'exception-rate', 'data-quality']),
          'fixed',
          'production',
        ),
        target: definition(z.number(), 'reach', 'production'),
        op: definition(op, 'fixed', 'production').optional(),
        window: definition(duration, 'fixed', 'production'),
        indicator: evidence(text),
        observations: observations.optional(),
        alert: evidence(
          z.strictObject({ file: ref('text'), routesTo: personText, runbook: z.string().max(300) }),
        ).optional(),
      }),
    )
    .optional(),
  errorBudget: z
    .strictObject({
      policy: z
        .array(
          z.strictObject({
            remainingBelow: definition(ratio, 'higher', 'production'),
            consequence: definition(z.enum(['freeze', 'roll-back', 'review']), 'fixed', 'production'),
            decider: definition(personText, 'person', 'production'),
          }),
        )
        .min(1),
      freeze: evidence(text).optional(),
    })
    .optional(),
  incidents: z
    .strictObject({
      file: evidence(ref('table')),
      mttrTargetMinutes: definition(amount, 'lower', 'production'),
    })
    .optional(),
  health: evidence(z.strictObject({ endpoint: url.optional(), workflow: ref('file').optional() })).optional(),
});
export type Metrics = z.infer<typeof metricsSection>;
