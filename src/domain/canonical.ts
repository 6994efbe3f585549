/**
 * Text that is equal exactly when two values are as JSON, in whatever order their keys stand. What JSON cannot say, such
 * as a value that is not there, is `nothing`.
 */
export function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, inner: unknown) =>
      typeof inner === 'object' && inner !== null && !Array.isArray(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
        : inner,
    ) ?? 'nothing'
  );
}
