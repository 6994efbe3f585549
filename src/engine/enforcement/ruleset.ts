import { matcher } from '../../domain/cover.ts';
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
  repository: string;
  /** Base branches that its policy names, globs among them: what is not there today may be tomorrow. */
  patterns: string[];
  /** Branches that are there, or are named. */
  branches: string[];
  defaultBranch: string;
}

/** A ruleset as GitHub's API takes it, and why it is proposed. */
export interface ProposedRuleset {
  for: 'check' | 'pushes' | 'policy-review' | 'organization' | 'named-repositories';
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
  const lacksCheck = open.some((point) => CHECK_POINTS.has(point.id) && !lacksGuards(point));
  if (branches.length > 0 && (lacksCheck || open.some(lacksGuards))) {
    proposed.push(
      lacksCheck
        ? { for: 'check', pinned: appId !== undefined, body: ruleset(check, branches, gateRules(check, appId)) }
        : { for: 'pushes', pinned: true, body: ruleset(`${check} pushes`, branches, PUSH_RULES) },
    );
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
      body: ruleset(`${check} policy`, ['~DEFAULT_BRANCH'], [{ type: 'pull_request', parameters: review }]),
    });
  }
  return proposed;
}

/**
 * Rulesets of an organization for its pilots. The first reaches whatever carries the property, pilots of tomorrow included.
 * It leaves out a branch that is a promotion branch of some pilots and the ordinary default branch of others: there, the
 * check would give commits a green check that are no promotion. Such branches come in rulesets for those pilots by name.
 */
export function organizationRulesets(
  pilots: RepositoryTargets[],
  check: string,
  mark: PropertyMark,
  appId: number | undefined,
): ProposedRuleset[] {
  const rules = gateRules(check, appId);
  const pinned = appId !== undefined;
  const ordinary = pilots.flatMap(({ patterns, branches, defaultBranch }) =>
    branches.includes(defaultBranch) || matcher(patterns)(defaultBranch) ? [] : [defaultBranch],
  );
  const all = pilots.map((pilot) => ({ repository: pilot.repository, refs: refsOf(pilot, ordinary) }));
  const shared = all.flatMap(({ refs }) => refs.flatMap(({ ref, isApart }) => (isApart ? [] : [ref])));
  const usual = [
    ...(ordinary.length > 0 ? [] : ['~DEFAULT_BRANCH']),
    ...DEFAULT_PROMOTION.branches.flatMap(refPattern),
  ];
  const byProperty = { include: [{ name: mark.name, property_values: mark.values, source: 'custom' }], exclude: [] };
  const apart = new Map<string, string[]>();
  for (const { repository, refs } of all) {
    const own = [...new Set(refs.flatMap(({ ref, isApart }) => (isApart ? [ref] : [])))].sort().join('\n');
    if (own !== '') apart.set(own, [...(apart.get(own) ?? []), repository.split('/')[1] ?? '']);
  }
  return [
    {
      for: 'organization',
      pinned,
      body: reaching(check, shared.length > 0 ? shared : usual, rules, { repository_property: byProperty }),
    },
    ...[...apart].map(([refs, names], index): ProposedRuleset => {
      const repository_name = { include: names.sort(), exclude: [], protected: true };
      const name = `${check} by name${index === 0 ? '' : ` ${index + 1}`}`;
      return { for: 'named-repositories', pinned, body: reaching(name, refs.split('\n'), rules, { repository_name }) };
    }),
  ];
}

/** The refs of one pilot, and whether each is the default branch of a pilot that does not promote to it. */
function refsOf(
  { patterns, branches, defaultBranch }: RepositoryTargets,
  ordinary: string[],
): { ref: string; isApart: boolean }[] {
  return [
    ...patterns.flatMap((pattern) =>
      refPattern(pattern).map((ref) => ({ ref, isApart: ordinary.some(matcher([pattern])) })),
    ),
    // Repositories name their default branch differently, and rename it.
    ...branches.map((name) =>
      name === defaultBranch
        ? { ref: '~DEFAULT_BRANCH', isApart: ordinary.length > 0 }
        : { ref: `refs/heads/${name}`, isApart: ordinary.includes(name) },
    ),
  ];
}

/** An organization's ruleset with the condition that says which repositories it reaches. */
function reaching(
  name: string,
  refs: string[],
  rules: Rule[],
  repositories: Record<string, unknown>,
): Record<string, unknown> {
  const body = ruleset(name, refs.sort(), rules);
  return { ...body, conditions: { ...(body.conditions as object), ...repositories } };
}

/** A pull request is required, whoever approves it, and the branch can neither be moved back nor removed. */
const PUSH_RULES: Rule[] = [
  {
    type: 'pull_request',
    parameters: {
      required_approving_review_count: 0,
      dismiss_stale_reviews_on_push: false,
      require_code_owner_review: false,
      require_last_push_approval: false,
      required_review_thread_resolution: false,
    },
  },
  { type: 'non_fast_forward' },
  { type: 'deletion' },
];

/** The rules of a promotion branch: a required check alone lets a commit be pushed that is green already. */
function gateRules(check: string, appId: number | undefined): Rule[] {
  const required = [{ context: check, ...defined({ integration_id: appId }) }];
  const parameters = { strict_required_status_checks_policy: false, required_status_checks: required };
  return [{ type: 'required_status_checks', parameters }, ...PUSH_RULES];
}

function lacksGuards(point: AuditPoint): boolean {
  return point.id === 'pushes' || (point.id === 'new-branches' && point.lacks === 'guards');
}

interface Rule {
  type: string;
  parameters?: Record<string, unknown>;
}

function ruleset(name: string, include: string[], rules: Rule[]): Record<string, unknown> {
  return {
    name,
    target: 'branch',
    enforcement: 'active',
    conditions: { ref_name: { include: [...new Set(include)], exclude: [] } },
    bypass_actors: [],
    rules,
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
