import * as z from 'zod';
import { matcher } from '../../domain/cover.ts';
import type { GateFacts } from '../../engine/enforcement/facts.ts';
import { ownersOf, readCodeOwners } from '../../formats/codeowners.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { readBranch } from '../facts/default-branch.ts';
import { asKnown } from './recognition.ts';
import { readRules } from './required.ts';

const PROTECTION = z.object({
  required_pull_request_reviews: z.object({ require_code_owner_reviews: z.boolean().nullish() }).nullish(),
});

/** Whether a change of the policy file requires the review of an owner before it reaches the default branch. */
export async function policyReviewOf(
  api: Api,
  about: {
    path: string;
    branch: string;
    isAdmin: boolean;
    codeowners: () => Promise<{ path: string; text: string } | undefined>;
  },
): Promise<GateFacts['policyReview']> {
  const { path, branch, isAdmin } = about;
  const byRule = await asKnown(() => reviewersByRule(api, branch, path));
  if (byRule.known && byRule.value.length > 0) {
    return { path, owners: byRule, required: { known: true, value: true }, listOwned: true };
  }
  const [list, required] = await Promise.all([
    asKnown(about.codeowners),
    asKnown(() => codeOwnersReview(api, branch, isAdmin)),
  ]);
  if (!list.known) return { path, owners: list, required, listOwned: false };
  if (list.value === undefined) return { path, owners: { known: true, value: [] }, required, listOwned: false };
  const read = readCodeOwners(list.value.path, list.value.text);
  return {
    path,
    owners: { known: true, value: ownersOf(read, path)?.owners ?? [] },
    required,
    listOwned: (ownersOf(read, list.value.path)?.owners ?? []).length > 0,
  };
}

/** A ruleset can require a team for changed paths; CODEOWNERS is then not needed. */
async function reviewersByRule(api: Api, branch: string, path: string): Promise<string[]> {
  const rules = await readRules(api, branch);
  return rules
    .filter(({ type }) => type === 'pull_request')
    .flatMap(({ parameters }) => parameters?.required_reviewers ?? [])
    .filter(({ file_patterns, minimum_approvals }) => (minimum_approvals ?? 0) > 0 && matcher(file_patterns)(path))
    .map(({ reviewer }) => (reviewer ? `the ${reviewer.type.toLowerCase()} ${reviewer.id}` : 'a team'));
}

/** By a ruleset, which everybody can read, or by classic protection, which only administrators can read. */
async function codeOwnersReview(api: Api, branch: string, isAdmin: boolean): Promise<boolean> {
  const rules = await readRules(api, branch);
  if (rules.some(({ type, parameters }) => type === 'pull_request' && parameters?.require_code_owner_review === true))
    return true;
  const { protection } = await readBranch(api, branch);
  if (protection?.enabled === false) return false;
  try {
    const whole = await api.one(
      {
        route: 'GET /repos/{owner}/{repo}/branches/{branch}/protection',
        params: { branch },
        what: `the review rules of the branch ${branch}`,
        permission: 'Administration: read',
      },
      PROTECTION,
    );
    return whole.required_pull_request_reviews?.require_code_owner_reviews === true;
  } catch (error) {
    // For an administrator a 404 means that there is no protection; for others it may mean missing access.
    if (isAdmin && error instanceof GitHubUnavailableError && error.status === 404) return false;
    throw error;
  }
}
