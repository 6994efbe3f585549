import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import type { PushGuard, PushWay, Requirement } from '../../engine/enforcement/requirement.ts';
import type { RequiredCheck } from '../../engine/fact-answers.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { type Branch, readBranch } from '../facts/default-branch.ts';

const RULE = z.object({
  type: z.string(),
  ruleset_source: z.string().nullish(),
  ruleset_source_type: z.string().nullish(),
  ruleset_id: z.number().nullish(),
  parameters: z
    .object({
      required_status_checks: z
        .array(z.object({ context: z.string(), integration_id: z.number().nullish() }))
        .nullish(),
      strict_required_status_checks_policy: z.boolean().nullish(),
      require_code_owner_review: z.boolean().nullish(),
      required_reviewers: z
        .array(
          z.object({
            file_patterns: z.array(z.string()),
            minimum_approvals: z.number().nullish(),
            reviewer: z.object({ id: z.number(), type: z.string() }).nullish(),
          }),
        )
        .nullish(),
      grouping_strategy: z.string().nullish(),
      workflows: z.array(z.object({ path: z.string() })).nullish(),
    })
    .nullish(),
});
export type Rule = z.infer<typeof RULE>;

/**
 * Whether a check must pass before merging into the branch, by a ruleset of any level or by classic protection, and
 * whether only one App may report it. One positive answer is enough; a negative one requires both to be readable.
 */
export async function requiredCheckOf(api: Api, branch: string, context: string): Promise<RequiredCheck> {
  const [rules, classic] = await Promise.allSettled([readRules(api, branch), readBranch(api, branch)]);
  const activeRules = rules.status === 'fulfilled' ? rules.value : [];
  const by = [
    ...fromRules(activeRules, context),
    ...(classic.status === 'fulfilled' ? fromProtection(classic.value, branch, context) : []),
  ].sort((a, b) => Number(b.appId !== undefined) - Number(a.appId !== undefined));
  const protection = { ...otherRules(activeRules), guards: guardsOf(activeRules), ...classicOf(classic) };
  const [best] = by;
  if (best !== undefined) {
    const { appId, source } = best;
    const bound = defined({ appId });
    const failed = [rules, classic].find((look) => look.status === 'rejected');
    const unseen = failed?.reason instanceof GitHubUnavailableError ? { unseen: failed.reason.message } : {};
    return {
      required: true,
      boundToApp: appId !== undefined,
      source,
      ...bound,
      by,
      ...unseen,
      ...protection,
    };
  }
  for (const look of [rules, classic]) if (look.status === 'rejected') throw look.reason;
  return { required: false, boundToApp: false, ...protection };
}

/** The active rules of a branch, which need not exist, from every level, without classic protection. */
export function readRules(api: Api, branch: string): Promise<Rule[]> {
  return api.all(
    {
      route: 'GET /repos/{owner}/{repo}/rules/branches/{branch}',
      params: { branch },
      what: `the rules of the branch ${branch}`,
      permission: 'Metadata: read',
    },
    RULE,
  );
}

/** The rules that require the check. */
export function fromRules(rules: Rule[], context: string): Requirement[] {
  return rules
    .filter(({ type }) => type === 'required_status_checks')
    .flatMap(({ parameters, ruleset_source, ruleset_source_type, ruleset_id }) =>
      (parameters?.required_status_checks ?? [])
        .filter((check) => check.context === context)
        .map(
          ({ integration_id }): Requirement => ({
            kind: 'ruleset',
            source: `ruleset ${ruleset_id ?? ''} of ${ruleset_source ?? 'this repository'}`.replace('  ', ' '),
            ...(ruleset_id ? { rulesetId: ruleset_id } : {}),
            ...levelOf(ruleset_source_type),
            ...appOf(integration_id),
            strict: parameters?.strict_required_status_checks_policy === true,
          }),
        ),
    );
}

function fromProtection({ protection }: Branch, branch: string, context: string): Requirement[] {
  const checks = protection?.required_status_checks;
  if (!checks || checks.enforcement_level === 'off') return [];
  const own = (checks.checks ?? []).filter((check) => check.context === context);
  if (own.length === 0 && !(checks.contexts ?? []).includes(context)) return [];
  const admins = { everyone: 'held', non_admins: 'free' } as const;
  const level = checks.enforcement_level;
  return [
    {
      kind: 'classic',
      source: `protection of the branch ${branch}`,
      ...appOf(own.find(({ app_id }) => (app_id ?? 0) > 0)?.app_id),
      ...(level === 'everyone' || level === 'non_admins' ? { admins: admins[level] } : {}),
    },
  ];
}

const GUARDS: Record<string, PushWay> = { pull_request: 'push', non_fast_forward: 'force-push', deletion: 'deletion' };

/** The rules that close a way past a pull request. */
export function guardsOf(rules: Rule[]): PushGuard[] {
  return rules.flatMap(({ type, ruleset_id }): PushGuard[] => {
    const way = Object.hasOwn(GUARDS, type) ? GUARDS[type] : undefined;
    return way === undefined ? [] : [{ way, ...(ruleset_id ? { rulesetId: ruleset_id } : {}) }];
  });
}

function classicOf(look: PromiseSettledResult<Branch>): { hasClassic?: true } {
  return look.status === 'fulfilled' && look.value.protection?.enabled === true ? { hasClassic: true } : {};
}

/** -1 or no value means any App. */
function appOf(id: number | null | undefined): { appId?: number } {
  return (id ?? 0) > 0 ? { appId: Number(id) } : {};
}

function levelOf(written: string | null | undefined): Pick<Requirement, 'level'> {
  const level = (['repository', 'organization', 'enterprise'] as const).find((one) => one === written?.toLowerCase());
  return level === undefined ? {} : { level };
}

/** Other rules that affect merging: the merge queue, and workflows that the repository cannot remove. */
function otherRules(rules: Rule[]): Pick<RequiredCheck, 'queue' | 'workflows'> {
  const queues = rules
    .filter(({ type }) => type === 'merge_queue')
    .map(({ parameters }) => parameters?.grouping_strategy);
  // If two queues differ, the weaker one counts.
  const strategy = queues.find((one) => one !== 'ALLGREEN') ?? queues[0];
  const workflows = rules
    .filter(
      ({ type, ruleset_source_type }) => type === 'workflows' && levelOf(ruleset_source_type).level !== 'repository',
    )
    .flatMap(({ parameters, ruleset_source }) =>
      (parameters?.workflows ?? []).map(({ path }) => `${path} (${ruleset_source ?? 'the organization'})`),
    );
  return {
    ...(strategy === 'ALLGREEN' || strategy === 'HEADGREEN' ? { queue: strategy } : {}),
    ...(workflows.length > 0 ? { workflows } : {}),
  };
}
