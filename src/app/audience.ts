import { hasRole } from '../github/facts/role.ts';
import { type GitHubAccess, HourlyCounts } from '../github/index.ts';
import type { RepositoryName } from '../github/publish/writer.ts';

/** How much comments are answered. GitHub limits what an App may write, and check runs need the same share. */
export const ANSWER_LIMITS = {
  /** Answers on one pull request in an hour. Beyond it, only commands that close the gate are run. */
  perPullRequest: 60,
  /** Answers to people without a role, on one pull request, ever. */
  outsiders: 1,
  /** How long it is remembered whether somebody has a role. */
  roleMs: 10 * 60_000,
} as const;

const MAX_REMEMBERED = 10_000;

/** Who is answered, and how often. */
export interface Audience {
  hasRole: (access: GitHubAccess, name: RepositoryName, login: string) => Promise<boolean>;
  /** Counts one more answer on a pull request; false when it has had enough for this hour. */
  mayAnswer: (name: RepositoryName, pullRequest: number) => boolean;
  /** The same for people without a role. The answer itself marks the pull request. */
  mayAnswerOutsider: (name: RepositoryName, pullRequest: number) => boolean;
}

/** Opens the audience of this process. What it has counted is lost with it, which only allows some more answers. */
export function openAudience(now: () => number = Date.now): Audience {
  const answers = new HourlyCounts(now);
  const roles = new Map<string, { until: number; role: Promise<boolean> }>();
  const takes = (key: string, limit: number): boolean => {
    if (answers.of(key.toLowerCase()) >= limit) return false;
    answers.add(key.toLowerCase());
    return true;
  };
  return {
    hasRole: (access, name, login) => {
      const key = `${name.owner}/${name.repo} ${login}`.toLowerCase();
      const known = roles.get(key);
      if (known !== undefined && known.until > now()) return known.role;
      // When it cannot be read, a command is not lost.
      const role = hasRole(access, name, login).then((found) => found !== false);
      roles.set(key, { until: now() + ANSWER_LIMITS.roleMs, role });
      role.catch(() => roles.delete(key));
      const oldest = roles.keys().next().value;
      if (roles.size > MAX_REMEMBERED && oldest !== undefined) roles.delete(oldest);
      return role;
    },
    mayAnswer: ({ owner, repo }, pullRequest) => takes(`${owner}/${repo}#${pullRequest}`, ANSWER_LIMITS.perPullRequest),
    mayAnswerOutsider: ({ owner, repo }, pullRequest) =>
      takes(`outsiders of ${owner}/${repo}#${pullRequest}`, ANSWER_LIMITS.outsiders),
  };
}
