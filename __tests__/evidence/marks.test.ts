import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { RECORDS, SECTIONS } from '../../src/evidence/schema/index.ts';
import { markOf } from '../../src/evidence/schema/marks.ts';

/** Every field of a schema without a mark on itself or on what holds it; a section as a whole is no field. */
function unmarked(schema: z.ZodType, path: string): string[] {
  if (markOf(schema) !== undefined) return [];
  if (schema instanceof z.ZodOptional) return unmarked(schema.unwrap() as z.ZodType, path);
  if (schema instanceof z.ZodObject)
    return Object.entries(schema.shape).flatMap(([key, inner]) => unmarked(inner as z.ZodType, `${path}.${key}`));
  if (schema instanceof z.ZodRecord) return unmarked(schema.valueType as z.ZodType, `${path}.*`);
  if (schema instanceof z.ZodArray) return unmarked(schema.element as z.ZodType, `${path}[]`);
  if (schema instanceof z.ZodUnion) return schema.options.flatMap((one) => unmarked(one as z.ZodType, path));
  return [path];
}

const all: [string, z.ZodType][] = Object.entries({ ...SECTIONS, ...RECORDS });

describe('every field of the evidence is a definition or evidence', () => {
  test.each(all)('%s', (name, schema) => {
    expect(unmarked(schema, name)).toEqual([]);
  });

  test.each(Object.entries(SECTIONS))('%s is not evidence as a whole', (_name, schema) => {
    expect(markOf(schema)).toBeUndefined();
  });

  test('a field without a mark is found', () => {
    expect(unmarked(z.strictObject({ one: z.string().optional() }), 'x')).toEqual(['x.one']);
  });
});
