import { canonical } from '../domain/canonical.ts';
import { type Observation, seen, unavailable } from '../domain/observation.ts';
import type { FactRequest, ValueHistory } from '../engine/fact-requests.ts';
import { NOTHING, pointed, readYaml } from '../evidence/yaml-values.ts';
import type { Git } from './git.ts';
import type { Commit } from './git-log.ts';
import { readBlobs } from './git-objects.ts';
import type { Mailmap } from './identity.ts';

const MAX_VERSIONS = 500;
const YAML_BYTES = 1 << 20;

/**
 * Values that keys of YAML files held, oldest first. A value that went away and came back is listed twice.
 * Blobs of all asks are read in one batch; a file with more than 500 versions is not looked through.
 */
export async function valueHistories(
  git: Git,
  requests: FactRequest<'value-history'>[],
  commits: Commit[],
  mailmap: Mailmap,
): Promise<Observation<ValueHistory>[]> {
  const versions = new Map(requests.map((request) => [request.path, versionsOf(request.path, commits)]));
  const few = [...versions.values()].filter((list) => list.length <= MAX_VERSIONS);
  const ids = few.flatMap((list) => list.flatMap((version) => (version.blob === undefined ? [] : [version.blob])));
  const blobs = await readBlobs(git, ids, YAML_BYTES);
  const documents = new Map<string, unknown>();
  for (const [id, blob] of blobs) documents.set(id, 'bytes' in blob ? readYaml(blob.bytes) : NOTHING);
  return requests.map((request) => {
    const { path, pointer } = request;
    const list = versions.get(path) ?? [];
    if (list.length > MAX_VERSIONS) {
      return unavailable(`${path} has ${list.length} versions, more than ${MAX_VERSIONS}`, 'history');
    }
    const lost = list.find(({ blob }) => blob !== undefined && 'missing' in (blobs.get(blob) ?? {}));
    if (lost !== undefined) {
      return unavailable(`this clone does not hold every version of ${path}: it is a partial clone`, 'history');
    }
    const values: ValueHistory['values'] = [];
    let last: string | undefined;
    for (const { blob, commit } of list) {
      const value = blob === undefined ? NOTHING : pointed(documents.get(blob), pointer);
      const canon = value === NOTHING ? undefined : canonical(value);
      if (canon !== undefined && canon !== last) {
        values.push({ value, commit: commit.id, declaredAt: commit.declaredAt, author: mailmap(commit.author) });
      }
      last = canon;
    }
    return seen({ path, pointer, values }, { path });
  });
}

interface Held {
  commit: Commit;
  /** Undefined when the commit deleted the file or made it a link. */
  blob: string | undefined;
}

function versionsOf(path: string, commits: Commit[]): Held[] {
  return commits.flatMap((commit) =>
    commit.changes
      .filter((change) => change.path === path)
      .map(({ after }) => ({ commit, blob: after?.mode.startsWith('100') ? after.blob : undefined })),
  );
}
