import type { Git } from './git.ts';

/** How git converts line endings when it adds a file. `auto` leaves binary files and existing CRLF files unchanged. */
export type LineEnds = 'keep' | 'text' | 'auto';

/** The attributes of one path that affect adding it. */
export interface Attributes {
  lineEnds: LineEnds;
  filter?: string;
  /** `ident` or `working-tree-encoding`, conversions that are not implemented here. */
  converted: boolean;
}

const NAMES = ['text', 'crlf', 'eol', 'filter', 'ident', 'working-tree-encoding'];

/** Reads the attributes of paths on disk in one call. This runs no program of the repository. */
export async function readAttributes(
  git: Git,
  paths: string[],
  autocrlf: string | undefined,
): Promise<Map<string, Attributes>> {
  const found = new Map<string, Attributes>();
  if (paths.length === 0) return found;
  const out = await git.read(['check-attr', '-z', '--stdin', ...NAMES], `${paths.join('\0')}\0`);
  const fields = out.toString('utf8').split('\0');
  const given = new Map<string, Map<string, string>>();
  for (let at = 0; at + 2 < fields.length; at += 3) {
    const [path = '', name = '', value = ''] = fields.slice(at, at + 3);
    if (value === 'unspecified') continue;
    given.set(path, (given.get(path) ?? new Map()).set(name, value));
  }
  for (const path of paths) {
    const values = given.get(path) ?? new Map<string, string>();
    const filter = values.get('filter');
    const encoding = values.get('working-tree-encoding');
    found.set(path, {
      lineEnds: lineEnds(values, autocrlf),
      ...(filter === undefined || filter === 'set' || filter === 'unset' ? {} : { filter }),
      converted: values.get('ident') === 'set' || (encoding !== undefined && encoding !== 'unset'),
    });
  }
  return found;
}

function lineEnds(values: Map<string, string>, autocrlf: string | undefined): LineEnds {
  const text = values.get('text') ?? values.get('crlf');
  if (text === 'unset') return 'keep';
  if (text === 'auto') return 'auto';
  if (text === 'set' || text === 'input') return 'text';
  const eol = values.get('eol');
  if (eol === 'lf' || eol === 'crlf') return 'text';
  return autocrlf !== undefined && /^(true|yes|on|1|input)$/i.test(autocrlf) ? 'auto' : 'keep';
}

/** The bytes git would store. `alreadyCrlf`: the index contains this file with CRLF, which `auto` keeps. */
export function storedBytes(bytes: Uint8Array, ends: LineEnds, alreadyCrlf: boolean): Uint8Array {
  if (ends === 'keep' || !hasCrlf(bytes)) return bytes;
  if (ends === 'auto' && (alreadyCrlf || looksBinary(bytes))) return bytes;
  const out = new Uint8Array(bytes.length);
  let length = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0x0d && bytes[at + 1] === 0x0a) continue;
    out[length++] = byte;
  }
  return out.subarray(0, length);
}

/** Whether text contains CRLF; binary content never does. */
export function isCrlfText(bytes: Uint8Array): boolean {
  return hasCrlf(bytes) && !looksBinary(bytes);
}

function hasCrlf(bytes: Uint8Array): boolean {
  for (let at = bytes.indexOf(0x0d); at >= 0; at = bytes.indexOf(0x0d, at + 1)) if (bytes[at + 1] === 0x0a) return true;
  return false;
}

/** Git's own heuristic: a NUL, a lone CR, or more than one unprintable byte in 128. */
function looksBinary(bytes: Uint8Array): boolean {
  let odd = 0;
  let printable = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0;
    if (byte === 0) return true;
    if (byte === 0x0d) {
      if (bytes[at + 1] !== 0x0a) return true;
      at++;
    } else if (byte === 0x7f) odd++;
    else if (byte >= 0x20 || byte === 0x08 || byte === 0x09 || byte === 0x1b || byte === 0x0c) printable++;
    else if (byte !== 0x0a) odd++;
  }
  if (bytes.at(-1) === 0x1a) odd--;
  return printable >> 7 < odd;
}
