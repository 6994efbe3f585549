import type { OwnConclusion } from '../core/fold.ts';
import type { Known } from '../core/promotion.ts';
import { catalogue } from '../criteria/index.ts';
import { openPullsAt } from '../evidence/github/recognition.ts';
import { exitCode, foldedConclusion, ownConclusion } from '../gate/conclude.ts';
import { judgePullRequest, type PullJudgement } from '../judge-pull-request.ts';
import { tell } from './tell.ts';
import type { Run } from './world.ts';

/** Judges one pull request (of a merge group: on the group's commit), tells, and gives the exit code. */
export async function judgeAndTell(run: Run, number: number, sha?: string): Promise<{ code: number; sha: string }> {
  const judgement = await judge(run, number, sha);
  const folded = foldedConclusion(judgement, await siblings(run, judgement));
  await tell(run, judgement, folded, exitCode(judgement, folded));
  return { code: exitCode(judgement, folded), sha: judgement.subject.sha };
}

export function judge({ world, inputs, access }: Run, number: number, sha?: string): Promise<PullJudgement> {
  return judgePullRequest({
    access,
    catalogue,
    ...world.repository,
    number,
    now: world.now,
    toolVersion: world.version,
    ...(sha === undefined ? {} : { sha }),
    ...(inputs.profile ? { profile: inputs.profile } : {}),
    ...(inputs.policy ? { also: inputs.policy } : {}),
  });
}

/** What the other open pull requests with this head would conclude: they share the check run. */
async function siblings(run: Run, judgement: PullJudgement): Promise<Known<OwnConclusion[]>> {
  if (!judgement.isPilot) return { known: true, value: [] };
  const open = await openPullsAt(run.access, run.world.repository, judgement.subject.sha);
  if (!open.known) return open;
  const others = open.value.filter((number) => number !== judgement.subject.number);
  const conclusions = await Promise.all(others.map(async (number) => ownConclusion(await judge(run, number))));
  return { known: true, value: conclusions };
}
