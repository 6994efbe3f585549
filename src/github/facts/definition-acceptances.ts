import { DEFINITIONS } from '../../commands/language/verbs.ts';
import { defined } from '../../domain/defined.ts';
import type { DefinitionAcceptance } from '../../engine/fact-answers.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { mayAct, unreadable } from './accounts.ts';
import type { ReviewContext } from './approvals.ts';
import { readReviewsWithEdits } from './review-edits.ts';
import { askedForChanges, latestOpinions } from './reviews.ts';
import { noPartOf } from './waiver-proof.ts';

/**
 * Who accepted definitions with `/readiness accept definitions`: in a review of this pull request, or by command on any of
 * the pilot's pull requests where there is a ledger. Only people count who are among the requested ones now, had no part
 * in this pull request, and did not request changes since. Which definitions they saw, the commit says.
 */
export async function definitionAcceptancesOf(context: ReviewContext, who: string[]): Promise<DefinitionAcceptance[]> {
  const { api, pullRequest, decided } = context;
  const reviews = pullRequest === undefined ? [] : await readReviewsWithEdits(api, pullRequest);
  const opinions = latestOpinions(reviews);
  const inReviews = reviews.flatMap((review): Given[] => {
    const says = review.statements.some((line) => line.verb === 'accept' && line.subject === DEFINITIONS);
    const opinion = opinions.get(review.by)?.state ?? 'APPROVED';
    const counts = opinion === 'APPROVED' && ['APPROVED', 'COMMENTED'].includes(review.state);
    if (!says || !counts || review.commit === undefined || review.human === false || review.edited === true) return [];
    if (review.human === 'unknown' || review.edited === 'unknown')
      throw new GitHubUnavailableError(`whether @${review.by} wrote the acceptance could not be read`, 'github');
    return [{ by: review.by, at: review.at, commit: review.commit, ...defined({ link: review.link }) }];
  });
  const byCommand = (decided?.acceptances ?? [])
    .filter(({ subject, by, at }) => subject === DEFINITIONS && !askedForChanges(opinions, by, at))
    .map(({ by, at, headSha, comment }): Given => ({ by, at, commit: headSha, link: comment.url }));
  const found = [...inReviews, ...byCommand];
  const people = [...new Set(found.map(({ by }) => by))];
  const names = new Map(await Promise.all(people.map(async (by) => [by, await namesOf(context, by, who)] as const)));
  return found.flatMap(({ by, at, commit, link }) => {
    const as = names.get(by) ?? [];
    return as.length === 0 ? [] : [{ by, at, commit, ...defined({ link }), as }];
  });
}

interface Given {
  by: string;
  at: string;
  commit: string;
  link?: string;
}

/** The requested handles and teams for which this person counts; none when they had a part in the pull request. */
async function namesOf(context: ReviewContext, by: string, who: string[]): Promise<string[]> {
  const names = await Promise.all(
    who.map(async (name): Promise<string[]> => {
      const may = await mayAct(context.api, by, [name]);
      if (may === 'unknown') throw unreadable(by, [name]);
      return may === true ? [name] : [];
    }),
  );
  if (names.flat().length === 0 || context.pullRequest === undefined) return names.flat();
  return (await noPartOf(context, by)).accepted ? names.flat() : [];
}
