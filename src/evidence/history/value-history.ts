import { canonical } from '../../domain/canonical.ts';
import { NotVerifiedError } from '../../domain/errors.ts';
import type { ValueHistory } from '../../engine/fact-answers.ts';
import type { FactRequest } from '../../engine/fact-requests.ts';
import { globFolders } from './globs.ts';
import type { Commit, CommitGraph } from './graph.ts';
import { checkVersions, withMerges } from './path-history.ts';
import { NOTHING, valueAt } from './yaml-values.ts';

const YAML_BYTES = 1 << 20;

/** Values of a key in a YAML file, oldest first. A value that was removed and restored is listed twice. */
export async function valueHistoryOf(
  graph: CommitGraph,
  { path, pointer }: FactRequest<'value-history'>,
): Promise<ValueHistory> {
  const [commits, mailmap] = await Promise.all([
    graph.commits(globFolders([path]), (one) => one === path),
    graph.mailmap(),
  ]);
  checkVersions(path, commits.length, graph.limits.valueVersions);
  const blobs = await graph.blobs(
    commits.flatMap((commit) => blobOf(commit, path) ?? []),
    YAML_BYTES,
  );
  if ([...blobs.values()].some((blob) => 'missing' in blob))
    throw new NotVerifiedError(`this clone does not have every version of ${path}: it is a partial clone`, 'history');
  const values: ValueHistory['values'] = [];
  let last: string | undefined;
  for (const commit of commits) {
    const id = blobOf(commit, path);
    const blob = id === undefined ? undefined : blobs.get(id);
    const value =
      id !== undefined && blob !== undefined && 'bytes' in blob
        ? valueAt(graph.yaml(id, blob.bytes), pointer)
        : NOTHING;
    const canon = value === NOTHING ? undefined : canonical(value);
    if (canon !== undefined && canon !== last)
      values.push({ value, commit: commit.id, declaredAt: commit.declaredAt, author: mailmap(commit.author) });
    last = canon;
  }
  return { path, pointer, values: await withMerges(graph, values) };
}

/** Undefined when the commit deleted the file or replaced it by a link. */
function blobOf({ changes }: Commit, path: string): string | undefined {
  const after = changes.find((change) => change.path === path)?.after;
  return after?.mode.startsWith('100') ? after.blob : undefined;
}
