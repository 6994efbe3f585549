import type { Observation } from '../domain/observation.ts';
import { seen } from '../domain/observation.ts';
import { makeTree } from '../domain/tree.ts';
import type { FileSource } from '../engine/ports.ts';
import { tooLarge } from '../evidence/refusals.ts';
import { blobId } from './git-objects.ts';

/** A source with additional files, to evaluate what a command would write without writing it. */
export function withFiles(source: FileSource, added: Map<string, string>): FileSource {
  const bytes = new Map([...added].map(([path, text]) => [path, new TextEncoder().encode(text)]));
  const entries = [...bytes].map(([path, text]) => ({ path, mode: '100644', blob: blobId(text, 'sha1') }));
  return {
    tree: async () => {
      const tree = await source.tree();
      return tree.state === 'seen' ? seen(makeTree([...tree.value.entries, ...entries]), tree.place) : tree;
    },
    files: async (paths, maxBytes) => {
      const found: Map<string, Observation<Uint8Array>> = await source.files(
        paths.filter((path) => !bytes.has(path)),
        maxBytes,
      );
      for (const entry of entries.filter(({ path }) => paths.includes(path))) {
        const own = bytes.get(entry.path) ?? new Uint8Array();
        const place = { path: entry.path, blob: entry.blob };
        found.set(entry.path, own.byteLength > maxBytes ? tooLarge(entry, own.byteLength, maxBytes) : seen(own, place));
      }
      return found;
    },
  };
}
