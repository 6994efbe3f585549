import { defined } from '../../domain/defined.ts';
import { DEFAULT_PROMOTION } from '../policy/merge.ts';
import type { AuditPoint, GateAudit } from './points.ts';

/** A custom property of repositories, and the values of it that mark a pilot. */
export interface PropertyMark {
  name: string;
  values: string[];
}

/** Where the promotions of one repository go. */
export interface RepositoryTargets {
  /** Base branches that its policy names, globs among them: what is not there today may be tomorrow. */
  patterns: string[];
  /** Branches that are there, or are named. */
  branches: string[];
  defaultBranch: string;
}

/** A ruleset as GitHub's API takes it, and why it is proposed. */
export interface ProposedRuleset {
  for: 'check' | 'policy-review' | 'organization';
  /** False where the check would be required and anybody could report it: the App's number is not known. */
  pinned: boolean;
  body: Record<string, unknown>;
}

const CHECK_POINTS = new Set<AuditPoint['id']>(['required', 'pinned', 'bypass', 'admins', 'new-branches', 'workflows']);

/**
 * What an administrator can create so that the gate holds; nothing where nothing is missing. Rulesets add up and the
 * strictest wins, so a new one never loosens what is there. The branches are those of the policy, so that one made
 * tomorrow is covered too.
 */
export function proposedRulesets(
  audit: GateAudit,
  check: string,
  options: { appId?: number; patterns: string[] },
): ProposedRuleset[] {
  const { appId } = options;
  const open = audit.points.filter(({ state }) => state === 'fails');
  const proposed: ProposedRuleset[] = [];
  const branches = [...options.patterns.flatMap(refPattern), ...audit.branches.map((name) => `refs/heads/${name}`)];
  if (branches.length > 0 && open.some(({ id }) => CHECK_POINTS.has(id))) {
    const required = [{ context: check, ...defined({ integration_id: appId }) }];
    proposed.push({
      for: 'check',
      pinned: appId !== undefined,
      body: ruleset(check, branches, {
        type: 'required_status_checks',
        parameters: { strict_required_status_checks_policy: false, required_status_checks: required },
      }),
    });
  }
  if (open.some((point) => point.id === 'policy-review' && point.lacks !== 'owners')) {
    const review = {
      required_approving_review_count: 1,
      dismiss_stale_reviews_on_push: true,
      require_code_owner_review: true,
      require_last_push_approval: true,
      required_review_thread_resolution: false,
    };
    proposed.push({
      for: 'policy-review',
      pinned: true,
      body: ruleset(`${check} policy`, ['~DEFAULT_BRANCH'], { type: 'pull_request', parameters: review }),
    });
  }
  return proposed;
}

/**
 * One ruleset of an organization for all pilots, those of tomorrow included: it reaches whatever carries the property, on
 * every branch to which one of today's pilots promotes. Pilots without the property are not reached by it.
 */
export function organizationRuleset(
  pilots: RepositoryTargets[],
  check: string,
  mark: PropertyMark,
  appId: number | undefined,
): ProposedRuleset {
  const include = pilots.flatMap(({ patterns, branches, defaultBranch }) => [
    ...patterns.flatMap(refPattern),
    // Repositories name their default branch differently, and rename it.
    ...branches.map((name) => (name === defaultBranch ? '~DEFAULT_BRANCH' : `refs/heads/${name}`)),
  ]);
  const refs = include.length > 0 ? include : ['~DEFAULT_BRANCH', ...DEFAULT_PROMOTION.branches.flatMap(refPattern)];
  const required = [{ context: check, ...defined({ integration_id: appId }) }];
  const body = ruleset(check, refs.sort(), {
    type: 'required_status_checks',
    parameters: { strict_required_status_checks_policy: false, required_status_checks: required },
  });
  const reached = { include: [{ name: mark.name, property_values: mark.values, source: 'custom' }], exclude: [] };
  return {
    for: 'organization',
    pinned: appId !== undefined,
    body: { ...body, conditions: { ...(body.conditions as object), repository_property: reached } },
  };
}

function ruleset(name: string, include: string[], rule: Record<string, unknown>): Record<string, unknown> {
  return {
    name,
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: [...new Set(include)], exclude: [] } },
    bypass_actors: [],
    rules: [rule],
  };
}

/**
 * A glob of the policy as GitHub's rulesets write it. They know `*`, `?` and a `**` that is followed by a slash; what
 * else a glob can say is left to the branches that it matches today.
 */
function refPattern(glob: string): string[] {
  if (/[{}[\]!()\\]/.test(glob)) return [];
  return [`refs/heads/${glob.endsWith('/') ? `${glob}**` : glob}`.replace(/\/\*\*$/, '/**/*')];
}
