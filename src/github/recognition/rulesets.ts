import * as z from 'zod';
import type { RulesetDetails } from '../../engine/enforcement/facts.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';

const LISTED = z.object({ id: z.number(), name: z.string(), target: z.string().nullish(), enforcement: z.string() });
const RULESET = LISTED.extend({
  bypass_actors: z
    .array(z.object({ actor_type: z.string(), actor_id: z.number().nullish(), bypass_mode: z.string().nullish() }))
    .nullish(),
  rules: z
    .array(
      z.object({
        type: z.string(),
        parameters: z
          .object({ required_status_checks: z.array(z.object({ context: z.string() })).nullish() })
          .nullish(),
      }),
    )
    .nullish(),
});
type Ruleset = z.infer<typeof RULESET>;

/** The maximum number of inactive rulesets that are read, one request each. */
const MAX_IDLE = 30;

/**
 * Name and bypass list of a ruleset that applies to this repository. GitHub shows the list only to people who can edit
 * the ruleset.
 */
export async function rulesetDetails(api: Api, id: number): Promise<RulesetDetails> {
  const { name, enforcement, bypass_actors } = await readRuleset(api, id);
  const bypass = bypass_actors?.map(({ actor_type, actor_id, bypass_mode }) => ({
    type: actor_type,
    ...(typeof actor_id === 'number' ? { id: actor_id } : {}),
    mode: bypass_mode ?? 'always',
  }));
  return {
    id,
    name,
    enforcement,
    bypass:
      bypass === undefined
        ? {
            known: false,
            reason: `GitHub shows the bypass list of the ruleset ${name} only to people who can edit it (Administration: write, where it was created)`,
          }
        : { known: true, value: bypass },
  };
}

/** Inactive rulesets that would require the check. */
export async function idleRulesets(api: Api, context: string): Promise<{ name: string; enforcement: string }[]> {
  const all = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/rulesets',
      params: { includes_parents: true },
      what: 'the rulesets of the repository',
      permission: 'Metadata: read',
    },
    LISTED,
  );
  const idle = all.filter(({ enforcement, target }) => enforcement !== 'active' && (target ?? 'branch') === 'branch');
  if (idle.length > MAX_IDLE)
    throw new GitHubUnavailableError(`more than ${MAX_IDLE} rulesets are not active`, 'github');
  const whole = await Promise.all(idle.map(({ id }) => readRuleset(api, id)));
  return whole.filter((one) => requires(one, context)).map(({ name, enforcement }) => ({ name, enforcement }));
}

function requires({ rules }: Ruleset, context: string): boolean {
  return (rules ?? []).some(
    ({ type, parameters }) =>
      type === 'required_status_checks' &&
      (parameters?.required_status_checks ?? []).some((check) => check.context === context),
  );
}

function readRuleset(api: Api, id: number): Promise<Ruleset> {
  return api.one(
    {
      route: 'GET /repos/{owner}/{repo}/rulesets/{ruleset_id}',
      params: { ruleset_id: id },
      what: `the ruleset ${id}`,
      permission: 'Metadata: read',
    },
    RULESET,
  );
}
