import { auditGate } from '../core/enforcement/audit.ts';
import type { GateAudit } from '../core/enforcement/points.ts';
import { type ProposedRuleset, proposedRulesets, type RepositoryTargets } from '../core/enforcement/ruleset.ts';
import { PolicyError } from '../core/errors.ts';
import { catalogue } from '../criteria/index.ts';
import { gateFacts } from '../evidence/github/gate-facts.ts';
import { connect, type GitHubAccess } from '../evidence/github/index.ts';
import type { Pilots } from '../evidence/github/pilots.ts';
import { repositoryTags } from '../evidence/github/recognition.ts';
import { openPolicies } from '../policy-in-force.ts';
import { CODEOWNERS_PATHS } from '../read-policy.ts';
import { CHECK_NAMES } from '../render/titles.ts';
import { organisationPilots } from './organisation-pilots.ts';

/** What was audited, and what would mend it. */
export interface Audited {
  audit: GateAudit;
  proposed: ProposedRuleset[];
  targets: RepositoryTargets;
  /** Custom properties, as far as they may be seen. */
  properties: Record<string, unknown>;
}

export interface Auditor {
  /** Where people open pages. */
  serverUrl: string;
  repository: (owner: string, repo: string) => Promise<Audited>;
  pilots: (org: string) => Promise<Pilots>;
}

/** Audits through the API with one token. Throws UnavailableError when a repository, and PolicyError when its policy, cannot be read. */
export function openAuditor(options: { token: string; baseUrl?: string; appId?: number; now: number }): Auditor {
  const { token, baseUrl, appId, now } = options;
  const access = connect({ token, ...(baseUrl === undefined ? {} : { baseUrl }) });
  return {
    serverUrl: access.serverUrl,
    repository: (owner, repo) => auditRepository(access, { owner, repo }, now, appId),
    pilots: (org) => organisationPilots(access, org),
  };
}

/** The audit of one repository over a connection that is there. Throws as `openAuditor` says. */
export async function auditRepository(
  access: GitHubAccess,
  name: { owner: string; repo: string },
  now: number,
  appId: number | undefined,
): Promise<Audited> {
  const tags = await repositoryTags(access, name);
  const policies = await openPolicies({ access, catalogue, ...name, now, tags });
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
    ...(appId === undefined ? {} : { appId }),
  });
  const targets = { patterns: policy.promotion.branches, branches: audit.branches, defaultBranch: tags.defaultBranch };
  return { audit, proposed, targets, properties: tags.properties ?? {} };
}
