import { defined } from '../domain/defined.ts';
import type { CombinedConclusion } from '../engine/combine-conclusions.ts';
import type { CheckProducer } from '../engine/enforcement/facts.ts';
import { otherReportersAmong } from '../engine/enforcement/other-reporters.ts';
import { ACTIONS_APP_ID, type PushGuard, type Requirement } from '../engine/enforcement/requirement.ts';
import { targetsOf } from '../engine/enforcement/targets.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import { type RenderedCheckRun, renderCheckRun } from '../render/markdown/check-run.ts';
import { renderComment } from '../render/markdown/comment.ts';
import { renderInvalidPolicy, renderInvalidPolicyComment } from '../render/markdown/invalid-policy.ts';
import { proposedPolicyWords, withProposedPolicy } from '../render/markdown/proposed-policy.ts';
import type { Enforcement, PullRequestOptions } from '../render/markdown/pull-request.ts';
import {
  renderNotPilot,
  renderNotPromotion,
  renderReleased,
  renderRetired,
} from '../render/markdown/without-report.ts';
import { CHECK_NAMES } from '../render/model/titles.ts';
import type { PullEvaluation } from './evaluate-pull-request.ts';

/** Rendering options for the pull request of an evaluation. */
export type PresentationOptions = PullRequestOptions & { repository: string };

export interface PublishContext {
  serverUrl: string;
  repository: string;
  commands: 'app' | 'action';
  /** The ID of the App that publishes; the Action publishes as GitHub Actions. */
  appId?: number;
}

/** Rendering options shared by all outputs of one evaluation. */
export function presentationOptions(
  publishContext: PublishContext,
  evaluation: PullEvaluation,
  combined: CombinedConclusion,
): PresentationOptions {
  const { policy } = evaluation;
  const { appId: _, ...published } = publishContext;
  return {
    ...published,
    ...(policy ? { promotionLabels: policy.promotion.labels, people: peopleOf(policy) } : {}),
    enforcement: enforcementOf(publishContext, evaluation),
    combined,
  };
}

const GITHUB_COM = 'https://github.com';

/** The rules as far as the publisher can read them. A binding to an App may be in a rule that could not be read. */
function enforcementOf(publishContext: PublishContext, evaluation: PullEvaluation): Enforcement {
  const { enforcement, producers } = evaluation;
  const reported = producers?.state === 'seen' ? producers.value : [];
  const otherReporters = otherReportersAmong(
    reported.map((producer) => ({ producer })),
    ownApp(publishContext, reported),
  ).map(({ producer }) => producer);
  const beside = otherReporters.length > 0 ? { otherReporters } : {};
  if (enforcement.state !== 'seen') return { required: 'unknown', boundToApp: 'unknown', ...beside };
  const { required, boundToApp, by, unseen, guards, hasClassic } = enforcement.value;
  const pinnedTo = foreignPin(by ?? [], ownApp(publishContext, reported));
  return {
    required,
    boundToApp: required && !boundToApp && unseen !== undefined ? 'unknown' : boundToApp,
    ...defined({ pinnedTo }),
    // Classic protection, and rules that were not read, may require a pull request.
    ...(required && guards !== undefined && !hasClassic && unseen === undefined && !guards.some(isPushGuard)
      ? { acceptsPushes: true as const }
      : {}),
    ...(required && isElsewhere(evaluation) ? { isElsewhere: true as const } : {}),
    ...beside,
  };
}

function isPushGuard({ way }: PushGuard): boolean {
  return way === 'push';
}

/** Whether the base is no branch that promotions of this pilot go to. */
function isElsewhere({ policy, subject, defaultBranch }: PullEvaluation): boolean {
  if (policy === undefined) return false;
  const { branches, paths, catalogLifecycle } = policy.promotion;
  const rules = { branches, recognizesByContent: paths.length > 0 || catalogLifecycle !== undefined };
  return !targetsOf(rules, [subject.base.ref], defaultBranch).branches.some(({ name }) => name === subject.base.ref);
}

/** The App that the rules are bound to, where it is not the publishing one. One rule bound to ours is enough. */
function foreignPin(by: Requirement[], own: number | undefined): Enforcement['pinnedTo'] {
  const apps = by.flatMap(({ appId }) => appId ?? []);
  const [other] = apps.filter((id) => id !== ACTIONS_APP_ID);
  if (other === undefined) return apps.length > 0 ? { kind: 'actions' } : undefined;
  return own === undefined || (own !== ACTIONS_APP_ID && apps.includes(own))
    ? undefined
    : { kind: 'another', appId: other };
}

/** GitHub Actions has its well-known ID on github.com only; elsewhere it is recognized by its name. */
function ownApp({ commands, serverUrl, appId }: PublishContext, reported: CheckProducer[]): number | undefined {
  if (commands === 'app') return appId;
  const actions = reported.find((one) => one.kind === 'app' && one.slug === 'github-actions');
  return actions?.kind === 'app' ? actions.id : serverUrl === GITHUB_COM ? ACTIONS_APP_ID : undefined;
}

/** The people behind the actors of the report: teams and accounts as the policy names them, never a team's members. */
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

/** The check name of an evaluation: the preview name only for a non-promotion where no rule requires the check. */
export function checkNameOf({ promotion, report, enforcement }: PullEvaluation): RenderedCheckRun['name'] {
  const isRequired = enforcement.state === 'seen' && enforcement.value.required;
  return promotion.is || isRequired || report === undefined ? CHECK_NAMES.promotion : CHECK_NAMES.preview;
}

/**
 * The check run of an evaluation. A pull request that is not a promotion gets the same name where that name is required,
 * else a preview, which is neutral whatever its siblings are.
 */
export function checkRunOf(evaluation: PullEvaluation, options: PresentationOptions): RenderedCheckRun {
  const { report, proposed } = evaluation;
  const rendered = ownRunOf(evaluation, options);
  return proposed === undefined ? rendered : withProposedPolicy(rendered, report, proposed);
}

function ownRunOf(evaluation: PullEvaluation, options: PresentationOptions): RenderedCheckRun {
  const { subject, report, promotion, policyFaults } = evaluation;
  if (evaluation.retired) return renderRetired(evaluation.retired);
  if (evaluation.released) return renderReleased(evaluation.released);
  if (!evaluation.isPilot) return renderNotPilot();
  if (!promotion.is && checkNameOf(evaluation) === CHECK_NAMES.promotion) {
    return renderNotPromotion({ ...options, pullRequest: subject.number });
  }
  if (report === undefined) return renderInvalidPolicy(policyFaults ?? [], options);
  const { combined, ...own } = options;
  return renderCheckRun(report, promotion.is && combined ? { ...own, combined } : own);
}

/** The comment of a promotion, with the effect of the policy that it proposes. */
export function commentOf(evaluation: PullEvaluation, options: PresentationOptions): string {
  const { report, policyFaults, proposed } = evaluation;
  const main = report ? renderComment(report, options) : renderInvalidPolicyComment(policyFaults ?? [], options);
  return proposed === undefined ? main : `${main}\n${proposedPolicyWords(report, proposed)}`;
}
