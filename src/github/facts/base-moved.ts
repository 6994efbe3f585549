import type { Known } from '../../engine/promotion.ts';
import type { GitHubAccess } from '../client/access.ts';
import { openApi } from '../client/api.ts';
import { observed } from '../client/unavailable.ts';
import { readBranch } from './default-branch.ts';
import type { GitHubSubject } from './subject.ts';
import { openTrees } from './trees.ts';

/**
 * Which of these paths changed on the base branch since the head left it, unless the head has the same content: a
 * report on the old content would not describe the merge result.
 */
export async function movedOnBase(
  access: GitHubAccess,
  subject: GitHubSubject,
  paths: string[],
): Promise<Known<Set<string>>> {
  const { owner, repo, mergeBase } = subject;
  if (mergeBase.state !== 'seen')
    return {
      known: false,
      reason: mergeBase.state === 'unavailable' ? mergeBase.reason : 'the merge base is not known',
    };
  const fork = subject.head && subject.fork ? { head: { owner: subject.head.owner, repo: subject.head.repo } } : {};
  const api = openApi(access, { owner, repo, ...fork });
  const trees = openTrees(api);
  const found = await observed(async () => {
    const tip = (await readBranch(api, subject.base.ref)).commit.sha;
    if (tip === mergeBase.value) return new Set<string>();
    const [left, now, head] = await Promise.all(
      [mergeBase.value, tip, subject.sha].map(async (sha) => (await trees.whole(sha)).tree),
    );
    const differs = (path: string): boolean => {
      const here = now?.get(path)?.blob;
      return left?.get(path)?.blob !== here && head?.get(path)?.blob !== here;
    };
    return new Set(paths.filter(differs));
  });
  if (found.state === 'seen') return { known: true, value: found.value };
  return { known: false, reason: found.state === 'unavailable' ? found.reason : 'no response' };
}
