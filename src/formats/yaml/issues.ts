import type * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import { kebab } from '../../domain/kebab.ts';
import { branches, kindOf, type Schema, shapeOf, takes } from './schema.ts';
import type { Shape, SpottedKey } from './shape.ts';
import { under } from './tree.ts';
import { allowedBy, being, hint } from './words.ts';

type Issue = z.core.$ZodIssue;

export const MISSING = 'is missing';

/** The faults of one zod issue at the places where they were written. */
export function faultsOf(issue: Issue, root: Shape, base: PropertyKey[] = []): SpottedKey[] {
  const path = [...base, ...issue.path];
  const found = locate(root, path);
  if (found.missing !== undefined) return [missing(found.shape, found.missing)];
  const { shape } = found;
  if (shape.value === null) return [empty(shape)];
  switch (issue.code) {
    case 'invalid_union':
      return unionFaults(issue, shape, root, path);
    case 'unrecognized_keys':
      return issue.keys.map((key) => spot(shape, under(shape.written, key), 'is not a key that is known here'));
    case 'invalid_key':
      return [{ ...spot(shape, shape.written, 'is not a usable name'), at: shape.keyAt, ...keyAllowed(issue) }];
    case 'too_small':
    case 'too_big':
      return [sized(issue, shape)];
    case 'custom':
      return [spot(shape, shape.written, `${being(shape.value)}: ${issue.message}`)];
    default:
      return [refused(shape, formatAllowed(issue))];
  }
}

function refused(shape: Shape, allowed?: string): SpottedKey {
  const said = allowed ?? (shape.schema === undefined ? undefined : allowedBy(shape.schema));
  return {
    at: shape.at,
    key: shape.written,
    problem: being(shape.value),
    ...defined({ allowed: said }),
    remedy: (shape.schema && hint(shape.value, shape.schema)) ?? 'Correct the value.',
  };
}

/** A message written for this very pattern says more than the schema does. */
function formatAllowed(issue: Issue): string | undefined {
  return issue.code === 'invalid_format' && !issue.message.startsWith('Invalid') ? issue.message : undefined;
}

function missing(parent: Shape, key: PropertyKey): SpottedKey {
  const written = typeof key === 'symbol' ? '' : typeof key === 'number' ? key : kebab(key);
  const schema = childSchema(parent, key);
  return {
    at: parent.keyAt,
    key: under(parent.written, written),
    problem: MISSING,
    ...(schema === undefined ? {} : { allowed: allowedBy(schema) }),
    remedy:
      typeof written === 'string'
        ? `Add \`${written}:\`${parent.written === '' ? '' : ` under ${parent.written}`}.`
        : 'Add it.',
  };
}

function childSchema(parent: Shape, key: PropertyKey): Schema | undefined {
  if (parent.schema === undefined || typeof key !== 'string') return undefined;
  for (const branch of branches(parent.schema)) {
    const schema = shapeOf(branch)?.[key];
    if (schema !== undefined) return schema;
  }
  return undefined;
}

function empty(shape: Shape): SpottedKey {
  return {
    at: shape.keyAt,
    key: shape.written,
    problem: shape.written === '' ? 'the file is empty' : 'is empty',
    ...(shape.schema === undefined ? {} : { allowed: allowedBy(shape.schema) }),
    remedy: shape.written === '' ? 'Fill it in.' : 'Fill it in, or remove the key.',
  };
}

function sized(issue: Issue & { code: 'too_small' | 'too_big' }, shape: Shape): SpottedKey {
  const few = issue.code === 'too_small';
  const limit = Number(few ? issue.minimum : issue.maximum);
  const { value } = shape;
  if (Array.isArray(value)) {
    const allowed = `${few ? 'at least' : 'at most'} ${limit} ${limit === 1 ? 'entry' : 'entries'}`;
    const problem = `has ${value.length} ${value.length === 1 ? 'entry' : 'entries'}`;
    return { at: shape.at, key: shape.written, problem, allowed, remedy: few ? 'Add what is missing.' : 'Keep fewer.' };
  }
  if (typeof value !== 'string') return refused(shape);
  if (few)
    return { ...refused(shape), problem: value.trim() === '' ? 'is empty text' : being(value), remedy: 'Fill it in.' };
  return {
    at: shape.at,
    key: shape.written,
    problem: `${being(value)}, ${value.length} characters long`,
    allowed: `at most ${limit} characters`,
    remedy: 'Shorten it.',
  };
}

/**
 * A union fails in every branch. The branches that take this kind of value speak; if their complaints lie deeper,
 * only the one with the fewest, because the others were never meant.
 */
function unionFaults(
  issue: Issue & { code: 'invalid_union' },
  shape: Shape,
  root: Shape,
  path: PropertyKey[],
): SpottedKey[] {
  const all = flatten(issue);
  const kind = kindOf(shape.value);
  const fitting = all.filter((issues) => !issues.some((one) => one.path.length === 0 && wrongKind(one, kind)));
  const deep = fitting.filter((issues) => issues.some((one) => one.path.length > 0));
  const best = deep.sort((a, b) => a.length - b.length)[0];
  if (best && kind !== 'text') return best.flatMap((one) => faultsOf(one, root, path));
  const schema = shape.schema;
  if (schema === undefined) return [refused(shape)];
  const meant = branches(schema).filter((branch) => takes(branch).includes(kind));
  const only = fitting.length === 1 ? fitting[0] : undefined;
  if (only && meant.length === 1) return only.flatMap((one) => faultsOf(one, narrowed(root, shape, meant[0]), path));
  const used = meant.length > 0 ? meant : branches(schema);
  return [refused(shape, [...new Set(used.map(allowedBy))].join(', or '))];
}

/** The same tree with one branch of a union in place of the union, so that what is allowed is that branch's. */
function narrowed(root: Shape, shape: Shape, branch: Schema | undefined): Shape {
  if (branch !== undefined) shape.schema = branch;
  return root;
}

function flatten(issue: Issue & { code: 'invalid_union' }): Issue[][] {
  return issue.errors.flatMap((errors) => {
    const [only] = errors;
    return errors.length === 1 && only?.code === 'invalid_union' && only.path.length === 0 ? flatten(only) : [errors];
  });
}

function wrongKind(issue: Issue, kind: string): boolean {
  if (issue.code === 'invalid_type') return issue.expected !== 'int' || kind !== 'number';
  if (issue.code !== 'invalid_value') return false;
  return !issue.values.some((value) => kindOf(value) === kind);
}

/** The value at a path of schema keys, or its nearest present parent and the first key that is not there. */
export function locate(root: Shape, path: readonly PropertyKey[]): { shape: Shape; missing?: PropertyKey } {
  let shape = root;
  for (const key of path) {
    const next = typeof key === 'symbol' ? undefined : childOf(shape, key);
    if (next === undefined) return { shape, missing: key };
    shape = next;
  }
  return { shape };
}

/** A child by its schema key, or by a spelling of it that files may use. */
export function childOf(shape: Shape, key: string | number): Shape | undefined {
  const direct = shape.children.get(key);
  if (direct !== undefined) return direct;
  if (typeof key === 'number') return shape.children.get(String(key));
  const spelled = shape.spelled.get(key);
  if (spelled !== undefined) return shape.children.get(spelled);
  return /^\d{1,6}$/.test(key) ? shape.children.get(Number(key)) : undefined;
}

function keyAllowed(issue: Issue & { code: 'invalid_key' }): { allowed?: string } {
  const said = issue.issues.map((one) => one.message).find((message) => !message.startsWith('Invalid'));
  return said === undefined ? {} : { allowed: said };
}

function spot(shape: Shape, key: string, problem: string): SpottedKey {
  return { at: shape.at, key, problem, remedy: 'Correct it.' };
}
