import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import type { Fault, Place } from '../../domain/observation.ts';
import { wholeFile } from '../decode.ts';
import { childOf, faultsOf, MISSING } from './issues.ts';
import { type OpenedYaml, openYaml } from './open.ts';
import { type Shape, type SpottedKey, shape } from './shape.ts';
import type { YamlNode } from './tree.ts';

export { jsonSchemaFor } from './json-schema.ts';
export { nearest } from './names.ts';
export { type OpenedYaml, openYaml, YAML_MAX_BYTES } from './open.ts';
export { branches, definition, type Schema, unwrap } from './schema.ts';
export type { YamlEntry, YamlNode } from './tree.ts';

/** A YAML file read by a schema. `value` is there exactly when there is no fault. */
export interface YamlRead<T> {
  value?: T;
  faults: Fault[];
  /** The place of a value by schema keys or keys as written; its nearest present parent otherwise. */
  at: (...keys: (string | number)[]) => Place;
}

const MAX_FAULTS = 50;
/** Enough to find the first fifty by line without describing a hundred thousand. */
const MAX_ISSUES = 500;

/** Reads one YAML file by a schema. Pure; every problem is a fault with its place, none is thrown. */
export function readYaml<T>(
  schema: z.ZodType<T>,
  path: string,
  bytes: Uint8Array,
  options: { blob?: string } = {},
): YamlRead<T> {
  const opened = openYaml(path, bytes);
  if (!opened.ok) return { faults: opened.faults, at: () => file(path, options.blob) };
  return fitYaml(schema, opened, options);
}

/**
 * Reads a part of an opened file by a schema: the whole first document, or `part` with the key that holds it.
 * Places given by `at` start at that part.
 */
export function fitYaml<T>(
  schema: z.ZodType<T>,
  opened: OpenedYaml & { ok: true },
  options: { blob?: string; part?: { key: string; at: number; node: YamlNode } } = {},
): YamlRead<T> {
  const { path, lines } = opened;
  const { part } = options;
  const node = part?.node ?? opened.documents[0] ?? { kind: 'scalar', at: 0, value: null, size: 1, height: 0 };
  try {
    const { root, spotted } = shape(schema, node, part?.key ?? '', part?.at ?? node.at);
    const read = z.safeParse(schema, root.value);
    const issues = read.error?.issues ?? [];
    const meant = new Set(spotted.map((spot) => spot.meant));
    const refused = issues.slice(0, MAX_ISSUES).flatMap((issue) => faultsOf(issue, root));
    const all = [...spotted, ...refused.filter((spot) => spot.problem !== MISSING || !meant.has(spot.key))];
    const place = ({ at, key, problem, allowed, remedy }: SpottedKey): Fault => ({
      path,
      ...lines(at),
      key,
      problem,
      ...defined({ allowed }),
      remedy,
    });
    const hidden = Math.max(0, issues.length - MAX_ISSUES);
    const faults = capped([...opened.remarks, ...all.map(place)], hidden);
    const at = (...keys: (string | number)[]): Place => ({
      ...file(path, options.blob),
      ...lines(nearestTo(root, keys)),
    });
    return read.success && faults.length === 0 ? { value: read.data, faults, at } : { faults, at };
  } catch (error) {
    const what = error instanceof Error ? error.message.slice(0, 100) : 'unknown reason';
    const fault = wholeFile(
      path,
      `could not be checked (${what})`,
      'Please report this as a defect of pilot-readiness.',
    );
    return { faults: [fault], at: () => file(path, options.blob) };
  }
}

function nearestTo(root: Shape, keys: (string | number)[]): number {
  let found = root;
  for (const key of keys) {
    const next = childOf(found, key);
    if (next === undefined) break;
    found = next;
  }
  return found.keyAt;
}

/** In the order of the file, each once, at most fifty; the last says how many more there are. */
function capped(faults: Fault[], hidden: number): Fault[] {
  const unique = new Map(faults.map((fault) => [`${fault.line}:${fault.column}:${fault.key}:${fault.problem}`, fault]));
  const sorted = [...unique.values()].sort((a, b) => a.line - b.line || a.column - b.column);
  const total = sorted.length + hidden;
  const first = sorted.slice(0, total > MAX_FAULTS ? MAX_FAULTS - 1 : MAX_FAULTS);
  const next = sorted[first.length];
  if (next === undefined) return first;
  const { allowed: _, ...place } = next;
  const more = `and ${total - first.length} more faults from here on`;
  return [...first, { ...place, key: '', problem: more, remedy: 'Correct the ones above first.' }];
}

function file(path: string, blob: string | undefined): Place {
  return blob === undefined ? { path } : { path, blob };
}
