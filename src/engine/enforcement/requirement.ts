/** One rule that requires a check on a branch. */
export interface Requirement {
  kind: 'ruleset' | 'classic';
  /** `ruleset 7 of acme`, or `protection of the branch main`. */
  source: string;
  rulesetId?: number;
  /** Its name, where its details were read. */
  name?: string;
  /** Who made the ruleset: only that level can change it. */
  level?: 'repository' | 'organization' | 'enterprise';
  /** The App whose run counts; without it, anybody's does. */
  appId?: number;
  /** The branch has to be up to date with its base. */
  strict?: boolean;
  /** Classic protection only: whether administrators are held too. */
  admins?: 'held' | 'free';
}

/** GitHub Actions on github.com: every workflow of a repository reports as this App. */
export const ACTIONS_APP_ID = 15368;

/**
 * Ways to move a branch past its pull requests. `push` puts any commit with a green check there, `force-push` goes back to
 * an older one, and `deletion` lets somebody make the branch anew at any commit.
 */
export const PUSH_WAYS = ['push', 'force-push', 'deletion'] as const;
export type PushWay = (typeof PUSH_WAYS)[number];

/** A rule that closes one of the ways. Classic protection has no ruleset. */
export interface PushGuard {
  way: PushWay;
  rulesetId?: number;
}
