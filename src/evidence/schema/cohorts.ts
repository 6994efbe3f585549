import * as z from 'zod';
import { amount, date, id, observations, op, personText, ref, text } from './parts.ts';

/** `readiness/cohorts.yaml`: the cohorts of the pilot. */
export const cohortsSection = z.strictObject({
  metric: id.optional(),
  success: z.strictObject({ op, value: z.number() }).optional(),
  cohorts: z.array(
    z.strictObject({
      id,
      site: text,
      team: text,
      manager: personText,
      stack: text.optional(),
      dataSource: text.optional(),
      variant: text.optional(),
      segment: text.optional(),
      selection: z.enum(['volunteered', 'assigned', 'random']).optional(),
      startedOn: date,
      endedOn: date.optional(),
      n: z.int().nonnegative().optional(),
      supportHours: amount.optional(),
      users: z.int().nonnegative().optional(),
      support: observations
        .optional()
        .meta({ description: 'rows of hours that vendor and central support spent; value is the column of hours' }),
      ugly: z
        .strictObject({
          legacyStack: z.boolean().optional(),
          enthusiasm: z.number().optional(),
          dataQuality: z.number().optional(),
        })
        .optional(),
      raw: ref('table').optional(),
      sha256: z.string().optional(),
      observations: observations.optional(),
      gapExplained: text.optional(),
      edgeCases: z
        .array(z.strictObject({ case: text, disposition: text, evalCase: z.string().max(200).optional() }))
        .optional(),
    }),
  ),
});
export type Cohorts = z.infer<typeof cohortsSection>;
