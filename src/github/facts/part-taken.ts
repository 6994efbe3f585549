import * as z from 'zod';
import { parseInstant } from '../../domain/dates.ts';
import type { PartTaken } from '../../engine/fact-answers.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { readReviews } from './reviews.ts';

const FOUND = z.object({
  total_count: z.number(),
  incomplete_results: z.boolean(),
  items: z.array(
    z.object({
      number: z.number(),
      user: z.object({ login: z.string() }).nullish(),
      pull_request: z.object({ merged_at: z.string().nullish() }).nullish(),
    }),
  ),
});
type Found = z.infer<typeof FOUND>;
/** The maximum number of reviewed pull requests whose reviews are read. */
const MAX_REVIEWED = 50;

/**
 * Pull requests that a person had merged, or approved, before an instant. GitHub's search finds candidates; authors and
 * times are read from the pull requests. A truncated search throws GitHubUnavailableError, unless its results already
 * prove participation.
 */
export async function partTakenOf(api: Api, who: string, before: string): Promise<PartTaken> {
  const moment = parseInstant(before);
  if (moment === undefined || !/^[a-z0-9][a-z0-9_-]{0,63}$/i.test(who))
    throw new GitHubUnavailableError('participation could not be checked: no account or no instant is given', 'github');
  const earlier = (at: string | null | undefined): at is string =>
    typeof at === 'string' && (parseInstant(at) ?? Number.POSITIVE_INFINITY) < moment;
  const [own, reviewed] = await Promise.all([
    search(api, `is:merged author:${who}`),
    search(api, `reviewed-by:${who}`),
  ]);
  const merged = own.items.flatMap(({ number, user, pull_request }) =>
    user?.login.toLowerCase() === who.toLowerCase() && earlier(pull_request?.merged_at)
      ? [{ number, at: pull_request.merged_at }]
      : [],
  );
  const looked = reviewed.items.slice(0, MAX_REVIEWED);
  const approved = await Promise.all(
    looked.map(async ({ number }) =>
      (await readReviews(api, number))
        .filter(
          (review) =>
            review.by === who.toLowerCase() && ['APPROVED', 'DISMISSED'].includes(review.state) && earlier(review.at),
        )
        .map(({ at }) => ({ number, at })),
    ),
  );
  const part = { merged, approved: approved.flat() };
  const isWhole = ({ incomplete_results, total_count, items }: Found): boolean =>
    !incomplete_results && items.length >= total_count;
  if (part.merged.length + part.approved.length > 0) return part;
  if (isWhole(own) && isWhole(reviewed) && looked.length === reviewed.items.length) return part;
  throw new GitHubUnavailableError(`what @${who} did here could not be read completely`, 'retry');
}

function search(api: Api, words: string): Promise<Found> {
  return api.one(
    {
      route: 'GET /search/issues',
      params: {
        q: `repo:${api.name.owner}/${api.name.repo} is:pr ${words}`,
        per_page: 100,
        sort: 'created',
        order: 'asc',
      },
      what: 'the pull requests of this repository',
      permission: 'Pull requests: read',
    },
    FOUND,
  );
}
