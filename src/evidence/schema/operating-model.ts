import * as z from 'zod';
import { definition, evidence } from './marks.ts';
import { amount, date, duration, handle, personText, ref, text, url } from './parts.ts';

/** `readiness/operating-model.yaml`: responsibilities, support tiers and staffing. */
export const operatingModelSection = z.strictObject({
  raci: evidence(
    z.array(
      z.strictObject({
        activity: z.string().min(1).max(100),
        r: z.array(personText).min(1),
        a: z.union([personText, z.array(personText)]),
        c: z.array(personText).optional(),
        i: z.array(personText).optional(),
      }),
    ),
  ).optional(),
  tiers: evidence(
    z.array(
      z.strictObject({
        tier: z.int().min(1).max(5),
        contact: personText,
        hours: text,
        responseMinutes: amount,
        handUp: text,
        handUpTo: z.int().min(1).max(5).optional(),
        people: z.array(handle).optional().meta({ description: 'everybody behind the contact, where it is a team' }),
        vendor: z.boolean().optional(),
      }),
    ),
  ).optional(),
  onCall: evidence(
    z.strictObject({
      people: z.array(handle),
      schedule: z.union([url, ref('file')]),
      coverage: text,
      serviceHours: text.optional(),
    }),
  ).optional(),
  sla: z
    .array(
      z.strictObject({
        name: evidence(text),
        availability: definition(z.number().min(0).max(100), 'higher', 'production').optional(),
        responseMinutes: definition(amount, 'lower', 'production').optional(),
        restoreMinutes: definition(amount, 'lower', 'production').optional(),
        owner: evidence(personText),
        parties: evidence(z.array(text)).optional(),
      }),
    )
    .optional(),
  staffing: evidence(
    z.strictObject({
      fundedFte: amount,
      ticketsPerMonth: amount,
      handlingMinutes: amount,
      hoursPerFteMonth: amount.optional(),
      reviewsPerDay: amount.optional(),
      training: z.array(z.strictObject({ person: handle, completedOn: date })).optional(),
    }),
  ).optional(),
  vendor: evidence(z.strictObject({ name: text, contact: personText, window: duration.optional() })).optional(),
});
export type OperatingModel = z.infer<typeof operatingModelSection>;
