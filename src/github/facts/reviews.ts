import * as z from 'zod';
import type { Api } from '../client/api.ts';
import { type Words, wordsIn } from './review-statements.ts';

const ACTOR = z.object({ login: z.string(), type: z.string().optional() }).nullish();
const REVIEW = z.object({
  id: z.number(),
  user: ACTOR,
  body: z.string().nullish(),
  state: z.string(),
  submitted_at: z.string().nullish(),
  commit_id: z.string().nullish(),
  html_url: z.string().nullish(),
  performed_via_github_app: z.object({}).nullish(),
});

/** One submitted review. */
export interface Review {
  by: string;
  human: boolean;
  at: string;
  state: string;
  /** Undefined when the commit is gone. */
  commit?: string;
  link?: string;
  words: Words[];
}

/** Every submitted review of a pull request, oldest first. Those of deleted accounts are nobody's. */
export async function readReviews(api: Api, number: number): Promise<Review[]> {
  const reviews = await api.all(
    {
      route: 'GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews',
      params: { pull_number: number },
      what: `the reviews of pull request #${number}`,
      permission: 'Pull requests: read',
    },
    REVIEW,
  );
  return reviews
    .flatMap((review): (Review & { id: number })[] => {
      const state = review.state.toUpperCase();
      if (!review.user || state === 'PENDING') return [];
      return [
        {
          id: review.id,
          by: review.user.login.toLowerCase(),
          human: isHuman(review.user) && !review.performed_via_github_app,
          at: review.submitted_at ?? '',
          state,
          ...(review.commit_id ? { commit: review.commit_id } : {}),
          ...(review.html_url ? { link: review.html_url } : {}),
          words: wordsIn(review.body),
        },
      ];
    })
    .sort((a, b) => (a.at === b.at ? a.id - b.id : a.at < b.at ? -1 : 1));
}

/** Apps and bots are never people, whatever they are called. */
export function isHuman(user: { login: string; type?: string | undefined }): boolean {
  return (user.type ?? 'User') === 'User' && !/\[bot\]$/.test(user.login);
}

const OPINIONS = new Set(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED']);

/** The latest review of each person that says yes or no, or did until it was dismissed. */
export function latestOpinions(reviews: Review[]): Map<string, Review> {
  return new Map(reviews.filter(({ state }) => OPINIONS.has(state)).map((review) => [review.by, review]));
}

/** Whether a person's approval stands: none of theirs that counts was taken back since. */
export function isActive(review: Review, opinions: Map<string, Review>): boolean {
  return review.state === 'APPROVED' && opinions.get(review.by)?.state === 'APPROVED';
}

/** Whether a person asked for changes after they said something else by command. */
export function askedForChanges(opinions: Map<string, Review>, by: string, at: string): boolean {
  const opinion = opinions.get(by);
  return opinion?.state === 'CHANGES_REQUESTED' && Date.parse(opinion.at) > Date.parse(at);
}
