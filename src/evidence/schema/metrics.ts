import * as z from 'zod';
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
  id,
  title: text.optional(),
  measures: z.enum(MEASURES).optional().meta({ description: 'what it measures; may be left out when the id says it' }),
  type: z.enum(['mean', 'proportion', 'rate', 'percentile', 'total']),
  percentile: z.number().min(1).max(99.9).optional(),
  unit: z.string().min(1).max(40).meta({ description: 'UCUM: min, s, %, 1, {USD}/{ticket}' }),
  good: z.enum(['lower', 'higher']),
  population: text.optional(),
  method: text.optional(),
  owner: personText.optional(),
  query: z.union([ref('file'), url]).optional(),
  cadence: duration.optional(),
  target: z.strictObject({ op, value: z.number() }).optional(),
  observations: observations.optional(),
});
export type Metric = z.infer<typeof metric>;

/** `readiness/metrics.yaml`: baselines, targets, kill criteria and observations. */
export const metricsSection = z.strictObject({
  baselines: z
    .array(
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
    )
    .optional(),
  killCriteria: z
    .array(
      z.strictObject({
        metric: id,
        op,
        threshold: z.number(),
        window: duration,
        action: text,
        decider: personText,
        baseline: z.number().optional(),
      }),
    )
    .optional(),
  process: z.array(metric).optional(),
  outcome: z.array(metric).optional(),
  leading: z.array(metric).optional(),
  successTrigger: z
    .strictObject({
      metric: id,
      op,
      threshold: z.number(),
      window: duration,
      from: date
        .optional()
        .meta({ description: 'start of the window it is judged on; the newest full window when left out' }),
      minN: z.int().positive(),
      decisionBy: date,
      decided: z.strictObject({ on: date, decision: z.enum(['expand', 'harden', 'stop']), by: personText }).optional(),
    })
    .optional(),
  value: z
    .strictObject({
      metric: id,
      perUnit: z.number(),
      currency: z.string().min(1).max(10),
      volume: amount,
      amount: z.number(),
    })
    .optional()
    .meta({ description: 'money or risk: outcome delta times volume' }),
  scorecard: z.array(id).optional(),
  slos: z
    .array(
      z.strictObject({
        id,
        measures: z.enum(['availability', 'latency', 'quality', 'exception-rate', 'data-quality']),
        target: z.number(),
        op: op.optional(),
        window: duration,
        indicator: text,
        observations: observations.optional(),
        alert: z.strictObject({ file: ref('text'), routesTo: personText, runbook: z.string().max(300) }).optional(),
      }),
    )
    .optional(),
  errorBudget: z
    .strictObject({
      policy: z
        .array(
          z.strictObject({
            remainingBelow: ratio,
            consequence: z.enum(['freeze', 'roll-back', 'review']),
            decider: personText,
          }),
        )
        .min(1),
      freeze: text.optional(),
    })
    .optional(),
  incidents: z.strictObject({ file: ref('table'), mttrTargetMinutes: amount }).optional(),
  health: z.strictObject({ endpoint: url.optional(), workflow: ref('file').optional() }).optional(),
});
export type Metrics = z.infer<typeof metricsSection>;
