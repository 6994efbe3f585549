import { matcher } from '../../domain/cover.ts';
import { NotVerifiedError } from '../../domain/errors.ts';
import type { ChangedSince } from '../../engine/fact-answers.ts';
import type { FactKind, FactRequest } from '../../engine/fact-requests.ts';
import { ancestryOf } from './ancestry.ts';
import { definitionVersionsOf } from './definition-versions.ts';
import type { CommitGraph } from './graph.ts';
import { lineChangeOf } from './lines-changed.ts';
import { authorshipOf, pathHistoryOf } from './path-history.ts';
import { keepSubstantive } from './semantic-diff.ts';
import { valueHistoryOf } from './value-history.ts';

/** The kinds of facts about history. */
const HISTORY_KINDS = [
  'history',
  'value-history',
  'changed-since',
  'authorship',
  'ancestry',
  'line-change',
  'definition-versions',
] as const satisfies FactKind[];
export type HistoryRequest = FactRequest<(typeof HISTORY_KINDS)[number]>;

export function isAboutHistory(request: FactRequest): request is HistoryRequest {
  return (HISTORY_KINDS as readonly FactKind[]).includes(request.kind);
}

/** Answers one request about history. Throws NotVerifiedError for what the graph cannot provide. */
export function answerFromHistory(graph: CommitGraph, request: HistoryRequest): Promise<unknown> {
  switch (request.kind) {
    case 'history':
      return pathHistoryOf(graph, request);
    case 'value-history':
      return valueHistoryOf(graph, request);
    case 'changed-since':
      return changedSinceOf(graph, request);
    case 'authorship':
      return authorshipOf(graph, request);
    case 'ancestry':
      return ancestryOf(graph, request);
    case 'line-change':
      return lineChangeOf(graph, request);
    case 'definition-versions':
      return definitionVersionsOf(graph, request);
  }
}

/**
 * Files that differ from a commit: a reverted change does not count, an uncommitted one does. The commit is given by id
 * or id prefix; branches and tags are rejected because they move.
 */
async function changedSinceOf(graph: CommitGraph, request: FactRequest<'changed-since'>): Promise<ChangedSince> {
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
