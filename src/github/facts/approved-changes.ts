import type { ApprovedChanges } from '../../engine/fact-answers.ts';
import type { ReviewContext } from './approvals.ts';
import { pullsOfCommit } from './commit-pulls.ts';
import { readPull } from './pull.ts';
import { isActive, latestOpinions, readReviews } from './reviews.ts';

/**
 * Which of these commits were merged by a pull request that a person other than its opener approved. A commit that nobody
 * approved, or that was pushed directly, is left out.
 */
export async function approvedChangesOf(context: ReviewContext, commits: readonly string[]): Promise<ApprovedChanges> {
  const found = await Promise.all(
    commits.map(async (commit) => {
      for (const { number, merged_at } of await pullsOfCommit(context.api, commit)) {
        if (number === undefined || !merged_at) continue;
        const by = await approverOf(context, number);
        if (by !== undefined) return [[commit, { by, pullRequest: number }] as const];
      }
      return [];
    }),
  );
  return Object.fromEntries(found.flat());
}

async function approverOf({ api }: ReviewContext, number: number): Promise<string | undefined> {
  const [pull, reviews] = await Promise.all([readPull(api, number), readReviews(api, number)]);
  const opener = pull.user?.login.toLowerCase();
  const opinions = latestOpinions(reviews);
  return reviews.find((review) => review.human === true && review.by !== opener && isActive(review, opinions))?.by;
}
