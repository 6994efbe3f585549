import { canonical } from '../../domain/canonical.ts';
import { NotVerifiedError } from '../../domain/errors.ts';
import type { ValueHistory } from '../../engine/fact-answers.ts';
import type { FactRequest } from '../../engine/fact-requests.ts';
import { globFolders } from './globs.ts';
import type { Blob, Commit, CommitGraph } from './graph.ts';
import { checkVersions, withMerges } from './path-history.ts';
import { fileOf, type SectionFile, type ValueOf } from './section-files.ts';
import { earlierFiles } from './section-history.ts';
import { NOTHING, valueAt } from './yaml-values.ts';

const YAML_BYTES = 1 << 20;
/** Files that one section can have been in. */
const MAX_FILES = 24;

/**
 * Values of a key in a YAML file, oldest first, in every file that the key came from. A value that was removed and
 * restored is listed twice.
 */
export async function valueHistoryOf(graph: CommitGraph, request: FactRequest<'value-history'>): Promise<ValueHistory> {
  const { path, pointer } = request;
  const files: SectionFile[] = [{ path, pointer }];
  let [commits, values] = await versionsOf(graph, files);
  for (let seen = 0; seen < files.length && files.length < MAX_FILES; ) {
    const fresh = files.slice(seen);
    seen = files.length;
    const found = await earlierFiles(graph, request, fresh, commits, values);
    for (const one of found) if (!files.some((known) => known.path === one)) files.push(fileOf(request, one));
    if (files.length > seen) [commits, values] = await versionsOf(graph, files);
  }
  const mailmap = await graph.mailmap();
  const listed: ValueHistory['values'] = [];
  const now = new Map<string, unknown>();
  let last: string | undefined;
  for (const commit of commits) {
    for (const file of files) {
      const change = commit.changes.find((one) => one.path === file.path);
      if (change !== undefined) now.set(file.path, values(blobOf(change.after), file.pointer));
    }
    const file = files.find((one) => (now.get(one.path) ?? NOTHING) !== NOTHING);
    const value = file === undefined ? NOTHING : now.get(file.path);
    const canon = value === NOTHING ? undefined : canonical(value);
    if (canon !== undefined && canon !== last)
      listed.push({ value, commit: commit.id, declaredAt: commit.declaredAt, author: mailmap(commit.author) });
    last = canon;
  }
  return { path, pointer, values: await withMerges(graph, listed) };
}

/** The commits that changed these files, oldest first, and the values in their versions. */
async function versionsOf(graph: CommitGraph, files: SectionFile[]): Promise<[Commit[], ValueOf]> {
  const paths = files.map(({ path }) => path);
  const commits = await graph.commits(globFolders(paths), (one) => paths.includes(one));
  for (const path of paths) {
    const count = commits.filter(({ changes }) => changes.some((change) => change.path === path)).length;
    checkVersions(path, count, graph.limits.valueVersions);
  }
  const sides = commits.flatMap(({ changes }) => changes.flatMap(({ before, after }) => [...before, after]));
  const blobs: Map<string, Blob> = await graph.blobs(
    [...new Set(sides.flatMap((one) => blobOf(one) ?? []))],
    YAML_BYTES,
  );
  if ([...blobs.values()].some((blob) => 'missing' in blob))
    throw new NotVerifiedError(
      `this clone does not have every version of ${paths[0]}: it is a partial clone`,
      'history',
    );
  return [
    commits,
    (id, pointer) => {
      const blob = id === undefined ? undefined : blobs.get(id);
      return id !== undefined && blob !== undefined && 'bytes' in blob
        ? valueAt(graph.yaml(id, blob.bytes), pointer)
        : NOTHING;
    },
  ];
}

/** Undefined for a deleted file or one that is a link. */
export function blobOf(side: { mode: string; blob: string } | undefined): string | undefined {
  return side?.mode.startsWith('100') ? side.blob : undefined;
}
