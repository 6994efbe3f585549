import { absent, type Observation, seen, unavailable } from '../domain/observation.ts';
import { makeTree, type Tree, type TreeEntry } from '../domain/tree.ts';
import type { FileSource } from '../engine/ports.ts';
import type { Blob } from '../evidence/history/graph.ts';
import { placeOf, refusedByBytes, refusedByTree, tooLarge } from '../evidence/refusals.ts';
import { readDisk, statPath } from './disk.ts';
import { GitFailure } from './git.ts';
import { blobId, readBlobs } from './git-objects.ts';
import type { Repository } from './repository.ts';
import type { Overlay, WorkState } from './work-state.ts';

/** The files of one commit below the prefix; `treeId` undefined means a commit without that folder. */
export function committedFiles(
  repository: Repository,
  treeId: string | undefined | Promise<string | undefined>,
): FileSource {
  let listed: Promise<Tree> | undefined;
  const tree = (): Promise<Tree> => {
    listed ??= Promise.resolve(treeId).then((id) => listTree(repository, id));
    return listed;
  };
  return fileSource(repository, tree, new Map(), undefined);
}

/** The files of a work tree: unchanged ones come from git, others from disk. */
export function diskFiles(repository: Repository, folder: string, state: WorkState): FileSource {
  const tree = makeTree(state.entries);
  return fileSource(repository, async () => tree, state.overlay, folder);
}

function fileSource(
  repository: Repository,
  tree: () => Promise<Tree>,
  overlay: Map<string, Overlay>,
  folder: string | undefined,
): FileSource {
  return {
    tree: async () => {
      try {
        return seen(await tree(), { path: '' });
      } catch (error) {
        return failedRead(error);
      }
    },
    files: async (paths, maxBytes) => {
      const found = new Map<string, Observation<Uint8Array>>();
      try {
        const all = await tree();
        const committed: TreeEntry[] = [];
        for (const path of new Set(paths)) {
          const entry = all.get(path);
          const change = overlay.get(path);
          const refused = refusedByTree(all, path);
          if (refused !== undefined) found.set(path, refused);
          else if (entry === undefined) found.set(path, absent({ path }, await whyAbsent(folder, path)));
          else if (folder !== undefined && change !== undefined && change.from !== 'object') {
            found.set(path, await fromDisk(repository, folder, entry, change, maxBytes));
          } else committed.push(entry);
        }
        const ids = committed.map((entry) => entry.blob);
        const blobs = await readBlobs(repository.git, ids, maxBytes);
        for (const entry of committed) found.set(entry.path, fromBlob(entry, blobs.get(entry.blob), maxBytes));
      } catch (error) {
        const failed = failedRead(error);
        for (const path of paths) if (!found.has(path)) found.set(path, failed);
      }
      return found;
    },
  };
}

async function listTree(repository: Repository, treeId: string | undefined): Promise<Tree> {
  if (treeId === undefined) return makeTree([]);
  const out = await repository.git.read(['ls-tree', '-r', '-z', '--full-tree', treeId]);
  const entries: TreeEntry[] = [];
  for (const record of out.toString('utf8').split('\0')) {
    // <mode> SP <type> SP <id> TAB <path>
    const tab = record.indexOf('\t');
    if (tab < 0) continue;
    const [mode = '', , blob = ''] = record.slice(0, tab).split(' ');
    entries.push({ path: record.slice(tab + 1), mode, blob });
  }
  return makeTree(entries);
}

/** The observation of a committed blob. */
export function fromBlob(entry: TreeEntry, blob: Blob | undefined, maxBytes: number): Observation<Uint8Array> {
  if (blob === undefined || 'missing' in blob) {
    return unavailable(`this clone does not contain ${entry.path}: it is a partial clone or damaged`, 'history');
  }
  if ('size' in blob) return tooLarge(entry, blob.size, maxBytes);
  return refusedByBytes(entry, blob.bytes) ?? seen(blob.bytes, placeOf(entry));
}

async function fromDisk(
  repository: Repository,
  folder: string,
  entry: TreeEntry,
  change: Overlay,
  maxBytes: number,
): Promise<Observation<Uint8Array>> {
  if (change.from === 'lfs') return refusedByBytes(entry, LFS_POINTER) ?? absent(placeOf(entry));
  const read = await readDisk(folder, entry.path, maxBytes);
  switch (read.kind) {
    case 'bytes': {
      const bytes = change.stored === undefined ? read.bytes : change.stored(read.bytes);
      if (blobId(bytes, repository.objectFormat) !== entry.blob) {
        return unavailable(`${entry.path} changed while it was being read`, 'retry');
      }
      return refusedByBytes(entry, bytes) ?? seen(bytes, placeOf(entry));
    }
    case 'large':
      return tooLarge(entry, read.size, maxBytes);
    case 'refused':
      return absent(placeOf(entry), read.why);
    case 'missing':
      return absent({ path: entry.path }, 'was removed while it was being read');
    case 'unreadable':
      return unavailable(`${entry.path} cannot be read: ${read.reason}`, 'retry');
  }
}

const LFS_POINTER = Buffer.from('version https://git-lfs.github.com/spec/v1\n');

/**
 * Describes what is on disk where the tree has no entry. Only for plain relative paths: others could leave the folder.
 */
export async function whyAbsent(folder: string | undefined, path: string): Promise<string | undefined> {
  const parts = path.split('/');
  if (
    folder === undefined ||
    path.includes('\0') ||
    parts.some((part) => part === '' || /^(\.\.?|\.git)$/i.test(part))
  ) {
    return undefined;
  }
  // Stops at a folder above that is a link or missing: nothing behind it is evidence.
  for (let count = 1; count < parts.length; count++) {
    if ((await statPath(folder, parts.slice(0, count).join('/'))).kind !== 'folder') return undefined;
  }
  const found = await statPath(folder, path);
  if (found.kind === 'special') return 'is not a regular file';
  return found.kind === 'file' ? 'is on disk, but git ignores it' : undefined;
}

function failedRead(error: unknown): Observation<never> {
  if (!(error instanceof GitFailure)) throw error;
  return unavailable(`git could not read the files: ${error.detail}`, 'history');
}
