import { matcher } from '../../domain/cover.ts';
import { NotVerifiedError } from '../../domain/errors.ts';
import type { ChangedSince, FactRequest } from '../../engine/fact-requests.ts';
import type { CommitGraph } from './graph.ts';
import { keepSubstantive } from './semantic-diff.ts';

/**
 * Files whose evaluated bytes differ from those of a commit: a change that was taken back is none, one that is not
 * committed yet is one. The commit is named by its id or the beginning of it; branches and tags move and are not taken.
 */
export async function changedSinceOf(graph: CommitGraph, request: FactRequest<'changed-since'>): Promise<ChangedSince> {
  const name = request.commit.toLowerCase();
  const { commit, ancestor, changes } = /^[0-9a-f]{4,64}$/.test(name)
    ? await graph.differenceFrom(name)
    : { commit: undefined, ancestor: false, changes: [] };
  if (!ancestor && graph.incomplete !== undefined) throw new NotVerifiedError(graph.incomplete, 'history');
  if (commit === undefined) return { ancestor, changed: [] };
  const matches = matcher(request.globs);
  const isExcepted = matcher(request.except);
  const wanted = changes.filter(({ path }) => matches(path) && !isExcepted(path));
  const kept = request.substantive ? await keepSubstantive(graph, wanted) : wanted;
  return { ancestor, commit, changed: kept.map(({ path }) => path).sort() };
}
