import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { PolicyError } from '../domain/errors.ts';
import { auditGate } from '../engine/enforcement/audit.ts';
import type { GateAudit } from '../engine/enforcement/points.ts';
import { type ProposedRuleset, proposedRulesets, type RepositoryTargets } from '../engine/enforcement/ruleset.ts';
import { openPolicies } from '../evaluation/policy-in-force.ts';
import { CODEOWNERS_PATHS } from '../evaluation/read-policy.ts';
import { connect, type GitHubAccess } from '../github/index.ts';
import { gateFacts } from '../github/recognition/gate-facts.ts';
import type { Pilots } from '../github/recognition/pilots.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import { CHECK_NAMES } from '../render/model/titles.ts';
import { organizationPilots } from './organization-pilots.ts';

/** An audit, and the rulesets that would fix it. */
export interface Audited {
  audit: GateAudit;
  proposed: ProposedRuleset[];
  targets: RepositoryTargets;
  /** Custom properties, as far as they can be read. */
  properties: Record<string, unknown>;
}

export interface Auditor {
  /** The address of GitHub's web pages. */
  serverUrl: string;
  repository: (owner: string, repo: string) => Promise<Audited>;
  pilots: (org: string) => Promise<Pilots>;
}

/** Audits through the API with one token. Throws UnavailableError when a repository, and PolicyError when its policy, cannot be read. */
export function openAuditor(options: { token: string; baseUrl?: string; appId?: number; now: number }): Auditor {
  const { token, baseUrl, appId, now } = options;
  const access = connect({ token, ...defined({ baseUrl }) });
  return {
    serverUrl: access.serverUrl,
    repository: (owner, repo) => auditRepository(access, { owner, repo }, now, appId),
    pilots: (org) => organizationPilots(access, org),
  };
}

/** Audits one repository. Throws like `openAuditor`. */
export async function auditRepository(
  access: GitHubAccess,
  name: { owner: string; repo: string },
  now: number,
  appId: number | undefined,
): Promise<Audited> {
  const tags = await repositoryTags(access, name);
  const policies = await openPolicies({ access, catalog, ...name, now, tags });
  const inForce = await policies.inForce();
  if ('faults' in inForce) throw new PolicyError(inForce.faults);
  const { policy } = inForce;
  const facts = await gateFacts(access, {
    ...name,
    check: CHECK_NAMES.promotion,
    policy,
    defaultBranch: tags.defaultBranch,
    commit: policies.commit,
    topic: tags.topics.includes('pilot'),
    isAdmin: tags.isAdmin,
    codeownersPaths: CODEOWNERS_PATHS,
  });
  const audit = auditGate(facts, appId);
  const patterns = facts.patterns.map(({ pattern }) => pattern);
  const proposed = proposedRulesets(audit, CHECK_NAMES.promotion, {
    patterns,
    ...defined({ appId }),
  });
  const repository = `${name.owner}/${name.repo}`;
  const targets = {
    repository,
    patterns: policy.promotion.branches,
    branches: audit.branches,
    defaultBranch: tags.defaultBranch,
  };
  return { audit, proposed, targets, properties: tags.properties ?? {} };
}
