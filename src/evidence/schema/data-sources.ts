import * as z from 'zod';
import { definition, evidence } from './marks.ts';
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
        id: evidence(id),
        owner: evidence(personText),
        system: evidence(id),
        refresh: evidence(text),
        realTime: definition(z.boolean(), 'higher', 'product').optional(),
        volume: evidence(text),
        pii: definition(
          z.enum(['none', 'personal', 'special-category']),
          ['none', 'personal', 'special-category'],
          'governance',
        ),
        knownGaps: evidence(z.union([z.literal('none'), z.array(text)])),
        knownGapsReason: evidence(text).optional(),
        manualSteps: evidence(
          z.array(z.strictObject({ step: text, state: z.enum(['open', 'closed']), issue: issue.optional() })),
        ).optional(),
        checks: evidence(
          z.array(
            z.strictObject({
              id,
              what: text,
              workflow: ref('file').optional(),
              file: ref('file').optional(),
              observations: ref('table').optional(),
            }),
          ),
        ).optional(),
        lateness: z
          .strictObject({ objective: definition(delay, 'fixed', 'product'), alert: evidence(ref('text')) })
          .optional(),
        contract: evidence(ref('file')).optional(),
      }),
    )
    .optional(),
  exceptionProtocol: evidence(
    z.array(
      z.strictObject({
        class: z.enum(EXCEPTION_CLASSES),
        action: z.enum(['reject', 'quarantine', 'fallback', 'human']),
        owner: personText,
        within: text,
        message: text,
        test: z.string().max(300).optional(),
      }),
    ),
  ).optional(),
  uncuratedProof: evidence(
    z.strictObject({
      selection: z.enum(['consecutive', 'random']),
      n: z.int().nonnegative(),
      file: ref('table').optional(),
      sha256: z.string().optional(),
      curatedSha256: z.string().optional(),
      passRate: ratio.optional(),
    }),
  ).optional(),
  volumeRun: z
    .strictObject({
      from: evidence(date),
      to: evidence(date),
      perDay: evidence(amount),
      target: definition(amount, 'higher', 'product'),
      log: evidence(ref('table')),
      interventions: evidence(z.int().nonnegative()).optional(),
      proof: evidence(proof).optional(),
    })
    .optional(),
  qualityTarget: definition(ratio, 'higher', 'product').optional(),
});
export type DataSources = z.infer<typeof dataSourcesSection>;
