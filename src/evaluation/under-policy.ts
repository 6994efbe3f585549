import { defined } from '../domain/defined.ts';
import type { Report } from '../domain/report.ts';
import type { Conclusion, OutcomeKind } from '../domain/verdict.ts';
import { outcomeOf, ownConclusion } from './conclude.ts';
import { evaluatePullRequest, type PullEvaluation, type PullRequestToEvaluate } from './evaluate-pull-request.ts';

/** The result of a pull request under one policy. */
export interface PreviewResult {
  isPilot: boolean;
  isPromotion: boolean;
  /** Undefined when it is not a promotion. */
  outcome?: OutcomeKind;
  conclusion: Conclusion;
  report?: Report;
}

/** One open pull request under the policy in force and under another one of its organization. */
export interface UnderPolicy {
  repository: string;
  number: number;
  visibility: PullEvaluation['visibility'];
  now: PreviewResult;
  under: PreviewResult;
}

/**
 * Evaluates one open pull request under the current policies, and with another policy of its organization (`none`: without
 * any). Nothing else differs: the same head, facts and clock. Throws UnavailableError when it could not be read.
 */
export async function evaluateUnder(
  request: PullRequestToEvaluate,
  organization: NonNullable<PullRequestToEvaluate['organizationInstead']>,
): Promise<UnderPolicy> {
  const now = await evaluatePullRequest(request);
  const under = await evaluatePullRequest({ ...request, organizationInstead: organization });
  return {
    repository: `${request.owner}/${request.repo}`,
    number: request.number,
    visibility: now.visibility,
    now: publishedOf(now),
    under: publishedOf(under),
  };
}

function publishedOf(evaluation: PullEvaluation): PreviewResult {
  const { isPilot, promotion, report } = evaluation;
  const outcome = outcomeOf(evaluation);
  return {
    isPilot,
    isPromotion: promotion.is,
    ...defined({ outcome }),
    conclusion: ownConclusion(evaluation).conclusion,
    ...defined({ report }),
  };
}
