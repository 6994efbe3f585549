import { createHash } from 'node:crypto';
import type { Blob } from '../evidence/history/graph.ts';
import type { Git } from './git.ts';
import type { ObjectFormat } from './repository.ts';

const NEWLINE = 0x0a;

/** The git blob id of these bytes. */
export function blobId(bytes: Uint8Array, format: ObjectFormat): string {
  return createHash(format).update(`blob ${bytes.byteLength}\0`).update(bytes).digest('hex');
}

/**
 * Reads distinct blobs by id. Sizes are read first, so that content above `maxBytes` is never read; one process then
 * returns the rest.
 */
export async function readBlobs(git: Git, ids: string[], maxBytes: number): Promise<Map<string, Blob>> {
  const found = new Map<string, Blob>();
  const wanted = [...new Set(ids)].filter((id) => /^[0-9a-f]{40,64}$/.test(id));
  if (wanted.length === 0) return found;
  const sizes = (await git.read(['cat-file', '--batch-check'], lines(wanted))).toString('latin1').split('\n');
  const small: string[] = [];
  for (const line of sizes) {
    const [id = '', type, size] = line.split(' ');
    if (type === 'blob' && Number(size) <= maxBytes) small.push(id);
    else if (type === 'blob') found.set(id, { size: Number(size) });
  }
  if (small.length > 0) {
    const out = await git.read(['cat-file', '--batch', '--buffer'], lines(small));
    for (let at = 0; at < out.length; ) {
      const end = out.indexOf(NEWLINE, at);
      if (end < 0) break;
      const [id = '', type, size] = out.toString('latin1', at, end).split(' ');
      at = end + 1;
      if (type !== 'blob') continue;
      found.set(id, { bytes: out.subarray(at, at + Number(size)) });
      at += Number(size) + 1;
    }
  }
  for (const id of wanted) if (!found.has(id)) found.set(id, { missing: true });
  return found;
}

function lines(ids: string[]): string {
  return `${ids.join('\n')}\n`;
}
