import { parse } from 'yaml';

const MAX_ALIASES = 100;

/** A key that is missing, or a file that cannot be read: it ends the run of equal values before it. */
export const NOTHING = Symbol('nothing');

/** Hostile YAML is no value. */
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

/** What a dot path points at. `_` and `-` in keys are the same; numbers index lists; '' is the whole document. */
export function pointed(document: unknown, pointer: string): unknown {
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
