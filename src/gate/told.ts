import type { FoldedConclusion } from '../core/fold.ts';
import type { EffectivePolicy } from '../core/policy/effective.ts';
import type { PullJudgement } from '../judge-pull-request.ts';
import { type RenderedCheckRun, renderCheckRun } from '../render/check-run.ts';
import { renderComment } from '../render/comment.ts';
import { renderInvalidPolicy, renderInvalidPolicyComment } from '../render/invalid-policy.ts';
import { proposedPolicyWords } from '../render/proposed-policy.ts';
import type { PullRequestOptions } from '../render/pull-request.ts';
import { CHECK_NAMES } from '../render/titles.ts';
import { renderNotPromotion } from '../render/without-report.ts';

/** What is needed to word a judgement for its pull request. */
export type TellingOptions = PullRequestOptions & { repository: string };

export interface Teller {
  serverUrl: string;
  repository: string;
  commands: 'app' | 'action';
}

/** The options of every mouth for one judgement: who is meant, what is enforced, what others make of the conclusion. */
export function tellingOptions(teller: Teller, judgement: PullJudgement, folded: FoldedConclusion): TellingOptions {
  const { enforcement, policy } = judgement;
  return {
    ...teller,
    ...(policy ? { promotionLabels: policy.promotion.labels, people: peopleOf(policy) } : {}),
    enforcement:
      enforcement.state === 'seen'
        ? { required: enforcement.value.required, boundToApp: enforcement.value.boundToApp }
        : { required: 'unknown', boundToApp: 'unknown' },
    folded,
  };
}

/** Who stands behind the actors of the report: teams and accounts as the policy names them, never a team's members. */
function peopleOf(policy: EffectivePolicy): Record<string, { names: string[] }> {
  const recorded = Object.entries(policy.recordOwners).map(([control, { owners }]) => [
    `control:${control}`,
    { names: owners },
  ]);
  const named = Object.entries(policy.controls).flatMap(([control, { approvers }]) =>
    approvers.length > 0 ? [[`control:${control}`, { names: approvers }]] : [],
  );
  return Object.fromEntries([...recorded, ...named, ['waiver-approvers', { names: policy.waivers.approvers }]]);
}

/** Under which name a judgement is answered: only what is no promotion where nothing requires it has the other one. */
export function checkNameOf({ promotion, report, enforcement }: PullJudgement): RenderedCheckRun['name'] {
  const isRequired = enforcement.state === 'seen' && enforcement.value.required;
  return promotion.is || isRequired || report === undefined ? CHECK_NAMES.promotion : CHECK_NAMES.preview;
}

/**
 * The check run of a judgement. What is no promotion is answered under the same name where that name is required, else as
 * a preview, which is neutral whatever its siblings are.
 */
export function checkRunOf(judgement: PullJudgement, options: TellingOptions): RenderedCheckRun {
  const { subject, report, promotion, policyFaults } = judgement;
  if (!promotion.is && checkNameOf(judgement) === CHECK_NAMES.promotion) {
    return renderNotPromotion({ ...options, pullRequest: subject.number });
  }
  if (report === undefined) return renderInvalidPolicy(policyFaults ?? [], options);
  const { folded, ...own } = options;
  return renderCheckRun(report, promotion.is && folded ? { ...own, folded } : own);
}

/** The comment of a promotion, with what the policy it brings would say. */
export function commentOf(judgement: PullJudgement, options: TellingOptions): string {
  const { report, policyFaults, proposed } = judgement;
  const main = report ? renderComment(report, options) : renderInvalidPolicyComment(policyFaults ?? [], options);
  return proposed === undefined ? main : `${main}\n${proposedPolicyWords(report, proposed)}`;
}
