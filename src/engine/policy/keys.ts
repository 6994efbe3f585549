import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import type { Stricter } from '../../domain/levels.ts';
import type { Criterion } from '../criterion.ts';
import { policyFileSchema } from './file.ts';

export type Keys = (string | number)[];

/** Which way a key is stricter; `order` goes by its words, the lists of `union` hold what any layer names. */
export type Direction = Stricter | 'order' | 'union';
const DIRECTIONS: Direction[] = ['higher', 'lower', 'superset', 'subset', 'order', 'union', 'fixed'];

/** One key of the policy file. */
export interface KeyRule {
  /** As the schema spells them; `*` stands for any name. */
  keys: string[];
  stricter: Direction;
  /** The only layer in which it may stand. */
  only?: 'organization' | 'repository';
}

const KNOWN = new WeakMap<Criterion[], KeyRule[]>();

/** Every key that a policy file may have, with its declared direction. Throws for one that declares none. */
export function keyRules(catalog: Criterion[]): KeyRule[] {
  const rules = KNOWN.get(catalog) ?? rulesOf(policyFileSchema(catalog));
  KNOWN.set(catalog, rules);
  return rules;
}

/** The rules of any schema, for the test that a key without a direction is refused. */
export function rulesOf(schema: z.ZodType, keys: string[] = []): KeyRule[] {
  const bare = unwrapped(schema);
  const { stricter, only } = (bare.meta() ?? {}) as Partial<KeyRule>;
  const own = stricter === undefined ? [] : [{ keys, stricter, ...defined({ only }) }];
  for (const rule of own)
    if (!DIRECTIONS.includes(rule.stricter)) throw new Error(`${dotted(keys)}: ${rule.stricter} is no direction`);
  if (bare instanceof z.ZodUnion) {
    const words = bare.options.filter((option) => !(option instanceof z.ZodObject));
    if (words.length > 0 && own.length === 0) throw noDirection(keys);
    const objects = bare.options.filter((option) => option instanceof z.ZodObject);
    return [...own, ...objects.flatMap((option) => rulesOf(option, keys))];
  }
  if (own.length > 0) return own;
  if (bare instanceof z.ZodObject)
    return Object.entries(bare.shape).flatMap(([name, inner]) => rulesOf(inner as z.ZodType, [...keys, name]));
  if (bare instanceof z.ZodRecord) return rulesOf(bare.valueType as z.ZodType, [...keys, '*']);
  throw noDirection(keys);
}

/** `controls.security.valid-days`, `waivers.granted[0].by`: keys as people write them. */
export function dotted(keys: Keys): string {
  const kebab = (name: string): string => name.replace(/(?<=[a-z])[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
  return keys
    .map((item, index) => (typeof item === 'number' ? `[${item}]` : `${index ? '.' : ''}${kebab(item)}`))
    .join('');
}

/**
 * Whether one of these patterns frees a key: segment by segment, `*` for any one of them, and at the end for everything
 * from there on, the key above included.
 */
export function isFreed(patterns: string[], keys: Keys): boolean {
  const key = dotted(keys).split('.');
  return patterns.some((pattern) => {
    const wanted = pattern.trim().split('.');
    const open = wanted.at(-1) === '*';
    const fixed = open ? wanted.slice(0, -1) : wanted;
    if (open ? key.length < fixed.length : key.length !== fixed.length) return false;
    return fixed.every((part, index) => part === '*' || part === key[index]);
  });
}

function unwrapped(schema: z.ZodType): z.ZodType {
  return schema instanceof z.ZodOptional ? unwrapped(schema.unwrap() as z.ZodType) : schema;
}

function noDirection(keys: string[]): Error {
  return new Error(`${dotted(keys) || 'the policy file'} declares no direction`);
}
