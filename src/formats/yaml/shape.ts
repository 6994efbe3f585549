import { defined } from '../../domain/defined.ts';
import { kebab } from '../../domain/kebab.ts';
import { nearest, spellings } from './names.ts';
import { branches, definition, mayBeMissing, type Schema, shapeOf, takes, unwrap, valuesOf } from './schema.ts';
import { type Spotted, under, type YamlNode } from './tree.ts';

/** A YAML value seen through its schema: keys are the schema's, and each value knows where it was written. */
export interface Shape {
  /** Offset of the value, and of the key or list item that holds it. */
  at: number;
  keyAt: number;
  written: string;
  value: unknown;
  schema?: Schema;
  children: Map<string | number, Shape>;
  /** Other spellings of the children's keys. */
  spelled: Map<string, string>;
}

export interface SpottedKey extends Spotted {
  allowed?: string;
  /** The key that an unknown one was most likely meant to be: it is not missing as well. */
  meant?: string;
}

/** Names the keys of a tree as its schema does; what no schema knows is left out and listed in `spotted`. */
export function shape(
  schema: Schema,
  root: YamlNode,
  written = '',
  keyAt = root.at,
): { root: Shape; spotted: SpottedKey[] } {
  const spotted: SpottedKey[] = [];
  return { root: walk(schema, root, written, keyAt, spotted), spotted };
}

function walk(
  schema: Schema | undefined,
  node: YamlNode,
  written: string,
  keyAt: number,
  spotted: SpottedKey[],
): Shape {
  const branch = schema === undefined ? undefined : branchFor(schema, node);
  const made: Shape = {
    at: node.at,
    keyAt,
    written,
    value: null,
    ...defined({ schema }),
    children: new Map(),
    spelled: new Map(),
  };
  if (node.kind === 'scalar') made.value = node.value;
  else if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) {
      made.children.set(index, walk(itemSchema(branch, index), item, under(written, index), item.at, spotted));
    }
    made.value = [...made.children.values()].map((child) => child.value);
  } else {
    fillMap(made, node, branch, spotted);
    // fromEntries makes own properties, so a key named __proto__ stays a key.
    made.value = Object.fromEntries([...made.children].map(([key, child]) => [key, child.value]));
  }
  return made;
}

function fillMap(
  made: Shape,
  node: YamlNode & { kind: 'map' },
  branch: Schema | undefined,
  spotted: SpottedKey[],
): void {
  const names = keysOf(branch);
  const seen = new Map<string, string>();
  made.spelled = names.known ?? new Map();
  for (const entry of node.entries) {
    const written = under(made.written, entry.key);
    const key = names.read(entry.key);
    if (key === undefined) {
      // A merge key was refused already, whatever the schema.
      if (entry.key !== '<<') spotted.push(unknownKey(entry.key, entry.at, made.written, names.shown));
      continue;
    }
    const twin = seen.get(key);
    if (twin !== undefined) {
      spotted.push({
        at: entry.at,
        key: written,
        problem: twin === entry.key ? 'stands here a second time' : `and ${twin} are the same key`,
        remedy: 'Keep one of the two.',
      });
      continue;
    }
    seen.set(key, entry.key);
    made.children.set(key, walk(names.value(key), entry.node, written, entry.at, spotted));
  }
}

/** How the keys of a map are read: fixed names, the values of an enum, or as written. */
interface Keys {
  read: (written: string) => string | undefined;
  value: (key: string) => Schema | undefined;
  shown: string[];
  known?: Map<string, string>;
}

function keysOf(branch: Schema | undefined): Keys {
  const def = branch === undefined ? undefined : definition(branch);
  if (def?.type === 'object') {
    const fields = def.shape as Record<string, Schema>;
    const known = spellings(fields);
    return { read: (key) => known.get(key), value: (key) => fields[key], shown: Object.keys(fields).map(kebab), known };
  }
  if (def?.type === 'record') {
    const allowed = valuesOf(def.keyType)?.map(String);
    const value = (): Schema => def.valueType;
    // `__proto__` would be lost on the way through any parser: better refused than dropped.
    if (allowed === undefined) return { read: (key) => (key === '__proto__' ? undefined : key), value, shown: [] };
    const dashed = (key: string): string => key.replaceAll('_', '-');
    return {
      read: (key) => [key, dashed(key)].find((one) => allowed.includes(one)),
      value,
      shown: allowed,
      known: new Map(allowed.map((key) => [key.replaceAll('-', '_'), key])),
    };
  }
  return { read: (key) => key, value: () => undefined, shown: [] };
}

function unknownKey(key: string, at: number, parent: string, known: string[]): SpottedKey {
  const near = nearest(key, known);
  return {
    at,
    key: under(parent, key),
    ...(near === undefined ? {} : { meant: under(parent, near) }),
    problem: 'is not a key that is known here',
    ...(known.length === 0 ? {} : { allowed: `${known.slice(0, 15).join(', ')}${known.length > 15 ? ' …' : ''}` }),
    remedy: near === undefined ? 'Remove it, or use one of the known keys.' : `Did you mean ${near}?`,
  };
}

function itemSchema(branch: Schema | undefined, index: number): Schema | undefined {
  if (branch === undefined) return undefined;
  const def = definition(branch);
  if (def.type === 'array') return def.element;
  return def.type === 'tuple' ? (def.items[index] ?? def.rest ?? undefined) : undefined;
}

/** The branch of a union that a value was most likely meant for: first by kind, then by its keys. */
function branchFor(schema: Schema, node: YamlNode): Schema | undefined {
  const inner = unwrap(schema);
  if (definition(inner).type !== 'union') return inner;
  const wanted = node.kind === 'scalar' ? undefined : node.kind;
  if (wanted === undefined) return inner;
  const fitting = branches(inner).filter((branch) => takes(branch).includes(wanted));
  if (node.kind !== 'map' || fitting.length < 2) return fitting[0];
  const ranked = fitting.map((branch) => ({ branch, misfit: misfit(branch, node) }));
  return ranked.sort((a, b) => a.misfit - b.misfit)[0]?.branch;
}

/** How badly the keys of a map fit an object schema; a wrong fixed value (a discriminator) weighs most. */
function misfit(branch: Schema, node: YamlNode & { kind: 'map' }): number {
  const fields = shapeOf(branch);
  if (fields === undefined) return 50;
  const known = spellings(fields);
  const present = new Set<string>();
  let score = 0;
  for (const entry of node.entries) {
    const key = known.get(entry.key);
    const field = key === undefined ? undefined : fields[key];
    if (key === undefined || field === undefined) {
      score += 2;
      continue;
    }
    present.add(key);
    const fixed = definition(unwrap(field)).type === 'literal' ? valuesOf(field) : undefined;
    if (fixed && entry.node.kind === 'scalar' && !fixed.includes(entry.node.value)) score += 1_000;
  }
  const missing = Object.keys(fields).filter((key) => !present.has(key) && !mayBeMissing(fields[key] as Schema));
  return score + missing.length;
}
