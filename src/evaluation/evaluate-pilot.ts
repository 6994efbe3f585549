import { defined } from '../domain/defined.ts';
import { PolicyError, UnavailableError } from '../domain/errors.ts';
import type { Fault, Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import type { Criterion } from '../engine/criterion.ts';
import { type Located, section } from '../engine/inputs.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import { recognizePromotion } from '../engine/promotion.ts';
import { personOf } from '../engine/role-holders.ts';
import { resolveInputs } from '../evidence/resolve.ts';
import type { Pilot } from '../evidence/schema/pilot.ts';
import { type GitHubAccess, type GitHubSubject, openPullRequest } from '../github/index.ts';
import { type ListedPull, openPulls } from '../github/recognition/open-pulls.ts';
import { recognitionFacts } from '../github/recognition/recognition.ts';
import { evaluate, type OpenSubject } from './evaluate.ts';
import { openRepository, openSubject } from './open-subject.ts';
import { openPolicies, type Policies, type PolicyOrFaults } from './policy-in-force.ts';
import type { PolicyText } from './read-policy.ts';

/** The state of a pilot that is evaluated: its newest open promotion, or its default branch as a preview. */
export type EvaluatedHead =
  | { kind: 'promotion'; number: number; sha: string; because: string[] }
  | { kind: 'preview'; branch: string; sha: string };

/** A hypothetical policy, and whose place it would take. */
export interface OtherPolicy {
  as: 'organization' | 'repository';
  text: PolicyText;
}

/** A pilot that is open for evaluation, with its current policy. */
export interface OpenPilot {
  repository: string;
  evaluated: EvaluatedHead;
  opened: OpenSubject;
  /** The policy in force; where it cannot be used, the fallback. */
  policy: EffectivePolicy;
  /** Why the policy in force cannot be used. */
  faults?: Fault[];
  /** For a promotion: its pull request. */
  subject?: GitHubSubject;
  /** How many of the older open pull requests were not examined, because there are too many. */
  notLookedAt: number;
  /** Whether a tag or a policy file makes it a pilot today. */
  isPilot: boolean;
  /** The pilot under another policy. Throws UnavailableError when it could not be read. */
  under: (other: OtherPolicy) => Promise<Under>;
}

/** A pilot under a hypothetical policy. */
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

/** The number of open pull requests that are examined for a promotion, newest first. */
const MAX_PULLS = 30;

/**
 * Opens a pilot over GitHub's API; nothing is cloned. Throws UnavailableError when it cannot be read, and PolicyError
 * when its policy cannot be used, unless there is a fallback by which promotions are recognized.
 */
export async function openPilot(request: PilotRequest, fallback?: OtherPolicy): Promise<OpenPilot> {
  const { access, owner, repo } = request;
  const repository = await openRepository(request);
  const { tags, policies } = repository;
  const under: OpenPilot['under'] = async ({ as, text }) => {
    // A repository with a policy of its own is a pilot.
    if (as === 'repository') return { isPilot: true, policy: () => usable(policies.with(text)) };
    const others = await openPolicies({ ...request, tags, organizationInstead: text });
    return { isPilot: isPilotBy(others), policy: () => usable(others.inForce()) };
  };
  const inForce = await policies.inForce();
  if ('faults' in inForce && fallback === undefined) throw new PolicyError(inForce.faults);
  const faults = 'faults' in inForce ? { faults: inForce.faults } : {};
  const policy = 'policy' in inForce ? inForce.policy : fallback ? await (await under(fallback)).policy() : undefined;
  if (policy === undefined) throw new UnavailableError('the policy could not be read');
  const { subject, because, notLookedAt } = await newestPromotion(access, { owner, repo }, policy);
  const sha = subject?.sha ?? policies.commit;
  return {
    repository: `${owner}/${repo}`,
    evaluated: subject
      ? { kind: 'promotion', number: subject.number, sha, because }
      : { kind: 'preview', branch: tags.defaultBranch, sha },
    opened: openSubject(repository, { sha, pull: subject }),
    policy,
    ...faults,
    ...defined({ subject }),
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

/** Evaluates a pilot under its own policy or another one. */
export async function evaluatePilot(
  { catalog, now, toolVersion }: PilotRequest,
  { evaluated, opened }: OpenPilot,
  policy: EffectivePolicy,
): Promise<Report> {
  const promotion =
    evaluated.kind === 'promotion' ? { is: true, because: evaluated.because } : { is: false, because: [] };
  return (await evaluate(opened, policy, { catalog, now, toolVersion, promotion, notes: [] })).report;
}

/** The holder of each role as written in the manifest: `product-owner` → `@dana`. Empty where it cannot be read. */
export async function ownersOf({ opened: { files }, policy }: OpenPilot): Promise<Record<string, string>> {
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
