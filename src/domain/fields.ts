/** The members of what may be an object: payloads are as hostile as anything else. */
export function fields(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

/** A member's text, or none. */
export function textAt(object: Record<string, unknown>, key: string): string {
  const text = object[key];
  return typeof text === 'string' ? text : '';
}

/** A number that can name a pull request or an installation. */
export function numberAt(object: Record<string, unknown>, key: string): number | undefined {
  const number = object[key];
  return typeof number === 'number' && Number.isSafeInteger(number) && number > 0 ? number : undefined;
}
