import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { exitCode } from '../evaluation/conclude.ts';
import { evaluateHead } from '../evaluation/evaluate-head.ts';
import {
  evaluatePullRequest,
  type PullEvaluation,
  type PullRequestToEvaluate,
} from '../evaluation/evaluate-pull-request.ts';
import type { Run } from './context.ts';
import { publish } from './publish.ts';

/** Evaluates one pull request (of a merge group: on the group's commit), publishes the result and returns the exit code. */
export async function evaluateAndPublish(
  run: Run,
  number: number,
  sha?: string,
): Promise<{ code: number; sha: string }> {
  const { evaluation, combined } = await evaluateHead(requestOf(run, number, sha));
  await publish(run, evaluation, combined, exitCode(evaluation, combined));
  return { code: exitCode(evaluation, combined), sha: evaluation.subject.sha };
}

export function evaluate(run: Run, number: number): Promise<PullEvaluation> {
  return evaluatePullRequest(requestOf(run, number));
}

function requestOf({ world, inputs, access }: Run, number: number, sha?: string): PullRequestToEvaluate {
  return {
    access,
    catalog,
    ...world.repository,
    number,
    now: world.now,
    toolVersion: world.version,
    ...defined({ sha }),
    ...(inputs.profile ? { profile: inputs.profile } : {}),
    ...(inputs.policy ? { also: inputs.policy } : {}),
  };
}
