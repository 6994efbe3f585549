import * as z from 'zod';
import { definition, evidence } from './marks.ts';
import { date, handle, id, issue, personText, ratio, ref, text, url } from './parts.ts';

/** `readiness/change-plan.yaml`: the people whose work changes. */
export const changePlanSection = z.strictObject({
  affectedManagers: definition(z.int().nonnegative(), 'higher', 'sponsor').optional(),
  managers: evidence(
    z.array(
      z.strictObject({
        person: personText,
        role: z.enum(['co-designer', 'informed', 'sponsor']),
        cohort: id.optional(),
        contributions: z.array(z.strictObject({ on: date, link: z.union([url, issue, ref('file')]) })).optional(),
        kpi: id.optional(),
      }),
    ),
  ).optional(),
  champions: evidence(z.array(z.strictObject({ person: personText, cohort: id }))).optional(),
  blockers: evidence(
    z.array(
      z.strictObject({
        what: text,
        owner: personText,
        state: z.enum(['open', 'closed']),
        since: date,
        escalatedTo: personText.optional(),
        kind: z.enum(['blocker', 'access-request']).optional(),
      }),
    ),
  ).optional(),
  training: evidence(
    z.array(
      z.strictObject({
        wave: text,
        on: date,
        goLive: date,
        eligible: z.int().nonnegative(),
        attended: z.int().nonnegative(),
        covers: z.array(z.enum(['use', 'exceptions', 'override', 'data'])),
        attendance: ref('table')
          .optional()
          .meta({ description: 'who was there: columns person and attended, and eligible where not everybody is' }),
      }),
    ),
  ).optional(),
  comms: evidence(
    z.array(
      z.strictObject({
        on: date,
        owner: personText,
        to: text,
        effects: z.array(z.enum(['targets', 'headcount', 'roles'])),
        link: z.union([url, ref('file')]).optional(),
      }),
    ),
  ).optional(),
  incentives: evidence(z.array(z.strictObject({ manager: personText, metric: id, kpi: text }))).optional(),
  conflictingKpis: evidence(z.array(text)).optional(),
  adoption: z
    .strictObject({
      file: evidence(ref('table')),
      threshold: definition(ratio, 'higher', 'sponsor'),
      weeks: definition(z.int().positive(), 'higher', 'sponsor').optional(),
    })
    .optional()
    .meta({ description: 'one row a week and user: columns week, cohort, user, eligible, champion, active' }),
  outsideFlow: z
    .strictObject({ file: evidence(ref('table')), limit: definition(ratio, 'lower', 'sponsor') })
    .optional()
    .meta({ description: 'cases handled beside the new flow: columns week, outside and total' }),
  incentivesOwner: evidence(handle).optional(),
});
export type ChangePlan = z.infer<typeof changePlanSection>;
