import { parse } from 'yaml';

const MAX_ALIASES = 100;

/** A missing key or an unreadable file; it ends the preceding run of equal values. */
export const NOTHING = Symbol('nothing');

/** Parses YAML; invalid YAML has no value. */
export function readYaml(bytes: Uint8Array): unknown {
  try {
    return parse(Buffer.from(bytes).toString('utf8'), {
      logLevel: 'error',
      uniqueKeys: false,
      maxAliasCount: MAX_ALIASES,
    });
  } catch {
    return NOTHING;
  }
}

/** The value at a dot path. `_` and `-` in keys are equal; numbers index lists; '' is the whole document. */
export function valueAt(document: unknown, pointer: string): unknown {
  let value = document;
  for (const step of pointer === '' ? [] : pointer.split('.')) {
    if (Array.isArray(value)) value = /^\d+$/.test(step) && Number(step) < value.length ? value[Number(step)] : NOTHING;
    else if (typeof value === 'object' && value !== null) {
      const entry = Object.entries(value).find(([key]) => spelling(key) === spelling(step));
      value = entry === undefined ? NOTHING : entry[1];
    } else return NOTHING;
  }
  return value;
}

function spelling(key: string): string {
  return key.replaceAll('_', '-').toLowerCase();
}
