import type { ParsedFiles } from '../engine/ports.ts';

/** What was made of these bytes before, or is made of them now and kept. The key names the bytes and what is made. */
export function memoize<T>(parsed: ParsedFiles, key: string, bytes: Uint8Array, make: () => T): T {
  const known = parsed.get(key);
  if (known !== undefined) return known as T;
  const made = make();
  parsed.set(key, made, bytes.byteLength);
  return made;
}
