import type { FoldedConclusion } from '../engine/combine-conclusions.ts';
import type { Known } from '../engine/promotion.ts';
import { openPullsAt } from '../github/recognition/recognition.ts';
import { foldedConclusion, ownConclusion } from './conclude.ts';
import { judgePullRequest, type PullJudgement, type PullRequestToJudge } from './evaluate-pull-request.ts';
import { checkNameOf } from './presentation.ts';

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
