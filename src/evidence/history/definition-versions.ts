import { NotVerifiedError } from '../../domain/errors.ts';
import type { DefinitionVersion } from '../../engine/fact-answers.ts';
import type { FactRequest } from '../../engine/fact-requests.ts';
import { isEvidenceYaml } from '../yaml-files.ts';
import type { CommitGraph } from './graph.ts';
import { checkVersions } from './path-history.ts';

const YAML_BYTES = 1 << 20;

/**
 * The YAML files of the evidence after each commit that changed one of them, oldest first by ancestry. Files are followed
 * by what is under the evidence root then, so renaming a file or moving a section loses nothing.
 */
export async function definitionVersionsOf(
  graph: CommitGraph,
  { root }: FactRequest<'definition-versions'>,
): Promise<DefinitionVersion[]> {
  const commits = await graph.commits([root], (path) => isEvidenceYaml(root, path));
  checkVersions(root, commits.length, graph.limits.versions);
  const ids = commits.flatMap(({ changes }) => changes.flatMap(({ after }) => (after ? [after.blob] : [])));
  const blobs = await graph.blobs([...new Set(ids)], YAML_BYTES);
  if ([...blobs.values()].some((blob) => 'missing' in blob))
    throw new NotVerifiedError(`this clone does not have every version of ${root}: it is a partial clone`, 'history');
  let files: DefinitionVersion['files'] = {};
  return commits.map(({ id, changes }) => {
    files = { ...files };
    for (const { path, after } of changes) {
      const blob = after?.mode.startsWith('100') ? blobs.get(after.blob) : undefined;
      if (after !== undefined && blob !== undefined && 'bytes' in blob)
        files[path] = { blob: after.blob, bytes: blob.bytes };
      else delete files[path];
    }
    return { commit: id, files };
  });
}
