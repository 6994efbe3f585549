import type { FactKind, FactRequest } from '../../engine/fact-requests.ts';
import { ancestryOf } from './ancestry.ts';
import { changedSinceOf } from './changed-since.ts';
import type { CommitGraph } from './graph.ts';
import { lineChangeOf } from './lines-changed.ts';
import { authorshipOf, pathHistoryOf } from './path-history.ts';
import { valueHistoryOf } from './value-history.ts';

/** The kinds of fact that are about history. */
const HISTORY_KINDS = [
  'history',
  'value-history',
  'changed-since',
  'authorship',
  'ancestry',
  'line-change',
] as const satisfies FactKind[];
export type HistoryRequest = FactRequest<(typeof HISTORY_KINDS)[number]>;

export function isAboutHistory(request: FactRequest): request is HistoryRequest {
  return (HISTORY_KINDS as readonly FactKind[]).includes(request.kind);
}

/** The answer to one request about history. Throws a `NotVerifiedError` for what the graph cannot give. */
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
  }
}
