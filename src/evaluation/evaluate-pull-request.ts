import { defined } from '../domain/defined.ts';
import type { NotVerifiedError } from '../domain/errors.ts';
import type { Profile } from '../domain/levels.ts';
import { type Fault, type Observation, unavailable } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import type { Criterion } from '../engine/criterion.ts';
import type { DecisionRecord } from '../engine/decisions/read-record.ts';
import { decisionStateOf } from '../engine/decisions/state.ts';
import type { CheckProducer } from '../engine/enforcement/facts.ts';
import type { RequiredCheck } from '../engine/fact-answers.ts';
import { answerOf, type FactRequest, noPart, requiredCheck } from '../engine/fact-requests.ts';
import type { EffectivePolicy, Origin } from '../engine/policy/effective.ts';
import type { FactSource, FileSource } from '../engine/ports.ts';
import { type Promotion, recognizePromotion } from '../engine/promotion.ts';
import { dedupe } from '../github/facts/dedupe.ts';
import { type GitHubAccess, type GitHubSubject, openPullRequest, withinLimits } from '../github/index.ts';
import { checkProducers } from '../github/recognition/producers.ts';
import { recognitionFacts, withLabelsOfCommit } from '../github/recognition/recognition.ts';
import { evaluate } from './evaluate.ts';
import { openRepository, openSubject } from './open-subject.ts';
import { proposedPolicy, proposedText, repairsPolicyOnly } from './proposed-policy.ts';
import type { PolicyText } from './read-policy.ts';

/** One pull request, evaluated through the API; nothing of it is run or checked out. */
export interface PullEvaluation {
  subject: GitHubSubject;
  /** Tagged by topic or carrying a policy file on its default branch, or known to have been. */
  isPilot: boolean;
  /** What makes it a pilot now; empty when it only was one. */
  tags: string[];
  repositoryId: number;
  visibility: 'public' | 'internal' | 'private';
  defaultBranch: string;
  promotion: Promotion;
  /** The pilot was retired by command: it is no longer evaluated, as if it were none. */
  retired?: { by: string; at: string; reason: string; link: string };
  /** The line of the organization's policy that released the pilot, with the same consequence. */
  released?: Origin;
  /** The organization's policy also reports on repositories that are not pilots. */
  answersAll?: true;
  /** Evaluated on the commit of a merge group, not on the head. */
  isGroup: boolean;
  /** The policy in force, when it can be used. */
  policy?: EffectivePolicy;
  /** Undefined for a repository that is not a pilot, and when the policy cannot be used. */
  report?: Report;
  /** The facts that the criteria requested for the report; left out when a read was cut short. */
  requests?: FactRequest[];
  /** Why the policy in force cannot be used. */
  policyFaults?: Fault[];
  /** The report under the policy that this pull request proposes, or why that policy cannot be used. */
  proposed?: { report: Report } | { faults: Fault[] };
  /** Whether the check is required on the target branch, as far as it could be read. */
  enforcement: Observation<RequiredCheck>;
  /** Who reported under our name on the evaluated commit; only read for promotions. */
  producers?: Observation<CheckProducer[]>;
  /** A read failed that may succeed on a retry, whatever it was for. */
  isCutShort?: true;
}

/** What is kept about a repository over all of its pull requests. */
export type PilotMemory = Pick<PullRequestToEvaluate, 'decisions' | 'wasPilot'>;

export interface PullRequestToEvaluate {
  access: GitHubAccess;
  catalog: Criterion[];
  owner: string;
  repo: string;
  number: number;
  /** Evaluate this commit of a merge group instead of the head. */
  sha?: string;
  now: number;
  toolVersion: string;
  /** It was a pilot before, and so still is one; `note` says what happened to its tag. */
  wasPilot?: { note?: string };
  /** From the Action's inputs; both only tighten. `also` is the path of a second policy on the default branch. */
  profile?: Profile;
  also?: string;
  /** Evaluate with this text as the organization's policy instead of the one in its repository, to preview a change. */
  organizationInstead?: PolicyText | 'none';
  /** The decisions in the ledger of the pilot, over all of its pull requests. */
  decisions?: DecisionRecord;
  /** The same and `wasPilot`, where they are kept by GitHub's id of the repository, which is read here. */
  memory?: (repositoryId: number) => Promise<PilotMemory>;
  /** A fact source that is tried before GitHub: recorded facts in tests, the ledger in the App. */
  factsFirst?: (github: FactSource) => FactSource;
}

export const CHECK_NAME = 'pilot-readiness';

/**
 * Evaluates one pull request at its current head. Throws UnavailableError when the pull request, its repository or its
 * policy could not be read at all; anything smaller is part of the report.
 */
export async function evaluatePullRequest(given: PullRequestToEvaluate): Promise<PullEvaluation> {
  let isCutShort = false;
  const cutShort = (): void => {
    isCutShort = true;
  };
  const evaluation = await evaluated({ ...given, access: { ...dedupe(given.access), onRetryableFailure: cutShort } });
  if (!isCutShort) return evaluation;
  const { requests: _, ...rest } = evaluation;
  return { ...rest, isCutShort };
}

async function evaluated(request: PullRequestToEvaluate): Promise<PullEvaluation> {
  const { access, owner, repo, number, catalog, now, toolVersion } = request;
  const [pull, repository] = await Promise.all([
    openPullRequest(access, { owner, repo, number }),
    openRepository(request),
  ]);
  const { tags, policies } = repository;
  const { decisions, wasPilot } = { ...request, ...(await request.memory?.(tags.id)) };
  const isGroup = request.sha !== undefined;
  const subject = request.sha === undefined ? pull : { ...pull, sha: request.sha };
  const decided = decisions === undefined ? undefined : decisionStateOf(decisions, now);
  const login = pull.author?.login ?? 'ghost';
  const limited = pull.fork
    ? withinLimits(access, { owner, repo, number, login })
    : { access, exceeded: () => undefined };
  const opened = openSubject({ ...repository, access: limited.access }, { sha: subject.sha, pull: subject, decided });
  const github = opened.facts;
  const facts = request.factsFirst ? request.factsFirst(github) : github;
  const pilotTags = policies.reasons;
  const isOrWasPilot = pilotTags.length > 0 || wasPilot !== undefined;
  const isPilot = policies.released === undefined && isOrWasPilot;
  const enforcement = await enforcementOf(github);
  const nothing: Promotion = { is: false, because: [], warnings: [] };
  const known = {
    subject,
    isPilot,
    tags: pilotTags,
    repositoryId: tags.id,
    visibility: tags.visibility,
    defaultBranch: tags.defaultBranch,
    isGroup,
    enforcement,
    ...(policies.answersAll ? { answersAll: true as const } : {}),
  };
  if (policies.released !== undefined && isOrWasPilot)
    return { ...known, promotion: nothing, released: policies.released };
  if (!isPilot) return { ...known, promotion: nothing };
  if (decided?.retired && (await hasNoPart(github, decided.retired.by))) {
    const { by, at, reason, comment } = decided.retired;
    return { ...known, isPilot: false, promotion: nothing, retired: { by, at, reason, link: comment.url } };
  }
  const recognize = async (policy: EffectivePolicy): Promise<Promotion> => {
    const promotion = await promotionOf(access, subject, policy);
    return isGroup && !promotion.is ? groupPromotion(enforcement) : promotion;
  };

  const loaded = await proposedText(subject, opened.files);
  const inForce = await policies.inForce();
  if ('faults' in inForce) {
    const repairs = await repairsPolicyOnly(subject, loaded, policies);
    const promotion = repairs ? nothing : await recognize(await policies.lastUsable());
    const still = loaded === undefined ? undefined : await proposedPolicy(loaded, policies);
    const proposed = still !== undefined && 'faults' in still ? { proposed: still } : {};
    return { ...known, promotion, policyFaults: inForce.faults, ...proposed };
  }
  const promotion = await recognize(inForce.policy);
  const evaluateOnce = (policy: EffectivePolicy, files: FileSource) =>
    evaluate({ ...opened, files, facts }, policy, {
      catalog,
      now,
      toolVersion,
      promotion: { is: promotion.is, because: promotion.because },
      notes: [...promotion.warnings, ...(pilotTags.length > 0 ? [] : [wasPilot?.note ?? []].flat())],
    });
  const evaluateUnder = async (policy: EffectivePolicy) => {
    const result = await evaluateOnce(policy, opened.files);
    const exceeded = limited.exceeded();
    // Half of the evidence would give a result that nobody can act on.
    return exceeded === undefined ? result : evaluateOnce(policy, unreadFiles(exceeded));
  };
  const [{ report, requests }, producers] = await Promise.all([
    evaluateUnder(inForce.policy),
    promotion.is ? checkProducers(access, { owner, repo }, subject.sha, CHECK_NAME) : undefined,
  ]);
  const proposed = loaded === undefined ? undefined : await proposedPolicy(loaded, policies);
  return {
    ...known,
    promotion,
    policy: inForce.policy,
    report,
    requests,
    ...(proposed === undefined
      ? {}
      : { proposed: 'faults' in proposed ? proposed : { report: (await evaluateUnder(proposed.policy)).report } }),
    ...defined({ producers }),
  };
}

/** The labels of other pull requests with this commit are only read where nothing else makes it a promotion. */
async function promotionOf(access: GitHubAccess, subject: GitHubSubject, policy: EffectivePolicy): Promise<Promotion> {
  const facts = await recognitionFacts(access, subject, policy);
  const promotion = recognizePromotion(facts, policy);
  if (promotion.is || policy.promotion.labels.length === 0) return promotion;
  return recognizePromotion(await withLabelsOfCommit(access, subject, facts), policy);
}

/** Files of which none was read, for this reason. */
function unreadFiles({ message, resolvableBy }: NotVerifiedError): FileSource {
  const unread = unavailable(message, resolvableBy);
  return { tree: async () => unread, files: async (paths) => new Map(paths.map((path) => [path, unread])) };
}

/**
 * A group is about its own pull request alone only where every entry of the queue must pass. Otherwise the last one also
 * brings those ahead of it, and any of them could be a promotion.
 */
function groupPromotion(rules: Observation<RequiredCheck>): Promotion {
  if (rules.state === 'seen' && rules.value.queue === 'ALLGREEN') return { is: false, because: [], warnings: [] };
  const why =
    rules.state === 'seen' && rules.value.queue === 'HEADGREEN'
      ? 'only the last of several in the merge queue is checked, and it brings those ahead of it'
      : 'how the merge queue groups could not be read, and it may bring others ahead of it';
  return { is: true, because: [why], warnings: [] };
}

async function enforcementOf(facts: FactSource): Promise<Observation<RequiredCheck>> {
  const request = requiredCheck(CHECK_NAME);
  const answer = answerOf(await facts.answer([request]), request);
  return (
    answer ?? { state: 'unavailable', reason: 'whether the check is required was not answered', resolvableBy: 'github' }
  );
}

/** The author of a promotion must not bypass the gate by retiring the pilot from elsewhere; an unknown answer is no. */
async function hasNoPart(facts: FactSource, by: string): Promise<boolean> {
  const request = noPart(by);
  const answer = answerOf(await facts.answer([request]), request);
  return answer?.state === 'seen' && answer.value.accepted;
}
