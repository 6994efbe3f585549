import type { FactRequest } from '../../engine/fact-requests.ts';
import type { Commit, CommitGraph, PathChange } from './graph.ts';
import { namesakesIn, removedNamesake, replacedBy } from './origins.ts';
import { folderOf, isInline, type SectionFile, usualFiles, type ValueOf } from './section-files.ts';
import { NOTHING } from './yaml-values.ts';

/**
 * The files that a section was in before it came to these files: another spelling or case of the name, the manifest or a
 * file of its own, or a file that a commit moved here. Where a section came from nothing, every usual file is looked at:
 * it may have been removed and added in different commits. What the first commit of the repository has came from nowhere.
 */
export async function earlierFiles(
  graph: CommitGraph,
  request: FactRequest<'value-history'>,
  files: SectionFile[],
  commits: Commit[],
  values: ValueOf,
): Promise<string[]> {
  const found = await Promise.all(
    files.map(async (file) => {
      const arrivals = commits.filter(
        ({ parents, changes }) =>
          parents.length > 0 &&
          changes.some((change) => change.path === file.path && hasArrived(request, file, change, values)),
      );
      return Promise.all(arrivals.map((commit) => filesBefore(graph, request, file, commit)));
    }),
  );
  return [...new Set(found.flat(2))];
}

/** Whether a change brings the section to a file that did not have it. */
function hasArrived(
  request: FactRequest<'value-history'>,
  file: SectionFile,
  { before, after }: PathChange,
  values: ValueOf,
): boolean {
  const { section } = request;
  if (!isInline(section, file.path)) return after !== undefined && before.every((one) => one === undefined);
  const has = (side: typeof after): boolean => values(side?.blob, section) !== NOTHING;
  return has(after) && !before.some(has);
}

async function filesBefore(
  graph: CommitGraph,
  request: FactRequest<'value-history'>,
  { path }: SectionFile,
  { id, parents }: Commit,
): Promise<string[]> {
  const { section } = request;
  const [now, after, ...befores] = await Promise.all([graph.tree(), ...[id, ...parents].map((one) => graph.tree(one))]);
  if (now === undefined || after === undefined) return [];
  const folder = folderOf(path);
  const own = befores.flatMap((before) => {
    if (section === undefined) return replacedBy(before, after, now, path);
    const named = `${folder}${section}.yaml`;
    const here = namesakesIn(before, named).filter((one) => one !== path);
    if (here.length > 0) return here;
    return [...replacedBy(before, after, now, path), ...removedNamesake(before, after, named)];
  });
  if (section === undefined) return own;
  const manifest = `${folder}pilot.yaml`;
  const manifests = befores.flatMap((before) => {
    const here = namesakesIn(before, manifest).filter((one) => one !== path);
    return here.length > 0 ? here : removedNamesake(before, after, manifest);
  });
  const usual = own.length > 0 ? [] : usualFiles({ ...request, path });
  return [...own, ...(section === 'pilot' ? [] : manifests), ...usual].filter((one) => one !== path);
}
