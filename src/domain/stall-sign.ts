import type { Place } from './observation.ts';

/** What a pilot that stalls shows, long before anybody calls it stalled. */
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

/** One sign that was measured. It advises and never decides: no outcome and no verdict reads it. */
export interface StallSign {
  sign: (typeof STALL_SIGNS)[number];
  /** Codes of the checks that most likely say why. */
  leads: string[];
  places: Place[];
  /** What was measured. No days are counted: what was published stays as it is. */
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
