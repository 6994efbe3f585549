import * as z from 'zod';
import { branches, definition, type Schema, unwrap } from '../formats/yaml/index.ts';
import type { RefKind } from './schema/parts.ts';

/** A path in evidence, with its kind from the schema and the keys that lead to it. */
export interface NamedPath {
  kind: RefKind;
  path: string;
  keys: (string | number)[];
}

/** The paths in a value, as marked in its schema. URLs are not paths. */
export function namedPaths(schema: Schema, value: unknown, keys: (string | number)[] = []): NamedPath[] {
  if (value === undefined || value === null) return [];
  const inner = unwrap(schema);
  const def = definition(inner);
  if (def.type === 'union') {
    const meant = branches(inner).find((branch) => z.safeParse(branch, value).success);
    return meant === undefined ? [] : namedPaths(meant, value, keys);
  }
  if (typeof value === 'string') {
    const kind = z.globalRegistry.get(inner)?.ref;
    const isPath = typeof kind === 'string' && !/^[a-z][a-z0-9+.-]*:\/\//i.test(value);
    return isPath ? [{ kind: kind as RefKind, path: value, keys }] : [];
  }
  if (Array.isArray(value)) {
    if (def.type !== 'array') return [];
    return value.flatMap((item, index) => namedPaths(def.element, item, [...keys, index]));
  }
  if (typeof value !== 'object') return [];
  const fields = def.type === 'object' ? (def.shape as Record<string, Schema>) : undefined;
  return Object.entries(value).flatMap(([key, one]) => {
    const field = fields ? fields[key] : def.type === 'record' ? def.valueType : undefined;
    return field === undefined ? [] : namedPaths(field, one, [...keys, key]);
  });
}
