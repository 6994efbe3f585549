import type { AuditPoint, GateAudit } from './points.ts';

/** A ruleset as GitHub's API takes it, and why it is proposed. */
export interface ProposedRuleset {
  for: 'check' | 'policy-review';
  /** False where the check would be required and anybody could report it: the App's number is not known. */
  pinned: boolean;
  body: Record<string, unknown>;
}

const OF_THE_CHECK = new Set<AuditPoint['id']>(['required', 'pinned', 'bypass', 'admins', 'new-branches', 'workflows']);

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
  if (branches.length > 0 && open.some(({ id }) => OF_THE_CHECK.has(id))) {
    const required = [{ context: check, ...(appId === undefined ? {} : { integration_id: appId }) }];
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
