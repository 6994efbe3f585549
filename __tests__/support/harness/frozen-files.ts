import type { ParsedFiles } from '../../../src/engine/ports.ts';

/** Keeps everything, and lets nobody change it: whoever does, throws. */
export function frozenFiles(): ParsedFiles & { hits: () => number } {
  const kept = new Map<string, unknown>();
  let hits = 0;
  return {
    get: (key) => {
      if (kept.has(key)) hits += 1;
      return kept.get(key);
    },
    set: (key, value) => {
      frozen(value);
      kept.set(key, value);
    },
    hits: () => hits,
  };
}

function frozen(value: unknown, known = new Set<unknown>()): void {
  if (typeof value !== 'object' || value === null || known.has(value) || ArrayBuffer.isView(value)) return;
  known.add(value);
  if (value instanceof Map || value instanceof Set) {
    for (const [key, one] of value.entries()) {
      frozen(key, known);
      frozen(one, known);
    }
    const refuse = (): never => {
      throw new TypeError('what is kept between evaluations may not be changed');
    };
    Object.assign(value, { set: refuse, add: refuse, delete: refuse, clear: refuse });
  }
  for (const one of Object.values(value)) frozen(one, known);
  Object.freeze(value);
}
