import { catalogue } from '../criteria/index.ts';
import { exitCode } from '../evaluation/conclude.ts';
import { judgeHead } from '../evaluation/evaluate-head.ts';
import { judgePullRequest, type PullJudgement, type PullRequestToJudge } from '../evaluation/evaluate-pull-request.ts';
import type { Run } from './context.ts';
import { tell } from './publish.ts';

/** Judges one pull request (of a merge group: on the group's commit), tells, and gives the exit code. */
export async function judgeAndTell(run: Run, number: number, sha?: string): Promise<{ code: number; sha: string }> {
  const { judgement, folded } = await judgeHead(requestOf(run, number, sha));
  await tell(run, judgement, folded, exitCode(judgement, folded));
  return { code: exitCode(judgement, folded), sha: judgement.subject.sha };
}

export function judge(run: Run, number: number): Promise<PullJudgement> {
  return judgePullRequest(requestOf(run, number));
}

function requestOf({ world, inputs, access }: Run, number: number, sha?: string): PullRequestToJudge {
  return {
    access,
    catalogue,
    ...world.repository,
    number,
    now: world.now,
    toolVersion: world.version,
    ...(sha === undefined ? {} : { sha }),
    ...(inputs.profile ? { profile: inputs.profile } : {}),
    ...(inputs.policy ? { also: inputs.policy } : {}),
  };
}
