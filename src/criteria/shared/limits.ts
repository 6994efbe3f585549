/** What no check can know, for checks of several criteria. */

export const RAW_FIGURES_LIMIT =
  'Whether raw figures were altered before they were committed: they are declared by whoever committed them';

export const RISK_TIER_LIMIT =
  'Whether a risk tier is appropriate: only the consistency of what follows from it is checked';
