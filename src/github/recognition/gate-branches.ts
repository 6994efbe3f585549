import { matcher } from '../../domain/cover.ts';
import { defined } from '../../domain/defined.ts';
import type { GateFacts, TargetBranch } from '../../engine/enforcement/facts.ts';
import type { Known } from '../../engine/promotion.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { asKnown } from './recognition.ts';
import { fromRules, readRules, requiredCheckOf } from './required.ts';
import { rulesetDetails } from './rulesets.ts';

const MAX_OTHERS = 20;

/** The facts of one target branch. For a branch that does not exist yet, only rulesets can be read. */
export async function targetOf(api: Api, one: { name: string; exists: boolean }, check: string): Promise<TargetBranch> {
  const { name, exists } = one;
  const required = await asKnown(async () => {
    if (exists) return requiredCheckOf(api, name, check);
    const by = fromRules(await readRules(api, name), check);
    const appId = by.find((rule) => rule.appId !== undefined)?.appId;
    const bound = defined({ appId });
    return { required: by.length > 0, boundToApp: appId !== undefined, ...bound, by };
  });
  const by = required.known ? (required.value.by ?? []) : [];
  const details = await Promise.all(
    [...new Set(by.flatMap(({ rulesetId }) => rulesetId ?? []))].map(
      async (id) => [id, await asKnown(() => rulesetDetails(api, id))] as const,
    ),
  );
  return { name, exists, required, rulesets: Object.fromEntries(details) };
}

/** Whether a branch that does not exist yet would require the check. */
export async function patternOf(
  api: Api,
  { pattern, probe }: { pattern: string; probe?: string },
  check: string,
): Promise<GateFacts['patterns'][number]> {
  if (probe === undefined) {
    const reason = `no example branch name could be derived from ${pattern}; use only * in it`;
    return { pattern, probe: pattern, required: { known: false, reason } };
  }
  const rules = await asKnown(() => readRules(api, probe));
  const required: Known<boolean> = rules.known
    ? { known: true, value: fromRules(rules.value, check).length > 0 }
    : rules;
  return { pattern, probe, required };
}

/**
 * Classic protection of a branch that does not exist yet cannot be read. If a similar branch has one, a negative result
 * is inconclusive.
 */
export function doubtedByClassic(
  one: GateFacts['patterns'][number],
  targets: TargetBranch[],
): GateFacts['patterns'][number] {
  if (!one.required.known || one.required.value) return one;
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
