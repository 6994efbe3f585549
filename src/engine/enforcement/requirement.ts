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
