import type { Place } from './observation.ts';

/** The early signs of a stalled pilot. */
export const STALL_SIGNS = [
  'adoption-uneven',
  'new-site-incidents',
  'cost-over-model',
  'control-pending',
  'incident-bounced',
  'undecided',
  'added-while-hardening',
  'side-tool',
  'long-blocked',
] as const;

/** One measured sign. It is advice: no outcome and no verdict depends on it. */
export interface StallSign {
  sign: (typeof STALL_SIGNS)[number];
  /** Codes of the checks that most likely explain it. */
  leads: string[];
  places: Place[];
  /** What was measured, without counts of days, so that a published text stays correct. */
  facts: Record<string, string | number>;
}

export function stallSign(
  sign: StallSign['sign'],
  leads: string[],
  places: Place | Place[],
  facts: StallSign['facts'] = {},
): StallSign {
  return { sign, leads, places: [places].flat(), facts };
}
