import type { ParsedFiles } from '../engine/ports.ts';

/** Memoizes the result of parsing bytes. The key must identify both the bytes and the result. */
export function memoize<T>(parsed: ParsedFiles, key: string, bytes: Uint8Array, make: () => T): T {
  const known = parsed.get(key);
  if (known !== undefined) return known as T;
  const made = make();
  parsed.set(key, made, bytes.byteLength);
  return made;
}
