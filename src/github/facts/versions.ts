import { canonical } from '../../domain/canonical.ts';
import { matcher } from '../../domain/cover.ts';
import type { FactRequest, FileHistory, ValueHistory } from '../../engine/fact-requests.ts';
import { NOTHING, pointed } from '../../evidence/yaml-values.ts';
import type { Commit } from '../../git/git-log.ts';
import { globFolders } from '../../git/history-context.ts';
import { pathHistory } from '../../git/path-history.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { commitsIn, type History } from './history.ts';
import { mergedAtOf } from './merged-at.ts';

/** Versions of one file that are looked through; each costs requests, further back a clone answers better. */
const MAX_VERSIONS = 100;
const YAML_BYTES = 1 << 20;

/** Versions of each path, oldest first, with when each was merged. */
export async function historyOf(history: History, query: FactRequest<'history'>): Promise<FileHistory[]> {
  const paths = query.paths;
  if (paths.length === 0) return [];
  const matches = matcher(paths);
  const literal = new Set(paths);
  const wanted = (path: string): boolean => literal.has(path) || matches(path);
  const [commits, mailmap] = await Promise.all([commitsIn(history, globFolders(paths), wanted), history.mailmap()]);
  const files = pathHistory(query, commits, mailmap);
  for (const { path, versions } of files) few(path, versions.length);
  return Promise.all(
    files.map(async (file) => ({
      ...file,
      versions: await Promise.all(file.versions.map((version) => withMerge(history, version))),
    })),
  );
}

/** Values that one key of one YAML file held, oldest first, with when each was merged. */
export async function valueHistoryOf(
  history: History,
  { path, pointer }: FactRequest<'value-history'>,
): Promise<ValueHistory> {
  const [commits, mailmap] = await Promise.all([
    commitsIn(history, globFolders([path]), (one) => one === path),
    history.mailmap(),
  ]);
  few(path, commits.length);
  const ids = commits.flatMap((commit) => blobOf(commit, path) ?? []);
  const blobs = await history.readBlobs(
    ids.map((id) => ({ id, size: undefined })),
    YAML_BYTES,
  );
  const values: ValueHistory['values'] = [];
  let last: string | undefined;
  for (const commit of commits) {
    const id = blobOf(commit, path);
    const blob = id === undefined ? undefined : blobs.get(id);
    const value =
      id !== undefined && blob !== undefined && 'bytes' in blob
        ? pointed(history.yaml(id, blob.bytes), pointer)
        : NOTHING;
    const canon = value === NOTHING ? undefined : canonical(value);
    if (canon !== undefined && canon !== last) {
      values.push({ value, commit: commit.id, declaredAt: commit.declaredAt, author: mailmap(commit.author) });
    }
    last = canon;
  }
  return { path, pointer, values: await Promise.all(values.map((value) => withMerge(history, value))) };
}

function few(path: string, count: number): void {
  if (count > MAX_VERSIONS) {
    throw new GitHubUnavailableError(
      `${path} has ${count} versions, more than ${MAX_VERSIONS} are not read`,
      'history',
    );
  }
}

/** Undefined when the commit deleted the file or made it a link. */
function blobOf(commit: Commit, path: string): string | undefined {
  const after = commit.changes.find((change) => change.path === path)?.after;
  return after?.mode.startsWith('100') ? after.blob : undefined;
}

async function withMerge<T extends { commit: string }>(history: History, version: T): Promise<T> {
  const mergedAt = await mergedAtOf(history, version.commit);
  return mergedAt === undefined ? { ...version, unmerged: true } : { ...version, mergedAt };
}
