import * as z from 'zod';
import { amount, duration, glob, ratio, ref, text } from './parts.ts';

export const EVAL_CLASSES = ['happy', 'edge', 'adversarial', 'exception', 'high-risk'] as const;
export type EvalClass = (typeof EVAL_CLASSES)[number];

const path = z
  .string()
  .min(1)
  .max(200)
  .meta({ description: 'a path inside a case: dots and keys, such as verdict.passed' });

/** How to read a home-made result file. */
export const evalMapping = z.strictObject({
  cases: z.string().max(200).optional().meta({ description: 'where the case list stands, such as $.results[*]' }),
  pass: z
    .union([
      path,
      z.strictObject({
        path,
        gte: z.number().optional(),
        lte: z.number().optional(),
        equals: z.union([z.string(), z.number(), z.boolean()]).optional(),
      }),
    ])
    .optional(),
  id: path.optional(),
  tags: path.optional(),
  error: path.optional(),
  suite: path.optional(),
  runAt: path.optional(),
  commit: path.optional(),
  model: path.optional(),
  totals: z.strictObject({ passed: path, total: path }).optional(),
  metrics: z
    .record(
      z.string(),
      z.strictObject({ path, higherIsBetter: z.boolean(), scale: z.tuple([z.number(), z.number()]).optional() }),
    )
    .optional(),
});
export type EvalMapping = z.infer<typeof evalMapping>;

const resultFile = z.union([
  ref('results'),
  z.strictObject({
    file: ref('results'),
    format: z.enum(['promptfoo', 'junit', 'inspect', 'deepeval', 'lm-eval', 'ctrf', 'mapped']).optional(),
    mapping: evalMapping.optional(),
    provider: z
      .string()
      .max(200)
      .optional()
      .meta({ description: 'the provider being promoted, when the file compares several' }),
  }),
]);

const marker = z.union([
  z.strictObject({ tag: z.string().min(1).max(100) }),
  z.strictObject({ metadata: z.string().min(1).max(100), equals: z.union([z.string(), z.number(), z.boolean()]) }),
  z.strictObject({ suite: glob }),
]);

/** `readiness/evals.yaml`: the suite that guards every release. */
export const evalsSection = z.strictObject({
  suite: z.union([ref('file'), z.array(ref('file'))]).optional(),
  results: z.union([resultFile, z.array(resultFile).min(1)]),
  covers: z.array(glob).optional(),
  thresholds: z.partialRecord(z.enum(EVAL_CLASSES), ratio),
  classes: z
    .partialRecord(z.enum(EVAL_CLASSES), marker)
    .optional()
    .meta({ description: 'how a case is marked; left out: a tag of that name' }),
  notApplicable: z.partialRecord(z.enum(EVAL_CLASSES), text).optional(),
  model: text.optional(),
  gateContext: z.strictObject({ name: text, app: z.union([z.int(), text]).optional() }).optional(),
  ceilings: z.strictObject({ costPerCase: amount.optional(), latencySeconds: amount.optional() }).optional(),
  maxErrors: ratio.optional(),
  maxSkips: ratio.optional(),
  every: duration.optional(),
  examples: z
    .array(ref('text'))
    .optional()
    .meta({ description: 'few-shot and training examples, to show that no eval case is among them' }),
  dataset: z.array(ref('text')).optional(),
});
export type Evals = z.infer<typeof evalsSection>;
