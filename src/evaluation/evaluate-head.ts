import type { CombinedConclusion } from '../engine/combine-conclusions.ts';
import type { Known } from '../engine/promotion.ts';
import { openPullsAt } from '../github/recognition/recognition.ts';
import { conclusionAtHead, ownConclusion } from './conclude.ts';
import { evaluatePullRequest, type PullEvaluation, type PullRequestToEvaluate } from './evaluate-pull-request.ts';
import { checkNameOf } from './presentation.ts';

export interface HeadEvaluation {
  evaluation: PullEvaluation;
  combined: CombinedConclusion;
  /** Other open pull requests with this head and the same check name, as far as they could be listed. */
  siblings: number[];
}

/** Evaluates a pull request and the others with the same head, because they share its check run. */
export async function evaluateHead(request: PullRequestToEvaluate): Promise<HeadEvaluation> {
  const evaluation = await evaluatePullRequest(request);
  const others = await siblings(request, evaluation);
  const conclusions = others.known ? { known: true as const, value: others.value.map(ownConclusion) } : others;
  const name = checkNameOf(evaluation);
  return {
    evaluation,
    combined: conclusionAtHead(evaluation, conclusions),
    siblings: others.known
      ? others.value.filter((other) => checkNameOf(other) === name).map(({ subject }) => subject.number)
      : [],
  };
}

/** The other open pull requests with this head. */
async function siblings(request: PullRequestToEvaluate, evaluation: PullEvaluation): Promise<Known<PullEvaluation[]>> {
  if (!evaluation.isPilot) return { known: true, value: [] };
  const { sha: _group, ...atHead } = request;
  const open = await openPullsAt(request.access, request, evaluation.subject.sha);
  if (!open.known) return open;
  const others = open.value.filter((number) => number !== evaluation.subject.number);
  return { known: true, value: await Promise.all(others.map((number) => evaluatePullRequest({ ...atHead, number }))) };
}
