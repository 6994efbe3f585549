/**
 * A text that is equal for two values exactly when they are equal as JSON, whatever the order of their keys. A value that
 * JSON cannot represent, such as undefined, is `nothing`.
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
