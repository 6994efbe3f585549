import * as z from 'zod';
import { defined } from '../../domain/defined.ts';
import type { Acceptance } from '../../engine/fact-answers.ts';
import type { Api } from '../client/api.ts';
import { isOwn, readLink } from '../client/links.ts';
import { GitHubUnavailableError, isMissing } from '../client/unavailable.ts';
import { mayAct, unreadable } from './accounts.ts';
import type { ReviewContext } from './approvals.ts';
import { readPull } from './pull.ts';
import { readReviewsWithEdits } from './review-edits.ts';
import { askedForChanges, isHuman, latestOpinions, type Review, readReviews, readStatements } from './reviews.ts';

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
 * Whether one of these people accepted something in their own name: with `/readiness accept <subject> because …` in a
 * review of this pull request, which they did not open; in a review or comment under the link; or by command, where there
 * is a ledger. Edited comments and reviews do not count, and neither does a link to anything without that line.
 */
export async function acceptanceOf(
  context: ReviewContext,
  subject: string,
  who: string[],
  link: string | undefined,
): Promise<Acceptance> {
  if (who.length === 0) return NO;
  const { api, pullRequest } = context;
  const entitled = entitlement(api, who);
  let unclear: GitHubUnavailableError | undefined;
  const evaluated = await fromReviews(api, pullRequest, entitled, subject).catch((error: unknown) => {
    if (!(error instanceof GitHubUnavailableError)) throw error;
    unclear = error;
    return undefined;
  });
  if (evaluated !== undefined) return evaluated;
  const elsewhere =
    (await fromLedger(context, subject, entitled)) ??
    (link === undefined ? undefined : await underLink(api, link, entitled, subject));
  if (elsewhere === undefined && unclear !== undefined) throw unclear;
  return elsewhere ?? NO;
}

/**
 * An acceptance by command on this pull request, by somebody who did not open it or request changes since. It is valid
 * while the accepted files are unchanged.
 */
async function fromLedger(
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

/** Checked live for each person. Throws when a team cannot be read. */
function entitlement(api: Api, who: string[]): Entitled {
  return async (login) => {
    const answer = await mayAct(api, login, who);
    if (answer !== 'unknown') return answer === true;
    throw unreadable(login, who);
  };
}

/** `only`: the review that a link names. */
async function fromReviews(
  api: Api,
  number: number | undefined,
  entitled: Entitled,
  subject: string,
  only?: number,
): Promise<Acceptance | undefined> {
  if (number === undefined) return undefined;
  const [pull, reviews] = await Promise.all([readPull(api, number), readReviewsWithEdits(api, number)]);
  const opinions = latestOpinions(reviews);
  let unclear: GitHubUnavailableError | undefined;
  for (const review of reviews) {
    const { by, human, edited } = review;
    const isOpener = pull.user?.login.toLowerCase() === by;
    if (isOpener || human === false || edited === true || !isAcceptance(review, subject, opinions)) continue;
    if (only !== undefined && review.id !== only) continue;
    if (!(await entitled(by))) continue;
    if (human === true && edited === undefined) return accepted(by, review.at, review.link);
    const what = human === true ? `the review of @${by} was edited` : `the account of @${by} is a person`;
    unclear ??= new GitHubUnavailableError(`whether ${what} could not be read`, 'github');
  }
  if (unclear !== undefined) throw unclear;
  return undefined;
}

/** Whether a review accepts the subject; not if its author requested changes since or it was dismissed. */
function isAcceptance(review: Review, subject: string, opinions: Map<string, Review>): boolean {
  const opinion = opinions.get(review.by)?.state ?? 'APPROVED';
  if (opinion !== 'APPROVED' || !['APPROVED', 'COMMENTED'].includes(review.state)) return false;
  return review.statements.some(
    (statement) => statement.verb === 'accept' && statement.subject.toLowerCase() === subject.toLowerCase(),
  );
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
    return ofComments([comment], entitled, subject);
  }
  try {
    const review = await fromReviews(api, link.number, entitled, subject, link.review);
    if (review !== undefined || link.review !== undefined) return review;
  } catch (error) {
    // Issues have no reviews.
    if (!isMissing(error)) throw error;
  }
  return ofComments(await commentsOf(api, link.number), entitled, subject);
}

async function ofComments(comments: Comment[], entitled: Entitled, subject: string): Promise<Acceptance | undefined> {
  for (const { user, body, created_at, updated_at, html_url, performed_via_github_app } of comments) {
    const human = user && !performed_via_github_app ? isHuman(user) : false;
    if (!user || human === false || created_at !== updated_at) continue;
    const accepts = readStatements(body).some(
      (statement) => statement.verb === 'accept' && statement.subject.toLowerCase() === subject.toLowerCase(),
    );
    const login = user.login.toLowerCase();
    if (!accepts || !(await entitled(login))) continue;
    if (human === true) return accepted(login, created_at, html_url ?? undefined);
    throw new GitHubUnavailableError(`whether the account of @${login} is a person could not be read`, 'github');
  }
  return undefined;
}

function accepted(by: string, at: string, link: string | undefined): Acceptance {
  return { accepted: true, by, at, ...defined({ link }) };
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
    // Evidence may link to a deleted comment; missing access would also fail for the thread itself.
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
