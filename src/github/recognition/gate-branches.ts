import * as z from 'zod';
import { matcher } from '../../domain/cover.ts';
import { defined } from '../../domain/defined.ts';
import type { GateFacts, TargetBranch } from '../../engine/enforcement/facts.ts';
import { PUSH_WAYS, type PushGuard } from '../../engine/enforcement/requirement.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { asKnown } from './recognition.ts';
import { fromRules, guardsOf, readRules, requiredCheckOf } from './required.ts';
import { rulesetDetails } from './rulesets.ts';

/** The maximum number of branches that are no targets and are checked, two requests each. */
const MAX_OTHERS = 50;

/** The facts of one target branch. For a branch that does not exist yet, only rulesets can be read. */
export async function targetOf(api: Api, one: { name: string; exists: boolean }, check: string): Promise<TargetBranch> {
  const { name, exists } = one;
  const required = await asKnown(async () => {
    if (exists) return requiredCheckOf(api, name, check);
    const rules = await readRules(api, name);
    const by = fromRules(rules, check);
    const appId = by.find((rule) => rule.appId !== undefined)?.appId;
    const bound = defined({ appId });
    return { required: by.length > 0, boundToApp: appId !== undefined, ...bound, by, guards: guardsOf(rules) };
  });
  const { by = [], guards = [], hasClassic } = required.known ? required.value : {};
  const isOpen = PUSH_WAYS.some((way) => !guards.some((guard) => guard.way === way));
  const classic = hasClassic && isOpen ? await asKnown(() => classicGuards(api, name)) : undefined;
  const details = await Promise.all(
    [...new Set([...by, ...guards].flatMap(({ rulesetId }) => rulesetId ?? []))].map(
      async (id) => [id, await asKnown(() => rulesetDetails(api, id))] as const,
    ),
  );
  return {
    ...{ name, exists, required, rulesets: Object.fromEntries(details) },
    guards: classic?.known ? [...guards, ...classic.value] : guards,
    ...(classic !== undefined && !classic.known ? { unreadGuards: classic.reason } : {}),
  };
}

const ENABLED = z.object({ enabled: z.boolean().nullish() }).nullish();
const PROTECTION = z.object({
  required_pull_request_reviews: z.object({}).nullish(),
  allow_force_pushes: ENABLED,
  allow_deletions: ENABLED,
});

/** What classic protection does against pushes; it blocks force pushes and deletions unless it allows them. */
async function classicGuards(api: Api, branch: string): Promise<PushGuard[]> {
  const rule = await api.one(
    {
      route: 'GET /repos/{owner}/{repo}/branches/{branch}/protection',
      params: { branch },
      what: `the classic protection of the branch ${branch}`,
      permission: 'Administration: read',
    },
    PROTECTION,
  );
  return [
    ...(rule.required_pull_request_reviews ? [{ way: 'push' } as const] : []),
    ...(rule.allow_force_pushes?.enabled === true ? [] : [{ way: 'force-push' } as const]),
    ...(rule.allow_deletions?.enabled === true ? [] : [{ way: 'deletion' } as const]),
  ];
}

/** Whether a branch that does not exist yet would require the check and be closed to pushes. */
export async function patternOf(
  api: Api,
  { pattern, probe }: { pattern: string; probe?: string },
  check: string,
): Promise<GateFacts['patterns'][number]> {
  if (probe === undefined) {
    const reason = `no example branch name could be derived from ${pattern}; use only * in it`;
    return { pattern, probe: pattern, required: { known: false, reason }, guarded: false };
  }
  const rules = await asKnown(() => readRules(api, probe));
  if (!rules.known) return { pattern, probe, required: rules, guarded: false };
  const guards = guardsOf(rules.value);
  return {
    ...{ pattern, probe, required: { known: true, value: fromRules(rules.value, check).length > 0 } },
    guarded: PUSH_WAYS.every((way) => guards.some((guard) => guard.way === way)),
  };
}

/**
 * Classic protection of a branch that does not exist yet cannot be read. If a similar branch has one, a negative result
 * is inconclusive.
 */
export function doubtedByClassic(
  one: GateFacts['patterns'][number],
  targets: TargetBranch[],
): GateFacts['patterns'][number] {
  if (!one.required.known || (one.required.value && one.guarded)) return one;
  const matches = matcher([one.pattern]);
  const classic = targets.some(
    ({ name, required }) =>
      matches(name) && required.known && (required.value.by ?? []).some(({ kind }) => kind === 'classic'),
  );
  const reason = `classic protection of a branch that does not exist yet, such as ${one.probe}, cannot be read; a ruleset can`;
  return classic ? { ...one, required: { known: false, reason } } : one;
}

/** The default branch and other protected branches that require the check without being a promotion target. */
export async function otherRequiringBranches(
  api: Api,
  existing: { name: string; protected?: boolean | undefined }[],
  targets: string[],
  defaultBranch: string,
  check: string,
): Promise<string[]> {
  const others = existing
    .filter((one) => !targets.includes(one.name) && (one.protected === true || one.name === defaultBranch))
    .map(({ name }) => name);
  if (others.length > MAX_OTHERS)
    throw new GitHubUnavailableError(
      `more than ${MAX_OTHERS} other branches are protected and were not checked`,
      'github',
    );
  const found = await Promise.all(
    others.map(async (name) => ((await requiredCheckOf(api, name, check)).required ? [name] : [])),
  );
  return found.flat().sort();
}
