import { PolicyError, UnavailableError } from '../domain/errors.ts';
import type { Fault, Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { assess } from '../engine/assess.ts';
import type { Criterion } from '../engine/criterion.ts';
import { type Located, section } from '../engine/inputs.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import type { FactSource, FileSource } from '../engine/ports.ts';
import { recognizePromotion } from '../engine/promotion.ts';
import { personOf } from '../engine/role-holders.ts';
import { resolveInputs } from '../evidence/resolve.ts';
import type { Pilot } from '../evidence/schema/pilot.ts';
import { movedOnBase } from '../github/facts/base-moved.ts';
import { type GitHubAccess, type GitHubSubject, githubFacts, githubFiles, openPullRequest } from '../github/index.ts';
import { type ListedPull, openPulls } from '../github/recognition/open-pulls.ts';
import { recognitionFacts, repositoryTags } from '../github/recognition/recognition.ts';
import { openPolicies, type Policies, type PolicyOrFaults } from './policy-in-force.ts';
import type { PolicyText } from './read-policy.ts';

/** Which state of a pilot is judged: its newest open promotion, or what its default branch holds, as a preview. */
export type EvaluatedHead =
  | { kind: 'promotion'; number: number; sha: string; because: string[] }
  | { kind: 'preview'; branch: string; sha: string };

/** A policy that is only thought of, and in whose place it would stand. */
export interface OtherPolicy {
  as: 'organization' | 'repository';
  text: PolicyText;
}

/** A pilot that was opened for judging: what is judged, and by which policy today. */
export interface OpenPilot {
  repository: string;
  evaluated: EvaluatedHead;
  /** The policy in force; where it cannot be used, the one that was given to look by. */
  policy: EffectivePolicy;
  /** Why the policy in force cannot be used. */
  faults?: Fault[];
  files: FileSource;
  facts: FactSource;
  /** For a promotion: what may have moved on its base. */
  subject?: GitHubSubject;
  /** Of several open pull requests these were not looked at, newest first, because there are too many. */
  notLookedAt: number;
  /** Whether a tag or a policy file makes it a pilot today. */
  isPilot: boolean;
  /** What would hold with the other policy. Throws UnavailableError when it could not be read. */
  under: (other: OtherPolicy) => Promise<Under>;
}

/** A pilot under a policy that is only thought of. */
export interface Under {
  isPilot: boolean;
  /** Throws PolicyError, and UnavailableError when it could not be read. */
  policy: () => Promise<EffectivePolicy>;
}

export interface PilotRequest {
  access: GitHubAccess;
  catalog: Criterion[];
  owner: string;
  repo: string;
  now: number;
  toolVersion: string;
}

/** Open pull requests that are looked at for a promotion, newest first; the repository says how many it has besides. */
const MAX_PULLS = 30;

/**
 * Opens a pilot over GitHub's API; nothing is cloned. Throws UnavailableError when it cannot be read, and PolicyError
 * when its policy cannot be used, unless there is another one to look for a promotion by.
 */
export async function openPilot(request: PilotRequest, fallback?: OtherPolicy): Promise<OpenPilot> {
  const { access, catalog, owner, repo, now } = request;
  const name = { owner, repo };
  const tags = await repositoryTags(access, name);
  const { defaultBranch } = tags;
  const policiesRequest = { access, catalog, owner, repo, now, tags };
  const policies = await openPolicies(policiesRequest);
  const { commit } = policies;
  const under: OpenPilot['under'] = async ({ as, text }) => {
    // Who carries a policy of its own is a pilot.
    if (as === 'repository') return { isPilot: true, policy: () => usable(policies.with(text)) };
    const others = await openPolicies({ ...policiesRequest, organizationInstead: text });
    return { isPilot: isPilotBy(others), policy: () => usable(others.inForce()) };
  };
  const inForce = await policies.inForce();
  if ('faults' in inForce && fallback === undefined) throw new PolicyError(inForce.faults);
  const faults = 'faults' in inForce ? { faults: inForce.faults } : {};
  const policy = 'policy' in inForce ? inForce.policy : fallback ? await (await under(fallback)).policy() : undefined;
  if (policy === undefined) throw new UnavailableError('the policy could not be read');
  const { subject, because, notLookedAt } = await newestPromotion(access, name, policy);
  const sha = subject?.sha ?? commit;
  const fork = subject?.head && subject.fork ? { head: { owner: subject.head.owner, repo: subject.head.repo } } : {};
  return {
    repository: `${owner}/${repo}`,
    evaluated: subject
      ? { kind: 'promotion', number: subject.number, sha, because }
      : { kind: 'preview', branch: defaultBranch, sha },
    policy,
    ...faults,
    files: githubFiles(access, { ...name, sha, ...fork }),
    facts: githubFacts(access, {
      ...name,
      sha,
      defaultBranch,
      ...(subject ? { pullRequest: subject.number, targetBranch: subject.base.ref } : {}),
      ...fork,
    }),
    ...(subject ? { subject } : {}),
    notLookedAt,
    under,
    isPilot: isPilotBy(policies),
  };
}

async function usable(found: Promise<PolicyOrFaults>): Promise<EffectivePolicy> {
  const known = await found;
  if ('faults' in known) throw new PolicyError(known.faults);
  return known.policy;
}

function isPilotBy({ reasons, released }: Policies): boolean {
  return released === undefined && reasons.length > 0;
}

/** The one place that judges a repository under a given policy: today's, or one that is only thought of. */
export function evaluatePilot(request: PilotRequest, pilot: OpenPilot, policy: EffectivePolicy): Promise<Report> {
  const { evaluated, files, facts, subject } = pilot;
  return assess({
    catalog: request.catalog,
    policy,
    subject: {
      repository: pilot.repository,
      commit: evaluated.sha,
      ...(subject?.mergeBase.state === 'seen' ? { base: subject.mergeBase.value } : {}),
      ...(evaluated.kind === 'promotion' ? { pullRequest: evaluated.number } : {}),
      dirty: false,
      promotion: evaluated.kind === 'promotion' ? { is: true, because: evaluated.because } : { is: false, because: [] },
      notes: [],
    },
    now: request.now,
    read: (requests) => resolveInputs(files, requests, policy.evidence),
    facts,
    ...(subject ? { movedOnBase: (paths: string[]) => movedOnBase(request.access, subject, paths) } : {}),
    toolVersion: request.toolVersion,
  });
}

/** Who holds which role by the manifest, as written there: `product-owner` → `@dana`. Nobody where it cannot be read. */
export async function ownersOf({ files, policy }: OpenPilot): Promise<Record<string, string>> {
  const request = section('pilot');
  const found: Observation<Located<Pilot>> = (await resolveInputs(files, [request], policy.evidence)).get(request);
  if (found.state !== 'seen') return {};
  const { product, production, governance, sponsor } = found.value.value.owners;
  const roles = { 'product-owner': product, 'production-owner': production, 'governance-owner': governance, sponsor };
  return Object.fromEntries(
    Object.entries(roles).flatMap(([role, owner]) => {
      const person = personOf(owner);
      return person.placeholder ? [] : [[role, person.handle === undefined ? person.written : `@${person.handle}`]];
    }),
  );
}

async function newestPromotion(
  access: GitHubAccess,
  name: { owner: string; repo: string },
  policy: EffectivePolicy,
): Promise<{ subject?: GitHubSubject; because: string[]; notLookedAt: number }> {
  const open: ListedPull[] = (await openPulls(access, name)).reverse();
  for (const { number } of open.slice(0, MAX_PULLS)) {
    const subject = await openPullRequest(access, { ...name, number });
    const { is, because } = recognizePromotion(await recognitionFacts(access, subject, policy), policy);
    if (is) return { subject, because, notLookedAt: 0 };
  }
  return { because: [], notLookedAt: Math.max(0, open.length - MAX_PULLS) };
}
