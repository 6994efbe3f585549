import * as z from 'zod';
import { date, handle, id, issue, personText, ratio, ref, text, url } from './parts.ts';

/** `readiness/change-plan.yaml`: the people whose work changes. */
export const changePlanSection = z.strictObject({
  affectedManagers: z.int().nonnegative().optional(),
  managers: z
    .array(
      z.strictObject({
        person: personText,
        role: z.enum(['co-designer', 'informed', 'sponsor']),
        cohort: id.optional(),
        contributions: z.array(z.strictObject({ on: date, link: z.union([url, issue, ref('file')]) })).optional(),
        kpi: id.optional(),
      }),
    )
    .optional(),
  champions: z.array(z.strictObject({ person: personText, cohort: id })).optional(),
  blockers: z
    .array(
      z.strictObject({
        what: text,
        owner: personText,
        state: z.enum(['open', 'closed']),
        since: date,
        escalatedTo: personText.optional(),
        kind: z.enum(['blocker', 'access-request']).optional(),
      }),
    )
    .optional(),
  training: z
    .array(
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
    )
    .optional(),
  comms: z
    .array(
      z.strictObject({
        on: date,
        owner: personText,
        to: text,
        effects: z.array(z.enum(['targets', 'headcount', 'roles'])),
        link: z.union([url, ref('file')]).optional(),
      }),
    )
    .optional(),
  incentives: z.array(z.strictObject({ manager: personText, metric: id, kpi: text })).optional(),
  conflictingKpis: z.array(text).optional(),
  adoption: z
    .strictObject({ file: ref('table'), threshold: ratio, weeks: z.int().positive().optional() })
    .optional()
    .meta({ description: 'one row a week and user: columns week, cohort, user, eligible, champion, active' }),
  outsideFlow: z
    .strictObject({ file: ref('table'), limit: ratio })
    .optional()
    .meta({ description: 'cases handled beside the new flow: columns week, outside and total' }),
  incentivesOwner: handle.optional(),
});
export type ChangePlan = z.infer<typeof changePlanSection>;
