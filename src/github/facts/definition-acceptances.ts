import { defined } from '../../domain/defined.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { DefinitionAcceptance } from '../../engine/fact-answers.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { isAmong } from './accounts.ts';
import type { ReviewContext } from './approvals.ts';
import { askedForChanges, latestOpinions, readReviews } from './reviews.ts';
import { noPartOf } from './waiver-proof.ts';

const SUBJECT = 'definitions';

/**
 * Who accepted definitions with `/readiness accept definitions`: in a review of this pull request, or by command on any of
 * the pilot's pull requests where there is a ledger. Only people count who are among the requested ones now, had no part
 * in this pull request, and did not request changes since. Which definitions they saw, the commit says.
 */
export async function definitionAcceptancesOf(context: ReviewContext, who: string[]): Promise<DefinitionAcceptance[]> {
  const { api, pullRequest, decided } = context;
  const reviews = pullRequest === undefined ? [] : await readReviews(api, pullRequest);
  const opinions = latestOpinions(reviews);
  const inReviews = reviews.flatMap((review): Given[] => {
    const says = review.statements.some(({ verb, ...line }) => verb === 'accept' && subjectOf(line) === SUBJECT);
    const opinion = opinions.get(review.by)?.state ?? 'APPROVED';
    const counts = review.human && opinion === 'APPROVED' && ['APPROVED', 'COMMENTED'].includes(review.state);
    return says && counts && review.commit !== undefined ? [{ ...review, commit: review.commit }] : [];
  });
  const byCommand = (decided?.acceptances ?? [])
    .filter(({ subject, by, at }) => subject === SUBJECT && !askedForChanges(opinions, by, at))
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
  const people = who.map(parsePerson);
  const teams = people.flatMap(({ team }) => team ?? []);
  const own = people.some(({ handle }) => handle === by) ? [by] : [];
  const among = await Promise.all(
    teams.map(async (team): Promise<string[]> => {
      const answer = await isAmong(context.api, by, [], [team]);
      if (answer === 'unknown')
        throw new GitHubUnavailableError(
          `whether @${by} is in ${team} could not be read: grant Members: read`,
          'github',
        );
      return answer ? [team] : [];
    }),
  );
  const names = [...own, ...among.flat()];
  if (names.length === 0 || context.pullRequest === undefined) return names;
  return (await noPartOf(context, by)).accepted ? names : [];
}

function subjectOf(line: object): string | undefined {
  return 'subject' in line ? String(line.subject) : undefined;
}
