import type { Report } from '../domain/report.ts';
import { type Conclusion, conclusionOf, exitCodeOf, type OutcomeKind } from '../domain/verdict.ts';
import { type CombinedConclusion, combineConclusions, type OwnConclusion } from '../engine/combine-conclusions.ts';
import type { Known } from '../engine/promotion.ts';
import type { PullEvaluation } from './evaluate-pull-request.ts';

/**
 * The outcome of an evaluation: undefined where the pull request is not a promotion or the repository not a pilot. A
 * promotion without a report is undetermined.
 */
export function outcomeOf(evaluation: PullEvaluation): OutcomeKind | undefined {
  if (!evaluation.isPilot || !evaluation.promotion.is) return undefined;
  return evaluation.policyFaults ? 'invalid-policy' : (evaluation.report?.verdict ?? 'undetermined');
}

/** The conclusion of one pull request by itself; `success` when it is not a promotion. */
export function ownConclusion(evaluation: PullEvaluation): OwnConclusion {
  const outcome = outcomeOf(evaluation);
  const mode = evaluation.report?.mode ?? 'enforce';
  return {
    pullRequest: evaluation.subject.number,
    conclusion: outcome === undefined ? 'success' : conclusionOf(outcome, mode),
  };
}

/**
 * The conclusion over all open pull requests with this head. One that is not a promotion is only blocked when another with
 * the same commit is, or when the others could not be listed: any of them could be a promotion that is not ready.
 */
export function conclusionAtHead(evaluation: PullEvaluation, siblings: Known<OwnConclusion[]>): CombinedConclusion {
  const own = ownConclusion(evaluation);
  if (!evaluation.isPilot) return { conclusion: own.conclusion, from: own.pullRequest };
  return combineConclusions(own, siblings, evaluation.report?.mode ?? 'enforce');
}

/** The exit code of the job: that of its own outcome if that decides the conclusion, else that of the conclusion. */
export function exitCode(evaluation: PullEvaluation, combined: CombinedConclusion): number {
  const open: Record<Conclusion, number> = { success: 0, neutral: 0, failure: 1, action_required: 3 };
  const outcome = outcomeOf(evaluation);
  const held = combined.conclusion === 'failure' || combined.conclusion === 'action_required';
  if (!held) return 0;
  if (combined.from === evaluation.subject.number) {
    const unlisted = combined.unlisted !== undefined && (outcome === undefined || outcome === 'ready');
    return unlisted || outcome === undefined ? exitCodeOf('undetermined') : exitCodeOf(outcome);
  }
  return open[combined.conclusion];
}

/** Codes of blocking checks that are unmet or stale, for the output `unmet`. */
export function unmetCodes(report: Report | undefined): string[] {
  return (report?.criteria ?? []).flatMap((criterion) =>
    criterion.checks.flatMap((check) =>
      check.level === 'blocking' && (check.outcome === 'unmet' || check.outcome === 'stale') ? [check.code] : [],
    ),
  );
}
