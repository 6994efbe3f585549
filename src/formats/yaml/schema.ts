import type * as z from 'zod';

/** Looking into zod schemas: what stands behind wrappers, which branch of a union a value was meant for. */

export type Schema = z.core.$ZodType;

export function definition(schema: Schema): z.core.$ZodTypes['_zod']['def'] {
  return (schema as z.core.$ZodTypes)._zod.def;
}

/** The schema behind optional, default, nullable, lazy, pipes and the like. */
export function unwrap(schema: Schema): Schema {
  let inner = schema;
  for (let step = 0; step < 50; step++) {
    const def = definition(inner);
    if ('innerType' in def) inner = def.innerType as Schema;
    else if (def.type === 'pipe') inner = definition(def.in).type === 'transform' ? def.out : def.in;
    else if (def.type === 'lazy') inner = def.getter();
    else return inner;
  }
  return inner;
}

/** The branches of a union with those of unions inside it; a schema that is none is its own only branch. */
export function branches(schema: Schema): Schema[] {
  const inner = unwrap(schema);
  const def = definition(inner);
  return def.type === 'union' ? def.options.flatMap((option) => branches(option)) : [inner];
}

/** Values of an enum or literal (or a union of them); undefined when the schema has no such list. */
export function valuesOf(schema: Schema): unknown[] | undefined {
  const values = unwrap(schema)._zod.values;
  return values === undefined ? undefined : [...values];
}

/** True when the key may be left out. */
export function mayBeMissing(schema: Schema): boolean {
  return schema._zod.optin === 'optional';
}

/** The deprecated name of a key, which files may still use. */
export function aliasOf(field: Schema): string | undefined {
  const { alias } = ((field as z.ZodType).meta?.() ?? {}) as { alias?: string };
  return alias;
}

/** The shape of an object schema. */
export function shapeOf(schema: Schema): Record<string, Schema> | undefined {
  const def = definition(schema);
  return def.type === 'object' ? (def.shape as Record<string, Schema>) : undefined;
}

/** Kind of YAML value that a branch takes; a scalar schema says which scalar. */
export type Takes = 'map' | 'list' | 'text' | 'number' | 'boolean' | 'null' | 'any';

export function takes(schema: Schema): Takes[] {
  const def = definition(schema);
  switch (def.type) {
    case 'object':
    case 'record':
      return ['map'];
    case 'array':
    case 'tuple':
      return ['list'];
    case 'string':
    case 'template_literal':
      return ['text'];
    case 'number':
      return ['number'];
    case 'boolean':
      return ['boolean'];
    case 'null':
      return ['null'];
    case 'enum':
    case 'literal':
      return [...new Set((valuesOf(schema) ?? []).map(kindOf))];
    default:
      return ['any'];
  }
}

/** Kind of a value as read from YAML. */
export function kindOf(value: unknown): Takes {
  if (value === null || value === undefined) return 'null';
  if (Array.isArray(value)) return 'list';
  if (typeof value === 'string') return 'text';
  if (typeof value === 'number') return 'number';
  return typeof value === 'boolean' ? 'boolean' : 'map';
}
