import * as z from 'zod';
import { definition, evidence } from './marks.ts';
import { amount, date, id, observations, op, personText, ref, text } from './parts.ts';

/** `readiness/cohorts.yaml`: the cohorts of the pilot. */
export const cohortsSection = z.strictObject({
  metric: definition(id, 'fixed', 'sponsor').optional(),
  success: z
    .strictObject({ op: definition(op, 'fixed', 'sponsor'), value: definition(z.number(), 'reach', 'sponsor') })
    .optional(),
  cohorts: z.array(
    z.strictObject({
      id: evidence(id),
      site: evidence(text),
      team: evidence(text),
      manager: evidence(personText),
      stack: evidence(text).optional(),
      dataSource: evidence(text).optional(),
      variant: evidence(text).optional(),
      segment: evidence(text).optional(),
      selection: evidence(z.enum(['volunteered', 'assigned', 'random'])).optional(),
      startedOn: definition(date, 'fixed', 'sponsor'),
      endedOn: evidence(date).optional(),
      n: evidence(z.int().nonnegative()).optional(),
      supportHours: evidence(amount).optional(),
      users: evidence(z.int().nonnegative()).optional(),
      support: observations
        .optional()
        .meta({ description: 'rows of hours that vendor and central support spent; value is the column of hours' }),
      ugly: evidence(
        z.strictObject({
          legacyStack: z.boolean().optional(),
          enthusiasm: z.number().optional(),
          dataQuality: z.number().optional(),
        }),
      ).optional(),
      raw: evidence(ref('table')).optional(),
      sha256: evidence(z.string()).optional(),
      observations: observations.optional(),
      gapExplained: evidence(text).optional(),
      edgeCases: evidence(
        z.array(z.strictObject({ case: text, disposition: text, evalCase: z.string().max(200).optional() })),
      ).optional(),
    }),
  ),
});
export type Cohorts = z.infer<typeof cohortsSection>;
