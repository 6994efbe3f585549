import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { absent, type Observation, seen, unavailable } from '../domain/observation.ts';
import { makeTree, type TreeEntry } from '../domain/tree.ts';
import type { FileSource } from '../engine/ports.ts';
import { placeOf, refusedByBytes, refusedByTree, tooLarge } from '../evidence/refusals.ts';
import { hashDisk, hashLink, readDisk, statPath } from './disk.ts';
import { blobId } from './git-objects.ts';
import { whyAbsent } from './worktree-files.ts';

const UNREADABLE = '0'.repeat(40);

/**
 * The files of a folder outside git, with the ids git would give them. Links are listed but never followed; pipes,
 * sockets and devices are omitted; a folder named `.git` is never entered. `folder` must be a real path.
 */
export function plainFolder(folder: string): FileSource {
  let walked: ReturnType<typeof walk> | undefined;
  const listing = (): ReturnType<typeof walk> => {
    walked ??= walk(folder);
    return walked;
  };
  return {
    tree: async () => {
      const { entries, unreadable } = await listing();
      if (unreadable !== undefined) return unavailable(`the folder ${unreadable} cannot be read`, 'retry');
      return seen(makeTree(entries), { path: '' });
    },
    files: async (paths, maxBytes) => {
      const tree = makeTree((await listing()).entries);
      const found = new Map<string, Observation<Uint8Array>>();
      for (const path of new Set(paths)) {
        const entry = tree.get(path);
        const refused = refusedByTree(tree, path);
        if (refused !== undefined) found.set(path, refused);
        else if (entry === undefined) found.set(path, absent({ path }, await whyAbsent(folder, path)));
        else found.set(path, await read(folder, entry, maxBytes));
      }
      return found;
    },
  };
}

async function read(folder: string, entry: TreeEntry, maxBytes: number): Promise<Observation<Uint8Array>> {
  const found = await readDisk(folder, entry.path, maxBytes);
  switch (found.kind) {
    case 'bytes':
      if (blobId(found.bytes, 'sha1') !== entry.blob) {
        return unavailable(`${entry.path} changed while it was being read`, 'retry');
      }
      return refusedByBytes(entry, found.bytes) ?? seen(found.bytes, placeOf(entry));
    case 'large':
      return tooLarge(entry, found.size, maxBytes);
    case 'refused':
      return absent(placeOf(entry), found.why);
    case 'missing':
      return absent({ path: entry.path }, 'was removed while it was being read');
    case 'unreadable':
      return unavailable(`${entry.path} cannot be read: ${found.reason}`, 'retry');
  }
}

async function walk(folder: string): Promise<{ entries: TreeEntry[]; unreadable?: string }> {
  const entries: TreeEntry[] = [];
  const pending = [''];
  for (let below = pending.pop(); below !== undefined; below = pending.pop()) {
    const children = await readdir(join(folder, below), { withFileTypes: true }).catch(() => undefined);
    if (children === undefined) return { entries, unreadable: below || '.' };
    for (const child of children) {
      const path = below === '' ? child.name : `${below}/${child.name}`;
      if (child.isDirectory()) {
        if (child.name !== '.git') pending.push(path);
      } else if (child.isSymbolicLink()) {
        entries.push({ path, mode: '120000', blob: await hashLink(folder, path, 'sha1') });
      } else if (child.isFile()) entries.push(await file(folder, path));
    }
  }
  return { entries };
}

async function file(folder: string, path: string): Promise<TreeEntry> {
  const found = await statPath(folder, path);
  const mode = found.kind === 'file' && found.executable ? '100755' : '100644';
  return { path, mode, blob: (await hashDisk(folder, path, 'sha1'))?.blob ?? UNREADABLE };
}
