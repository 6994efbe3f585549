import { createHash } from 'node:crypto';
import { absent, type Observation, seen } from '../../../src/domain/observation.ts';
import { LINK_MODE, makeTree } from '../../../src/domain/tree.ts';
import type { FileSource } from '../../../src/engine/ports.ts';

/** The git blob id of these bytes. */
export function blobId(bytes: Uint8Array): string {
  return createHash('sha1').update(`blob ${bytes.length}\0`).update(bytes).digest('hex');
}

/** A text that begins like this is a symbolic link. */
const LINK = 'link -> ';

/** A file source over texts in memory; `calls` counts the batches. */
export function memoryFiles(files: Record<string, string>): FileSource & { calls: number } {
  const bytes = new Map(Object.entries(files).map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const entries = [...bytes].map(([path, content]) => ({
    path,
    mode: files[path]?.startsWith(LINK) ? LINK_MODE : '100644',
    blob: blobId(content),
  }));
  const source = {
    calls: 0,
    tree: async () => seen(makeTree(entries), { path: '' }),
    files: async (paths: string[]) => {
      source.calls += 1;
      return new Map<string, Observation<Uint8Array>>(
        paths.map((path) => {
          const content = files[path]?.startsWith(LINK) ? undefined : bytes.get(path);
          return [path, content ? seen(content, { path, blob: blobId(content) }) : absent({ path })];
        }),
      );
    },
  };
  return source;
}
