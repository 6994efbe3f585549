import * as z from 'zod';
import { readCommands } from '../../commands/language/command-lines.ts';
import { isUnderstood, parseCommand } from '../../commands/language/grammar.ts';
import type { ParsedCommandOf } from '../../commands/language/verbs.ts';
import type { Api } from '../client/api.ts';

const ACTOR = z.object({ login: z.string(), type: z.string().optional() }).nullish();
const REVIEW = z.object({
  id: z.number(),
  node_id: z.string().optional(),
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
  id: number;
  /** The id of the review in GraphQL. */
  nodeId?: string;
  by: string;
  human: boolean | 'unknown';
  at: string;
  state: string;
  /** Undefined when the commit no longer exists. */
  commit?: string;
  link?: string;
  /** Includes what an edit removed, if it closed something. */
  statements: ReviewStatement[];
  /** Set by `readReviewsWithEdits`: somebody edited it, so it opens nothing. */
  edited?: true | 'unknown';
}

/** Every submitted review of a pull request, oldest first, without those of deleted accounts. Edits are not shown. */
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
    .flatMap((review): Review[] => {
      const state = review.state.toUpperCase();
      if (!review.user || state === 'PENDING') return [];
      return [
        {
          id: review.id,
          ...(review.node_id ? { nodeId: review.node_id } : {}),
          by: review.user.login.toLowerCase(),
          human: review.performed_via_github_app ? false : isHuman(review.user),
          at: review.submitted_at ?? '',
          state,
          ...(review.commit_id ? { commit: review.commit_id } : {}),
          ...(review.html_url ? { link: review.html_url } : {}),
          statements: readStatements(review.body),
        },
      ];
    })
    .sort((a, b) => (a.at === b.at ? a.id - b.id : a.at < b.at ? -1 : 1));
}

/** Apps and bots are never people, whatever their name. Where GitHub does not send the type, it is unknown. */
export function isHuman(user: { login: string; type?: string | undefined }): boolean | 'unknown' {
  if (/\[bot\]$/i.test(user.login)) return false;
  return user.type === undefined ? 'unknown' : user.type === 'User';
}

const OPINIONS = new Set(['APPROVED', 'CHANGES_REQUESTED', 'DISMISSED']);

/** The latest decisive review of each person, including dismissed ones. */
export function latestOpinions(reviews: Review[]): Map<string, Review> {
  return new Map(reviews.filter(({ state }) => OPINIONS.has(state)).map((review) => [review.by, review]));
}

/** Whether an approval is in effect: the latest decisive review of its author still approves. */
export function isActive(review: Review, opinions: Map<string, Review>): boolean {
  return review.state === 'APPROVED' && opinions.get(review.by)?.state === 'APPROVED';
}

/** Whether a person requested changes after their command. */
export function askedForChanges(opinions: Map<string, Review>, by: string, at: string): boolean {
  const opinion = opinions.get(by);
  return opinion?.state === 'CHANGES_REQUESTED' && Date.parse(opinion.at) > Date.parse(at);
}

/** A command in a review or comment that counts without a ledger, with its text as written. */
export type ReviewStatement = ParsedCommandOf<'sign-off' | 'decline' | 'withdraw' | 'accept'>;

/**
 * Reads the commands that are on lines of their own, in order, with the grammar of all commands. Commands in quotes,
 * code, hidden comments and indented lines are ignored. A conditional sign-off is excluded, because its condition must
 * be tracked in a ledger.
 */
export function readStatements(body: string | null | undefined): ReviewStatement[] {
  return readCommands(body ?? '').flatMap((line) => {
    const command = parseCommand(line);
    return isUnderstood(command) && counts(command) ? [command] : [];
  });
}

function counts(command: { verb: string }): command is ReviewStatement {
  if (command.verb === 'sign-off') return !('condition' in command);
  return ['decline', 'withdraw', 'accept'].includes(command.verb);
}
