import { NotVerifiedError } from '../domain/errors.ts';
import { type Observation, seen, unavailable } from '../domain/observation.ts';
import { type FactRequest, factKey } from '../engine/fact-requests.ts';
import type { FactSource } from '../engine/ports.ts';
import { answerFromHistory, isAboutHistory } from '../evidence/history/answer.ts';
import type { CommitGraph } from '../evidence/history/graph.ts';
import { emptyAnswer, onlyGithub } from '../evidence/only-github.ts';
import { gitGraph, type HistoryContext } from './commit-graph.ts';
import { GitFailure } from './git.ts';

/**
 * Facts from git history up to the evaluated commit and below the prefix. In a shallow clone they are unavailable;
 * facts that only GitHub knows always are.
 */
export function gitFacts(context: HistoryContext): FactSource {
  return {
    answer: async (requests) => {
      const distinct = new Map(requests.map((request) => [factKey(request), request]));
      const graph = gitGraph(context, [...distinct.values()]);
      const answers = await Promise.all(
        [...distinct].map(async ([key, request]) => [key, await answerTo(graph, request)] as const),
      );
      return new Map(answers);
    },
  };
}

async function answerTo(graph: CommitGraph, request: FactRequest): Promise<Observation<unknown>> {
  if (!isAboutHistory(request)) return emptyAnswer(request) ?? onlyGithub(request);
  try {
    return seen(await answerFromHistory(graph, request), { path: 'path' in request ? request.path : '' });
  } catch (error) {
    if (error instanceof NotVerifiedError) return unavailable(error.message, error.resolvableBy);
    if (error instanceof GitFailure) return unavailable(`git could not read the history: ${error.detail}`, 'history');
    throw error;
  }
}

/**
 * The same source restricted to history, so that other sources give their own reasons for what only GitHub can answer.
 */
export function historyOnly(source: FactSource): FactSource {
  return { answer: (requests) => source.answer(requests.filter(isAboutHistory)) };
}

/** The source for a folder outside git: nothing about history is known. */
export function noHistory(): FactSource {
  const answerOf = (request: FactRequest): Observation<unknown> =>
    isAboutHistory(request)
      ? unavailable('not a git repository: history unknown', 'history')
      : (emptyAnswer(request) ?? onlyGithub(request));
  return { answer: async (requests) => new Map(requests.map((request) => [factKey(request), answerOf(request)])) };
}
