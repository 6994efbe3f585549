import { auditGate } from '../core/enforcement/audit.ts';
import type { GateAudit } from '../core/enforcement/points.ts';
import { type ProposedRuleset, proposedRulesets } from '../core/enforcement/ruleset.ts';
import { UnavailableError } from '../core/errors.ts';
import { POLICY_PATHS } from '../core/policy/file.ts';
import { catalogue } from '../criteria/index.ts';
import { gateFacts } from '../evidence/github/gate-facts.ts';
import { connect, type GitHubAccess, readAtDefaultBranch } from '../evidence/github/index.ts';
import { pilotsOf } from '../evidence/github/pilots.ts';
import { repositoryTags } from '../evidence/github/recognition.ts';
import { CODEOWNERS_PATHS, readPolicy } from '../read-policy.ts';
import { CHECK_NAMES } from '../render/titles.ts';

/** What was audited, and what would mend it. */
export interface Audited {
  audit: GateAudit;
  proposed: ProposedRuleset[];
}

export interface Auditor {
  /** Where people open pages. */
  serverUrl: string;
  repository: (owner: string, repo: string) => Promise<Audited>;
  pilots: (org: string) => ReturnType<typeof pilotsOf>;
}

const POLICY_BYTES = 256 * 1024;

/** Audits through the API with one token. Throws UnavailableError when a repository, and PolicyError when its policy, cannot be read. */
export function openAuditor(options: { token: string; baseUrl?: string; appId?: number; now: number }): Auditor {
  const { token, baseUrl, appId, now } = options;
  const access = connect({ token, ...(baseUrl === undefined ? {} : { baseUrl }) });
  return {
    serverUrl: access.serverUrl,
    repository: (owner, repo) => auditRepository(access, { owner, repo }, now, appId),
    pilots: (org) => pilotsOf(access, org),
  };
}

async function auditRepository(
  access: GitHubAccess,
  name: { owner: string; repo: string },
  now: number,
  appId: number | undefined,
): Promise<Audited> {
  const tags = await repositoryTags(access, name);
  const paths = [...POLICY_PATHS, ...CODEOWNERS_PATHS];
  const read = await readAtDefaultBranch(access, {
    ...name,
    branch: tags.defaultBranch,
    paths,
    maxBytes: POLICY_BYTES,
  });
  if (read.state !== 'seen')
    throw new UnavailableError(read.state === 'unavailable' ? read.reason : 'the default branch could not be read');
  const { commit, files } = read.value;
  const policy = await readPolicy({
    catalogue,
    now,
    source: {
      files: async (wanted) =>
        new Map(wanted.map((path) => [path, files.get(path) ?? { state: 'absent', place: { path } }])),
      commit,
    },
  });
  const facts = await gateFacts(access, {
    ...name,
    check: CHECK_NAMES.promotion,
    policy,
    defaultBranch: tags.defaultBranch,
    commit,
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
  return { audit, proposed };
}
