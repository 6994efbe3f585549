import * as z from 'zod';
import { definition, evidence } from './marks.ts';
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
  evidence(ref('results')),
  z.strictObject({
    file: evidence(ref('results')),
    format: evidence(z.enum(['promptfoo', 'junit', 'inspect', 'deepeval', 'lm-eval', 'ctrf', 'mapped'])).optional(),
    mapping: definition(evalMapping, 'fixed', 'product').optional(),
    provider: definition(z.string().max(200), 'fixed', 'product')
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
  suite: evidence(z.union([ref('file'), z.array(ref('file'))])).optional(),
  results: z.union([resultFile, z.array(resultFile).min(1)]),
  covers: definition(z.array(glob), 'covers', 'product').optional(),
  thresholds: z.partialRecord(z.enum(EVAL_CLASSES), definition(ratio, 'higher', 'product')),
  classes: z
    .partialRecord(z.enum(EVAL_CLASSES), definition(marker, 'fixed', 'product'))
    .optional()
    .meta({ description: 'how a case is marked; left out: a tag of that name' }),
  notApplicable: definition(z.partialRecord(z.enum(EVAL_CLASSES), text), 'subset', 'product').optional(),
  workflow: definition(ref('file'), 'fixed', 'product').optional().meta({
    ref: 'file',
    description: 'the workflow that runs the suite; left out: the one that has a job named as in gate-context',
  }),
  model: definition(text, 'present', 'product').optional(),
  gateContext: definition(
    z.strictObject({ name: text, app: z.union([z.int(), text]).optional() }),
    'fixed',
    'product',
  ).optional(),
  ceilings: z
    .strictObject({
      costPerCase: definition(amount, 'lower', 'product').optional(),
      latencySeconds: definition(amount, 'lower', 'product').optional(),
    })
    .optional(),
  maxErrors: definition(ratio, 'lower', 'product').optional(),
  maxSkips: definition(ratio, 'lower', 'product').optional(),
  every: definition(duration, 'shorter', 'product').optional(),
  examples: definition(z.array(ref('text')), 'superset', 'product')
    .optional()
    .meta({ description: 'few-shot and training examples, to show that no eval case is among them' }),
  dataset: evidence(z.array(ref('text'))).optional(),
});
export type Evals = z.infer<typeof evalsSection>;

/** What evals do not cover while `covers` names nothing: the evidence and the documents. */
export function notCoveredByDefault(evidenceRoot: string): string[] {
  return [`${evidenceRoot}/**`, 'docs/**', '**/*.md'];
}
