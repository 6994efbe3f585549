import type { Profile } from '../domain/levels.ts';
import type { Fault, Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { assess } from '../engine/assess.ts';
import type { Criterion } from '../engine/criterion.ts';
import type { DecisionRecord } from '../engine/decisions/read-record.ts';
import { decisionStateOf } from '../engine/decisions/state.ts';
import type { CheckProducer } from '../engine/enforcement/facts.ts';
import { type Acceptance, factKey, noPart, type RequiredCheck, requiredCheck } from '../engine/fact-requests.ts';
import type { EffectivePolicy, Origin } from '../engine/policy/effective.ts';
import type { FactSource } from '../engine/ports.ts';
import { type Promotion, recognizePromotion } from '../engine/promotion.ts';
import { resolveInputs } from '../evidence/resolve.ts';
import { movedOnBase } from '../github/facts/base-moved.ts';
import { dedupe } from '../github/facts/dedupe.ts';
import { type GitHubAccess, type GitHubSubject, githubFacts, githubFiles, openPullRequest } from '../github/index.ts';
import { checkProducers } from '../github/recognition/producers.ts';
import { recognitionFacts, repositoryTags } from '../github/recognition/recognition.ts';
import { openPolicies } from './policy-in-force.ts';
import { proposedPolicy, proposedText, repairsPolicyOnly } from './proposed-policy.ts';
import type { PolicyText } from './read-policy.ts';

/** What one pull request asks of the gate, judged through the API; nothing of it is run or checked out. */
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
  /** Somebody ended the pilot by command: it is judged no more, as if it were none. */
  retired?: { by: string; at: string; reason: string; link: string };
  /** The line of the organization's policy that ended the pilot, with the same consequence. */
  released?: Origin;
  /** The organization's policy wants repositories that are no pilots to be answered too. */
  answersAll?: true;
  /** Judged on the commit of a merge group, not on the head. */
  isGroup: boolean;
  /** The policy in force, when it can be used. */
  policy?: EffectivePolicy;
  /** Undefined for a repository that is no pilot, and when the policy cannot be used. */
  report?: Report;
  /** Why the policy in force cannot be used. */
  policyFaults?: Fault[];
  /** What the policy this pull request brings would say, or why it could not be used. */
  proposed?: { report: Report } | { faults: Fault[] };
  /** Whether the check is required on the target branch, as far as it could be seen. */
  enforcement: Observation<RequiredCheck>;
  /** Who reported under our name on the judged commit; asked of promotions only. */
  producers?: Observation<CheckProducer[]>;
  /** A read failed that may succeed when it is tried again, wherever its answer would have stood. */
  isCutShort?: true;
}

export interface PullRequestToEvaluate {
  access: GitHubAccess;
  catalog: Criterion[];
  owner: string;
  repo: string;
  number: number;
  /** Judge this commit instead of the head: that of a merge group. */
  sha?: string;
  now: number;
  toolVersion: string;
  /** It was a pilot before, and so still is one; the words say what became of its tag. The App remembers it. */
  wasPilot?: { note?: string };
  /** From the Action's inputs: these only tighten. `also` is the path of a second policy on the default branch. */
  profile?: Profile;
  also?: string;
  /** Judge under this text as the organization's policy, instead of the one in its repository: what a change would do. */
  organizationInstead?: PolicyText | 'none';
  /** What the ledger of the pilot holds of commands, over all of its pull requests. */
  decisions?: DecisionRecord;
  /** Facts asked before GitHub is: recorded ones in tests, the ledger in the App. */
  factsFirst?: (github: FactSource) => FactSource;
}

export const CHECK_NAME = 'pilot-readiness';

/**
 * Judges one pull request at its head as it stands now. Throws UnavailableError when the pull request, its repository or
 * its policy could not be read at all; everything smaller is said in the report.
 */
export async function evaluatePullRequest(given: PullRequestToEvaluate): Promise<PullEvaluation> {
  let isCutShort = false;
  const cutShort = (): void => {
    isCutShort = true;
  };
  const evaluation = await evaluated({ ...given, access: { ...dedupe(given.access), onRetryableFailure: cutShort } });
  return isCutShort ? { ...evaluation, isCutShort } : evaluation;
}

async function evaluated(request: PullRequestToEvaluate): Promise<PullEvaluation> {
  const { access, owner, repo, number } = request;
  const [opened, tags] = await Promise.all([
    openPullRequest(access, { owner, repo, number }),
    repositoryTags(access, { owner, repo }),
  ]);
  const isGroup = request.sha !== undefined;
  const subject = request.sha === undefined ? opened : { ...opened, sha: request.sha };
  const policies = await openPolicies({ ...request, tags });
  const pilotTags = policies.words;
  const isPilot = policies.released === undefined && (pilotTags.length > 0 || request.wasPilot !== undefined);
  const fork = subject.head && subject.fork ? { head: { owner: subject.head.owner, repo: subject.head.repo } } : {};
  const files = githubFiles(access, { owner, repo, sha: subject.sha, ...fork });
  const decided = request.decisions === undefined ? undefined : decisionStateOf(request.decisions, request.now);
  const github = githubFacts(access, {
    owner,
    repo,
    sha: subject.sha,
    pullRequest: number,
    defaultBranch: tags.defaultBranch,
    targetBranch: subject.base.ref,
    ...(decided ? { decided } : {}),
    ...fork,
  });
  const facts = request.factsFirst ? request.factsFirst(github) : github;
  const enforcement = await enforcementOf(github);
  const nothing: Promotion = { is: false, because: [], warnings: [] };
  const { id: repositoryId, defaultBranch, visibility } = tags;
  const answersAll = policies.answersAll ? { answersAll: true as const } : {};
  const known = {
    subject,
    isPilot,
    tags: pilotTags,
    repositoryId,
    visibility,
    defaultBranch,
    isGroup,
    enforcement,
    ...answersAll,
  };
  if (policies.released !== undefined && (pilotTags.length > 0 || request.wasPilot !== undefined))
    return { ...known, promotion: nothing, released: policies.released };
  if (!isPilot) return { ...known, promotion: nothing };
  if (decided?.retired && (await hasNoPart(github, decided.retired.by))) {
    const { by, at, reason, comment } = decided.retired;
    return { ...known, isPilot: false, promotion: nothing, retired: { by, at, reason, link: comment.url } };
  }
  const recognize = async (policy: EffectivePolicy): Promise<Promotion> => {
    const promotion = recognizePromotion(await recognitionFacts(access, subject, policy), policy);
    return isGroup && !promotion.is ? groupPromotion(enforcement) : promotion;
  };

  const loaded = await proposedText(subject, files);
  const inForce = await policies.inForce();
  if ('faults' in inForce) {
    const repairs = await repairsPolicyOnly(subject, loaded, policies);
    const promotion = repairs ? nothing : await recognize(await policies.lastUsable());
    const still = loaded === undefined ? undefined : await proposedPolicy(loaded, policies);
    const proposed = still !== undefined && 'faults' in still ? { proposed: still } : {};
    return { ...known, promotion, policyFaults: inForce.faults, ...proposed };
  }
  const promotion = await recognize(inForce.policy);
  const judge = (policy: EffectivePolicy): Promise<Report> =>
    assess({
      catalog: request.catalog,
      policy,
      ...(decided ? { decided } : {}),
      subject: {
        repository: `${owner}/${repo}`,
        commit: subject.sha,
        ...(subject.mergeBase.state === 'seen' ? { base: subject.mergeBase.value } : {}),
        pullRequest: number,
        dirty: false,
        promotion: { is: promotion.is, because: promotion.because },
        notes: [...promotion.warnings, ...(pilotTags.length > 0 ? [] : [request.wasPilot?.note ?? []].flat())],
      },
      now: request.now,
      read: (requests) => resolveInputs(files, requests, policy.evidence),
      facts,
      movedOnBase: (paths) => movedOnBase(access, subject, paths),
      toolVersion: request.toolVersion,
    });
  const [report, producers] = await Promise.all([
    judge(inForce.policy),
    promotion.is ? checkProducers(access, { owner, repo }, subject.sha, CHECK_NAME) : undefined,
  ]);
  const proposed = loaded === undefined ? undefined : await proposedPolicy(loaded, policies);
  return {
    ...known,
    promotion,
    policy: inForce.policy,
    report,
    ...(proposed === undefined
      ? {}
      : { proposed: 'faults' in proposed ? proposed : { report: await judge(proposed.policy) } }),
    ...(producers === undefined ? {} : { producers }),
  };
}

/**
 * Only where every entry of the queue has to pass is a group about its own pull request alone. Else the last one speaks
 * for those ahead of it, and any of them could be a promotion.
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
  const answer = (await facts.answer([request])).get(factKey(request)) as Observation<RequiredCheck> | undefined;
  return (
    answer ?? { state: 'unavailable', reason: 'whether the check is required was not answered', resolvableBy: 'github' }
  );
}

/** Its author may not take a promotion out of the gate by retiring the pilot from elsewhere; what is not known is no. */
async function hasNoPart(facts: FactSource, by: string): Promise<boolean> {
  const request = noPart(by);
  const answer = (await facts.answer([request])).get(factKey(request)) as Observation<Acceptance> | undefined;
  return answer?.state === 'seen' && answer.value.accepted;
}
