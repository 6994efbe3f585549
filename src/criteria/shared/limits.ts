/** What no check can know, where checks of several criteria rest on the same thing. */

export const RAW_FIGURES_LIMIT =
  'Whether raw figures were altered before they were committed: they are declared by whoever committed them';

export const RISK_TIER_LIMIT = 'Whether a risk tier is appropriate: only that what follows from it is consistent';
