import { absent, type Observation, unavailable } from '../../domain/observation.ts';
import type { TreeEntry } from '../../domain/tree.ts';
import type { FileSource } from '../../engine/ports.ts';
import { refusedByTree } from '../../evidence/refusals.ts';
import { fromBlob } from '../../git/worktree-files.ts';
import type { GitHubAccess } from '../client/access.ts';
import { type ApiOptions, openApi } from '../client/api.ts';
import { GitHubUnavailableError, observed } from '../client/unavailable.ts';
import { openBlobs, type ReadBlobs } from './blobs.ts';
import { openTrees, type Trees } from './trees.ts';

/**
 * The files of one commit through GitHub: one request for the tree, one for each uncached blob. What cannot be read is
 * `unavailable`, never absent; links, submodules and LFS pointers are refused as in a work tree. Objects of a fork are
 * looked up in the base repository, then in `head`.
 */
export function githubFiles(access: GitHubAccess, options: ApiOptions & { sha: string }): FileSource {
  const api = openApi(access, options);
  return { ...filesAt(openTrees(api), openBlobs(api), options.sha), parsed: access.parsed };
}

/** The same on open trees and blobs. */
export function filesAt(trees: Trees, readBlobs: ReadBlobs, sha: string): FileSource {
  return {
    tree: () => observed(async () => (await trees.whole(sha)).tree),
    files: async (paths, maxBytes) => {
      const listed = await observed(() => trees.whole(sha));
      if (listed.state !== 'seen') return new Map(paths.map((path) => [path, withPath(listed, path)]));
      const { tree, sizes } = listed.value;
      const found = new Map<string, Observation<Uint8Array>>();
      await Promise.all(
        [...new Set(paths)].map(async (path) => {
          const entry = tree.get(path);
          const refused = refusedByTree(tree, path);
          if (refused !== undefined) found.set(path, refused);
          else if (entry === undefined) found.set(path, absent({ path }));
          else found.set(path, await fileOf(readBlobs, entry, sizes.get(entry.blob), maxBytes));
        }),
      );
      return found;
    },
  };
}

async function fileOf(
  readBlobs: ReadBlobs,
  entry: TreeEntry,
  size: number | undefined,
  maxBytes: number,
): Promise<Observation<Uint8Array>> {
  try {
    const blobs = await readBlobs([{ id: entry.blob, size }], maxBytes);
    return fromBlob(entry, blobs.get(entry.blob), maxBytes);
  } catch (error) {
    if (error instanceof GitHubUnavailableError)
      return unavailable(`${entry.path}: ${error.message}`, error.resolvableBy);
    throw error;
  }
}

function withPath<T>(listed: Observation<T>, path: string): Observation<never> {
  if (listed.state === 'unavailable') return listed;
  return listed.state === 'seen' ? absent({ path }) : listed;
}

/** The content of a file; undefined when it does not exist. Throws when it could not be read. */
export function bytesOf(found: Observation<Uint8Array> | undefined): Uint8Array | undefined {
  if (found?.state === 'unavailable') throw new GitHubUnavailableError(found.reason, found.resolvableBy);
  return found?.state === 'seen' ? found.value : undefined;
}
