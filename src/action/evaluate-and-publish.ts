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
import { publish, publishClosed } from './publish.ts';

/** Evaluates one pull request (of a merge group: on the group's commit), publishes the result and returns the exit code. */
export async function evaluateAndPublish(
  run: Run,
  number: number,
  sha?: string,
): Promise<{ code: number; sha: string }> {
  const { evaluation, combined, siblings } = await evaluateHead(requestOf(run, number, sha));
  const { isPilot, isGroup, subject } = evaluation;
  if (isPilot && !isGroup && subject.state === 'closed') {
    const [other] = siblings;
    // An open pull request with the same head has its own result on this commit.
    if (other !== undefined && !subject.merged) return evaluateAndPublish(run, other);
    return { code: await publishClosed(run, evaluation), sha: subject.sha };
  }
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
