import type { Report } from '../domain/report.ts';
import type { Conclusion, Ending } from '../domain/verdict.ts';
import { endingOf, ownConclusion } from './conclude.ts';
import { judgePullRequest, type PullJudgement, type PullRequestToJudge } from './evaluate-pull-request.ts';

/** What a pull request is told under one policy. */
export interface Told {
  isPilot: boolean;
  isPromotion: boolean;
  /** Undefined for what is no promotion. */
  ending?: Ending;
  conclusion: Conclusion;
  report?: Report;
}

/** One open pull request under the policy in force and under another one of its organisation. */
export interface UnderPolicy {
  repository: string;
  number: number;
  visibility: PullJudgement['visibility'];
  now: Told;
  under: Told;
}

/**
 * Judges one open pull request as it stands, and as it would be with another policy of its organisation (`none`: without
 * any). Nothing else differs: the same head, the same facts, the same clock. Throws UnavailableError when it could not be
 * looked at.
 */
export async function judgeUnder(
  request: PullRequestToJudge,
  organisation: NonNullable<PullRequestToJudge['organisationInstead']>,
): Promise<UnderPolicy> {
  const now = await judgePullRequest(request);
  const under = await judgePullRequest({ ...request, organisationInstead: organisation });
  return {
    repository: `${request.owner}/${request.repo}`,
    number: request.number,
    visibility: now.visibility,
    now: toldOf(now),
    under: toldOf(under),
  };
}

function toldOf(judgement: PullJudgement): Told {
  const { isPilot, promotion, report } = judgement;
  const ending = endingOf(judgement);
  return {
    isPilot,
    isPromotion: promotion.is,
    ...(ending === undefined ? {} : { ending }),
    conclusion: ownConclusion(judgement).conclusion,
    ...(report === undefined ? {} : { report }),
  };
}
