import * as z from 'zod';
import { definition, evidence } from './marks.ts';

/** Building blocks of the evidence schemas. Keys are camelCase here and kebab-case in files (see formats/yaml). */

/** The kind of file a path refers to, so that the evidence source can read it for the criterion. */
export type RefKind = 'file' | 'text' | 'table' | 'document' | 'results';

const PATH_HINT = 'a path in this repository, such as docs/runbook.md';

/** A path in the evaluated repository; `kind` says how it is read when a criterion requests the named files. */
export function ref(kind: RefKind) {
  return z
    .string()
    .min(1)
    .max(300)
    .regex(/^(?!\/)(?!.*(^|\/)\.\.(\/|$))[^\\\0]+$/, PATH_HINT)
    .meta({ ref: kind, description: PATH_HINT });
}

export const text = z.string().trim().min(1).max(2_000);
export const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9_.-]{0,63}$/, 'lower-case letters, digits, - _ . (64 at most)')
  .meta({ description: 'an id: lower-case letters, digits, - _ .' });
export const glob = z.string().min(1).max(300);
export const date = z.iso.date('a date as YYYY-MM-DD').meta({ description: 'a date as YYYY-MM-DD' });
export const instant = z.iso.datetime({ offset: true, error: 'an instant with zone, such as 2026-11-20T14:02:00Z' });
export const duration = z
  .string()
  .regex(/^\s*\d{1,4}\s*(d|w|m|y|days?|weeks?|months?|years?)\s*$/i, 'a duration such as 28d, 4w, 6 months');
export const ratio = z.number().min(0).max(1);
export const amount = z.number().nonnegative();
export const op = z.enum(['lt', 'lte', 'gt', 'gte', 'eq']);
export const url = z.url({ protocol: /^https?$/ }).max(500);

/** `@handle`, `@org/team`, a bare handle, or `Name <mail>`. */
export const personText = z
  .string()
  .min(1)
  .max(200)
  .meta({ description: '"@handle", "@organization/team" or "Name <mail>" (quote it: YAML reserves a leading @)' });
export const handle = z
  .string()
  .regex(/^@?[A-Za-z0-9](?:[A-Za-z0-9_-]{0,63})(?:\/[A-Za-z0-9._-]{1,100})?$/, '"@handle" or "@organization/team"')
  .meta({ description: '"@handle" or "@organization/team"' });

/** A link to an issue or pull request: `#12`, `owner/repo#12`, or an address. */
export const issue = z.union([z.string().regex(/^([\w.-]+\/[\w.-]+)?#\d+$/, '#12 or owner/repository#12'), url]);

/** Proof that something was done: one of the kinds the catalog accepts. */
export const proof = z.strictObject({
  run: url.optional(),
  pr: z.int().positive().optional(),
  path: ref('file').optional(),
  test: z.string().min(1).max(300).optional(),
  record: ref('file').optional(),
});

function column(holds: string) {
  return z
    .string()
    .min(1)
    .max(100)
    .meta({ description: `column with ${holds}` });
}

/** How to recompute a metric from raw rows: the file, and the columns of time and value. */
export const observations = z.strictObject({
  file: evidence(ref('table')),
  at: definition(column('the date or instant of a row'), 'fixed', 'sponsor'),
  value: definition(column('the number or the yes/no'), 'fixed', 'sponsor').optional(),
  total: definition(column('the denominator, for counts'), 'fixed', 'sponsor').optional(),
  where: definition(
    z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
    'fixed',
    'sponsor',
  ).optional(),
});
