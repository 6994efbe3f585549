import * as z from 'zod';
import { date, handle, text } from '../../evidence/schema/parts.ts';

/** A waiver as the policy file grants it: who accepted which unmet check, why, and until when. */
export const grantedWaiver = z.strictObject({
  check: z.string().max(20),
  askedBy: handle,
  by: handle,
  on: date,
  until: date,
  pr: z.int().positive().optional(),
  reason: text,
});
export type GrantedWaiver = z.infer<typeof grantedWaiver>;

/** A check, or a part of one, that means nothing for this pilot, and who accepted that. */
export const notApplicable = z.strictObject({
  check: z.string().max(20),
  part: z.string().max(100).optional(),
  by: handle,
  on: date.optional(),
  pr: z.int().positive().optional(),
  reason: text,
});
export type NotApplicable = z.infer<typeof notApplicable>;
