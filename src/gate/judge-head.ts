import type { FoldedConclusion } from '../core/fold.ts';
import type { Known } from '../core/promotion.ts';
import { openPullsAt } from '../evidence/github/recognition.ts';
import { judgePullRequest, type PullJudgement, type PullRequestToJudge } from '../judge-pull-request.ts';
import { foldedConclusion, ownConclusion } from './conclude.ts';
import { checkNameOf } from './told.ts';

export interface HeadJudgement {
  judgement: PullJudgement;
  folded: FoldedConclusion;
  /** Other open pull requests with this head that are answered under the same name, as far as they could be listed. */
  siblings: number[];
}

/** Judges a pull request, and the others with the same head: they share its check run. */
export async function judgeHead(request: PullRequestToJudge): Promise<HeadJudgement> {
  const judgement = await judgePullRequest(request);
  const others = await siblings(request, judgement);
  const conclusions = others.known ? { known: true as const, value: others.value.map(ownConclusion) } : others;
  const name = checkNameOf(judgement);
  return {
    judgement,
    folded: foldedConclusion(judgement, conclusions),
    siblings: others.known
      ? others.value.filter((other) => checkNameOf(other) === name).map(({ subject }) => subject.number)
      : [],
  };
}

/** The other open pull requests with this head. */
async function siblings(request: PullRequestToJudge, judgement: PullJudgement): Promise<Known<PullJudgement[]>> {
  if (!judgement.isPilot) return { known: true, value: [] };
  const { sha: _group, ...atHead } = request;
  const open = await openPullsAt(request.access, request, judgement.subject.sha);
  if (!open.known) return open;
  const others = open.value.filter((number) => number !== judgement.subject.number);
  return { known: true, value: await Promise.all(others.map((number) => judgePullRequest({ ...atHead, number }))) };
}
