import { type Conclusion, conclusionOf, type Mode } from '../domain/verdict.ts';
import type { Known } from './promotion.ts';

/** What one pull request would conclude if its commit were its own. */
export interface OwnConclusion {
  pullRequest: number;
  conclusion: Conclusion;
}

/** The conclusion that is published, and the pull request it comes from. */
export interface CombinedConclusion {
  conclusion: Conclusion;
  from: number;
  /** Why the other pull requests with this commit could not be listed. */
  unlisted?: string;
}

const STRICTNESS: Conclusion[] = ['success', 'neutral', 'failure', 'action_required'];

function isStricter(one: Conclusion, other: Conclusion): boolean {
  return STRICTNESS.indexOf(one) > STRICTNESS.indexOf(other);
}

/**
 * A check run belongs to an App and a commit, so all open pull requests with one head share it: the strictest conclusion is
 * published. Among equals the pull request itself comes first, then the oldest. Siblings that could not be listed make the
 * result undetermined, because any of them could be a promotion that is not ready. Only pass conclusions
 * that are published under the same name.
 */
export function combineConclusions(
  own: OwnConclusion,
  siblings: Known<OwnConclusion[]>,
  mode: Mode,
): CombinedConclusion {
  if (!siblings.known) {
    const undetermined = conclusionOf('undetermined', mode);
    const conclusion = isStricter(undetermined, own.conclusion) ? undetermined : own.conclusion;
    return { conclusion, from: own.pullRequest, unlisted: siblings.reason };
  }
  const others = siblings.value
    .filter((sibling) => sibling.pullRequest !== own.pullRequest)
    .sort((a, b) => a.pullRequest - b.pullRequest);
  const strictest = others.reduce(
    (worst, sibling) => (isStricter(sibling.conclusion, worst.conclusion) ? sibling : worst),
    own,
  );
  return { conclusion: strictest.conclusion, from: strictest.pullRequest };
}
