import * as z from 'zod';
import { parsePerson } from '../../domain/people/person.ts';
import type { Acceptance } from '../../engine/fact-requests.ts';
import type { Api } from '../client/api.ts';
import { isOwn, readLink } from '../client/links.ts';
import { GitHubUnavailableError, isMissing } from '../client/unavailable.ts';
import { isAmong } from './accounts.ts';
import type { ReviewContext } from './approvals.ts';
import { readPull } from './pull.ts';
import { wordsIn } from './review-statements.ts';
import { askedForChanges, isActive, isHuman, latestOpinions, type Review, readReviews } from './reviews.ts';

const COMMENT = z.object({
  id: z.number(),
  user: z.object({ login: z.string(), type: z.string().optional() }).nullish(),
  body: z.string().nullish(),
  created_at: z.string(),
  updated_at: z.string(),
  html_url: z.string().nullish(),
  issue_url: z.string().nullish(),
  performed_via_github_app: z.object({}).nullish(),
});
type Comment = z.infer<typeof COMMENT>;

const NO: Acceptance = { accepted: false };
const PERMISSION = 'Issues: read and Pull requests: read';

/**
 * Whether one of these people accepted something in their own name: by `/readiness accept <subject> because …` in a
 * review of the judged pull request that they did not open, or under the link: an approving review, a comment with
 * that line, or, for a role, the very comment that is linked; or by command, where there is a ledger. Comments that were edited do not count; GitHub's
 * `updated_at` shows this for comments only, an edited review cannot be told over REST.
 */
export async function acceptanceOf(
  context: ReviewContext,
  subject: string,
  who: string[],
  link: string | undefined,
): Promise<Acceptance> {
  if (who.length === 0) return NO;
  const { api, pullRequest } = context;
  const entitled = await entitlement(api, who);
  const evaluated = pullRequest === undefined ? undefined : await inReviews(api, pullRequest, entitled, subject, false);
  if (evaluated !== undefined) return evaluated;
  const decided = await inLedger(context, subject, entitled);
  if (decided !== undefined) return decided;
  return link === undefined ? NO : ((await underLink(api, link, entitled, subject)) ?? NO);
}

/**
 * An acceptance by command on the judged pull request, by somebody who did not open it nor ask for changes since. It
 * counts while the files that it speaks of are as they were.
 */
async function inLedger(
  { api, trees, pullRequest, sha, decided }: ReviewContext,
  subject: string,
  entitled: Entitled,
): Promise<Acceptance | undefined> {
  const given = (decided?.acceptances ?? []).filter(
    (one) => one.pullRequest === pullRequest && one.subject.toLowerCase() === subject.toLowerCase(),
  );
  if (pullRequest === undefined || given.length === 0) return undefined;
  const [pull, reviews, { tree }] = await Promise.all([
    readPull(api, pullRequest),
    readReviews(api, pullRequest),
    trees.whole(sha),
  ]);
  const opinions = latestOpinions(reviews);
  for (const { by, at, comment, covered } of given) {
    const isSame = covered.every(({ path, mode, blob }) => {
      const now = tree.get(path);
      return now?.blob === blob && now.mode === mode;
    });
    const isOpener = pull.user?.login.toLowerCase() === by;
    if (!isSame || isOpener || askedForChanges(opinions, by, at)) continue;
    if (await entitled(by)) return accepted(by, at, comment.url);
  }
  return undefined;
}

type Entitled = (login: string) => Promise<boolean>;

/** Asked live for each person; when a team may not be read, the whole question cannot be answered. */
async function entitlement(api: Api, who: string[]): Promise<Entitled> {
  const people = who.map(parsePerson);
  const handles = people.flatMap(({ handle }) => handle ?? []);
  const teams = people.flatMap(({ team }) => team ?? []);
  return async (login) => {
    const answer = await isAmong(api, login, handles, teams);
    if (answer !== 'unknown') return answer;
    throw new GitHubUnavailableError(
      `whether @${login} is in ${teams.join(' or ')} could not be read: grant Members: read`,
      'github',
    );
  };
}

async function inReviews(
  api: Api,
  number: number,
  entitled: Entitled,
  subject: string,
  approvalsCount: boolean,
  only?: number,
): Promise<Acceptance | undefined> {
  const [pull, reviews] = await Promise.all([readPull(api, number), readReviews(api, number)]);
  const opinions = latestOpinions(reviews);
  for (const review of reviews) {
    const opener = pull.user?.login.toLowerCase() === review.by;
    if (
      opener ||
      !review.human ||
      !(saysYes(review, subject, opinions) || (approvalsCount && isActive(review, opinions)))
    ) {
      continue;
    }
    if (only !== undefined && !review.link?.endsWith(`#pullrequestreview-${only}`)) continue;
    if (await entitled(review.by)) return accepted(review.by, review.at, review.link);
  }
  return undefined;
}

/** A review says yes by its line, as long as its author did not ask for changes since or was dismissed. */
function saysYes(review: Review, subject: string, opinions: Map<string, Review>): boolean {
  const opinion = opinions.get(review.by)?.state ?? 'APPROVED';
  if (opinion !== 'APPROVED' || !['APPROVED', 'COMMENTED'].includes(review.state)) return false;
  return review.words.some((words) => words.verb === 'accept' && words.subject.toLowerCase() === subject.toLowerCase());
}

async function underLink(
  api: Api,
  written: string,
  entitled: Entitled,
  subject: string,
): Promise<Acceptance | undefined> {
  const link = readLink(api.access, api.name, written);
  if (link === undefined || link.kind === 'run' || !isOwn(api.name, link)) return undefined;
  if (link.comment !== undefined) {
    const comment = await oneComment(api, link.comment);
    if (comment === undefined || !comment.issue_url?.endsWith(`/issues/${link.number}`)) return undefined;
    return ofComments([comment], entitled, subject, subject.startsWith('role:'));
  }
  try {
    const review = await inReviews(api, link.number, entitled, subject, true, link.review);
    if (review !== undefined || link.review !== undefined) return review;
  } catch (error) {
    // An issue has no reviews.
    if (!isMissing(error)) throw error;
  }
  return ofComments(await commentsOf(api, link.number), entitled, subject, false);
}

async function ofComments(
  comments: Comment[],
  entitled: Entitled,
  subject: string,
  anyWords: boolean,
): Promise<Acceptance | undefined> {
  for (const { user, body, created_at, updated_at, html_url, performed_via_github_app } of comments) {
    if (!user || !isHuman(user) || performed_via_github_app || created_at !== updated_at) continue;
    const says = wordsIn(body).some(
      (words) => words.verb === 'accept' && words.subject.toLowerCase() === subject.toLowerCase(),
    );
    const login = user.login.toLowerCase();
    if ((says || anyWords) && (await entitled(login))) return accepted(login, created_at, html_url ?? undefined);
  }
  return undefined;
}

function accepted(by: string, at: string, link: string | undefined): Acceptance {
  return { accepted: true, by, at, ...(link === undefined ? {} : { link }) };
}

async function oneComment(api: Api, id: number): Promise<Comment | undefined> {
  try {
    return await api.one(
      {
        route: 'GET /repos/{owner}/{repo}/issues/comments/{comment_id}',
        params: { comment_id: id },
        what: `the comment ${id}`,
        permission: PERMISSION,
      },
      COMMENT,
    );
  } catch (error) {
    // Evidence may link what was deleted; whether we may look, the thread itself would tell the same way.
    if (error instanceof GitHubUnavailableError && error.status === 410) return undefined;
    throw error;
  }
}

function commentsOf(api: Api, number: number): Promise<Comment[]> {
  return api.all(
    {
      route: 'GET /repos/{owner}/{repo}/issues/{issue_number}/comments',
      params: { issue_number: number },
      what: `the comments of #${number}`,
      permission: PERMISSION,
    },
    COMMENT,
  );
}
