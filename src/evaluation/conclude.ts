import type { Report } from '../domain/report.ts';
import { type Conclusion, conclusionOf, type Ending, exitCodeOf } from '../domain/verdict.ts';
import { type FoldedConclusion, foldConclusions, type OwnConclusion } from '../engine/combine-conclusions.ts';
import type { Known } from '../engine/promotion.ts';
import type { PullJudgement } from './evaluate-pull-request.ts';

/**
 * What a judgement means for the job: undefined where the pull request is no promotion or the repository no pilot. A
 * promotion without any report is undetermined.
 */
export function endingOf(judgement: PullJudgement): Ending | undefined {
  if (!judgement.isPilot || !judgement.promotion.is) return undefined;
  return judgement.policyFaults ? 'invalid-policy' : (judgement.report?.verdict ?? 'undetermined');
}

/** The conclusion of one pull request by itself; what is no promotion concludes `success`. */
export function ownConclusion(judgement: PullJudgement): OwnConclusion {
  const ending = endingOf(judgement);
  const mode = judgement.report?.mode ?? 'enforce';
  return {
    pullRequest: judgement.subject.number,
    conclusion: ending === undefined ? 'success' : conclusionOf(ending, mode),
  };
}

/**
 * The conclusion over all open pull requests with this head. One that is no promotion is only held when another with
 * the same commit is, or when the others could not be listed: any of them could be a promotion that is not ready.
 */
export function foldedConclusion(judgement: PullJudgement, siblings: Known<OwnConclusion[]>): FoldedConclusion {
  const own = ownConclusion(judgement);
  if (!judgement.isPilot) return { conclusion: own.conclusion, from: own.pullRequest };
  return foldConclusions(own, siblings, judgement.report?.mode ?? 'enforce');
}

/** Exit code of the job: that of the ending when it is what is concluded, else that of the conclusion. */
export function exitCode(judgement: PullJudgement, folded: FoldedConclusion): number {
  const open: Record<Conclusion, number> = { success: 0, neutral: 0, failure: 1, action_required: 3 };
  const ending = endingOf(judgement);
  const held = folded.conclusion === 'failure' || folded.conclusion === 'action_required';
  if (!held) return 0;
  if (folded.from === judgement.subject.number) {
    const unlisted = folded.unlisted !== undefined && (ending === undefined || ending === 'ready');
    return unlisted || ending === undefined ? exitCodeOf('undetermined') : exitCodeOf(ending);
  }
  return open[folded.conclusion];
}

/** Codes of blocking checks that are unmet or stale, for the output `unmet`. */
export function unmetCodes(report: Report | undefined): string[] {
  return (report?.criteria ?? []).flatMap((criterion) =>
    criterion.checks.flatMap((check) =>
      check.level === 'blocking' && (check.outcome === 'unmet' || check.outcome === 'stale') ? [check.code] : [],
    ),
  );
}
