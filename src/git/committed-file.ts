import { absent, type Observation } from '../domain/observation.ts';
import { makeTree } from '../domain/tree.ts';
import { refusedByTree } from '../evidence/refusals.ts';
import { readBlobs } from './git-objects.ts';
import type { Repository } from './repository.ts';
import { fromBlob } from './worktree-files.ts';

/**
 * Reads a few files of one commit without listing it, under the same rules as evidence: no links, submodules or LFS
 * pointers. `prefix` is prepended to each path to find it from the top of the repository; results are by path.
 */
export async function filesOfCommit(
  repository: Repository,
  commit: string,
  prefix: string,
  paths: string[],
  maxBytes: number,
): Promise<Map<string, Observation<Uint8Array>>> {
  const safe = paths.filter((path) => !(prefix + path).split('/').some((part) => ['', '.', '..'].includes(part)));
  const listed = await list(
    repository,
    commit,
    safe.map((path) => prefix + path),
  );
  const blobs = [...listed.values()].flatMap(({ type, blob }) => (type === 'blob' ? [blob] : []));
  const bytes = blobs.length > 0 ? await readBlobs(repository.git, blobs, maxBytes) : new Map();
  const answer = (path: string): Observation<Uint8Array> => {
    const found = listed.get(prefix + path);
    if (found === undefined) return absent({ path });
    if (found.type === 'tree') return absent({ path }, 'is a folder');
    const entry = { path, mode: found.mode, blob: found.blob };
    return refusedByTree(makeTree([entry]), path) ?? fromBlob(entry, bytes.get(found.blob), maxBytes);
  };
  return new Map(paths.map((path) => [path, answer(path)]));
}

interface Listed {
  mode: string;
  type: string;
  blob: string;
}

async function list(repository: Repository, commit: string, paths: string[]): Promise<Map<string, Listed>> {
  if (paths.length === 0) return new Map();
  const out = await repository.git.read(['ls-tree', '-z', '--full-tree', commit, '--', ...paths]);
  // <mode> SP <type> SP <id> TAB <path> NUL
  const lines = out
    .toString('utf8')
    .split('\0')
    .filter((line) => line !== '');
  return new Map(
    lines.map((line) => {
      const tab = line.indexOf('\t');
      const [mode = '', type = '', blob = ''] = line.slice(0, tab).split(' ');
      return [line.slice(tab + 1), { mode, type, blob }];
    }),
  );
}
