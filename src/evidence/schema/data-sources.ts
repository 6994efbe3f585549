import * as z from 'zod';
import { amount, date, id, issue, personText, proof, ratio, ref, text } from './parts.ts';

export const EXCEPTION_CLASSES = [
  'missing',
  'late',
  'malformed',
  'schema-change',
  'out-of-distribution',
  'contradictory',
] as const;

/** The maximum delay of data. Shorter than other durations, so a plain `m` would be read as months. */
const delay = z
  .string()
  .regex(
    /^\s*\d{1,5}\s*(s|secs?|seconds?|min|minutes?|h|hours?|d|days?)\s*$/i,
    'a time such as 90 s, 15 min, 2 h, 1 day',
  );

/** `readiness/data-sources.yaml`: live data, its checks and the handling of bad rows. */
export const dataSourcesSection = z.strictObject({
  sources: z
    .array(
      z.strictObject({
        id,
        owner: personText,
        system: id,
        refresh: text,
        realTime: z.boolean().optional(),
        volume: text,
        pii: z.enum(['none', 'personal', 'special-category']),
        knownGaps: z.union([z.literal('none'), z.array(text)]),
        knownGapsReason: text.optional(),
        manualSteps: z
          .array(z.strictObject({ step: text, state: z.enum(['open', 'closed']), issue: issue.optional() }))
          .optional(),
        checks: z
          .array(
            z.strictObject({
              id,
              what: text,
              workflow: ref('file').optional(),
              file: ref('file').optional(),
              observations: ref('table').optional(),
            }),
          )
          .optional(),
        lateness: z.strictObject({ objective: delay, alert: ref('text') }).optional(),
        contract: ref('file').optional(),
      }),
    )
    .optional(),
  exceptionProtocol: z
    .array(
      z.strictObject({
        class: z.enum(EXCEPTION_CLASSES),
        action: z.enum(['reject', 'quarantine', 'fallback', 'human']),
        owner: personText,
        within: text,
        message: text,
        test: z.string().max(300).optional(),
      }),
    )
    .optional(),
  uncuratedProof: z
    .strictObject({
      selection: z.enum(['consecutive', 'random']),
      n: z.int().nonnegative(),
      file: ref('table').optional(),
      sha256: z.string().optional(),
      curatedSha256: z.string().optional(),
      passRate: ratio.optional(),
    })
    .optional(),
  volumeRun: z
    .strictObject({
      from: date,
      to: date,
      perDay: amount,
      target: amount,
      log: ref('table'),
      interventions: z.int().nonnegative().optional(),
      proof: proof.optional(),
    })
    .optional(),
  qualityTarget: ratio.optional(),
});
export type DataSources = z.infer<typeof dataSourcesSection>;
