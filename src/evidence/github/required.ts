import * as z from 'zod';
import type { RequiredCheck } from '../../core/asks.ts';
import type { Api } from './api.ts';
import { type Branch, readBranch } from './default-branch.ts';

const RULE = z.object({
  type: z.string(),
  ruleset_source: z.string().nullish(),
  ruleset_id: z.number().nullish(),
  parameters: z
    .object({
      required_status_checks: z
        .array(z.object({ context: z.string(), integration_id: z.number().nullish() }))
        .nullish(),
    })
    .nullish(),
});

/**
 * Whether a check must pass before anything is merged into the branch, by a ruleset of any level or by classic
 * protection, and whether only one App may report it. A yes from one is enough; a no needs both to be readable.
 */
export async function requiredCheckOf(api: Api, branch: string, context: string): Promise<RequiredCheck> {
  const [rules, classic] = await Promise.allSettled([readRules(api, branch), readBranch(api, branch)]);
  const found = [
    ...(rules.status === 'fulfilled' ? fromRules(rules.value, context) : []),
    ...(classic.status === 'fulfilled' ? fromProtection(classic.value, branch, context) : []),
  ];
  const [best] = found.sort((a, b) => Number(b.boundToApp) - Number(a.boundToApp));
  if (best !== undefined) return best;
  for (const look of [rules, classic]) if (look.status === 'rejected') throw look.reason;
  return { required: false, boundToApp: false };
}

function readRules(api: Api, branch: string): Promise<z.infer<typeof RULE>[]> {
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

function fromRules(rules: z.infer<typeof RULE>[], context: string): RequiredCheck[] {
  return rules
    .filter(({ type }) => type === 'required_status_checks')
    .flatMap(({ parameters, ruleset_source, ruleset_id }) =>
      (parameters?.required_status_checks ?? [])
        .filter((check) => check.context === context)
        .map(({ integration_id }) => ({
          required: true,
          boundToApp: (integration_id ?? 0) > 0,
          source: `ruleset ${ruleset_id ?? ''} of ${ruleset_source ?? 'this repository'}`.replace('  ', ' '),
        })),
    );
}

function fromProtection({ protection }: Branch, branch: string, context: string): RequiredCheck[] {
  const checks = protection?.required_status_checks;
  if (!checks || checks.enforcement_level === 'off') return [];
  const own = (checks.checks ?? []).filter((check) => check.context === context);
  if (own.length === 0 && !(checks.contexts ?? []).includes(context)) return [];
  // -1 stands for any App.
  const boundToApp = own.some(({ app_id }) => (app_id ?? 0) > 0);
  return [{ required: true, boundToApp, source: `protection of the branch ${branch}` }];
}
