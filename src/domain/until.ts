/** The earliest of these moments (ms) as the `until` of a finding; without a moment there is no `until`. */
export function untilEarliest(moments: (number | undefined)[]): { until?: number } {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? {} : { until: Math.min(...known) };
}
