import { kebab } from '../../domain/kebab.ts';
import { nearestOf } from '../../domain/nearest.ts';
import { aliasOf, type Schema } from './schema.ts';

/** Keys are camelCase in schemas and kebab-case in files. */

/**
 * Written spelling → schema key, for the fixed keys of a map: kebab-case, its snake_case twin, and the key's former
 * name where its schema has one in `alias`.
 */
export function spellings(fields: Record<string, Schema>): Map<string, string> {
  const known = new Map<string, string>();
  for (const [key, field] of Object.entries(fields)) {
    for (const name of [aliasOf(field), key].filter((one) => one !== undefined)) {
      const written = kebab(name);
      known.set(written.replaceAll('-', '_'), key);
      known.set(written, key);
    }
  }
  return known;
}

/** The candidate a person most likely meant by a key, in whichever spelling; undefined when none is near. */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  return word.length > 60 ? undefined : nearestOf(kebab(word).replaceAll('_', '-'), candidates);
}
