import type { FoldedConclusion, OwnConclusion } from '../core/fold.ts';
import type { Known } from '../core/promotion.ts';
import { openPullsAt } from '../evidence/github/recognition.ts';
import { judgePullRequest, type PullJudgement, type PullRequestToJudge } from '../judge-pull-request.ts';
import { foldedConclusion, ownConclusion } from './conclude.ts';

/** Judges a pull request, and the others with the same head: they share its check run. */
export async function judgeHead(
  request: PullRequestToJudge,
): Promise<{ judgement: PullJudgement; folded: FoldedConclusion }> {
  const judgement = await judgePullRequest(request);
  return { judgement, folded: foldedConclusion(judgement, await siblings(request, judgement)) };
}

/** What the other open pull requests with this head would conclude. */
async function siblings(request: PullRequestToJudge, judgement: PullJudgement): Promise<Known<OwnConclusion[]>> {
  if (!judgement.isPilot) return { known: true, value: [] };
  const { sha: _group, ...atHead } = request;
  const open = await openPullsAt(request.access, request, judgement.subject.sha);
  if (!open.known) return open;
  const others = open.value.filter((number) => number !== judgement.subject.number);
  const conclusions = await Promise.all(
    others.map(async (number) => ownConclusion(await judgePullRequest({ ...atHead, number }))),
  );
  return { known: true, value: conclusions };
}
