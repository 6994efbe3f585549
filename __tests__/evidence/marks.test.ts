import { describe, expect, test } from '@jest/globals';
import * as z from 'zod';
import { fieldsOf } from '../../scripts/definitions-page.ts';
import { RECORDS, SECTIONS } from '../../src/evidence/schema/index.ts';
import { markOf } from '../../src/evidence/schema/marks.ts';

/** Every field of a schema without a mark on itself or on what holds it; a section as a whole is no field. */
function unmarked(schema: z.ZodType, path: string): string[] {
  return fieldsOf(schema, path).flatMap(([at, mark]) => (mark === undefined ? [at] : []));
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
