import { defined } from '../../domain/defined.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { doubtWords } from '../../engine/contributors.ts';
import type { Acceptance, WaiverProof } from '../../engine/fact-answers.ts';
import type { ExceptionTerms } from '../../engine/fact-requests.ts';
import { GitHubUnavailableError, isMissing } from '../client/unavailable.ts';
import { mayAct, unreadable } from './accounts.ts';
import type { ReviewContext } from './approvals.ts';
import { hasTerms, isIntroduced } from './exception-terms.ts';
import { type Pull, pullCommits, readPull } from './pull.ts';
import { isActive, latestOpinions, readReviews } from './reviews.ts';

/**
 * Whether that merged pull request introduced these terms, and the person they name approved it at a commit that has
 * them, without being its opener or an author, co-author or committer of its commits. What was pushed after the
 * approval does not matter as long as the terms stayed as they were.
 */
export async function waiverProofOf(
  context: ReviewContext,
  number: number,
  terms: ExceptionTerms,
  teams: string[] = [],
): Promise<WaiverProof> {
  const { api } = context;
  const login = parsePerson(terms.by).handle;
  if (login === undefined || !Number.isSafeInteger(number)) return { accepted: false };
  const pull = await readPull(api, number).catch((error: unknown) => {
    if (isMissing(error) && context.pullRequest !== undefined) return undefined;
    throw error;
  });
  if (pull === undefined || typeof pull.merged_at !== 'string') return { accepted: false };
  if (pull.user?.login.toLowerCase() === login) return { accepted: false };
  if (!(await isApprover(context, login, teams.length > 0 ? teams : [login]))) return { accepted: false };
  const reviews = await readReviews(api, number);
  const opinions = latestOpinions(reviews);
  const review = opinions.get(login);
  if (review === undefined || review.human === false || !isActive(review, opinions)) return { accepted: false };
  if (review.human === 'unknown')
    throw new GitHubUnavailableError(`whether the account of @${login} is a person could not be read`, 'github');
  if (review.commit === undefined) {
    throw new GitHubUnavailableError(`the commit that @${login} approved in #${number} no longer exists`, 'github');
  }
  if (!(await isIntroduced(context, pull, terms))) return { accepted: false, because: 'not-introduced' };
  if (!(await hasTerms(context, review.commit, terms))) return { accepted: false, because: 'other-terms' };
  if (await hasContributed(context, pull, login)) return { accepted: false };
  return { accepted: true, by: login, at: review.at, ...defined({ link: review.link }) };
}

/**
 * Whether this current approver could grant by command on that pull request: they contributed neither to it nor to the
 * evaluated one.
 */
export async function grantProofOf(
  context: ReviewContext,
  number: number,
  login: string,
  approvers: string[],
): Promise<Acceptance> {
  if (!(await isApprover(context, login, approvers))) return { accepted: false };
  for (const one of new Set([number, context.pullRequest ?? number])) {
    const pull = await readPull(context.api, one);
    if (pull.user?.login.toLowerCase() === login || (await hasContributed(context, pull, login)))
      return { accepted: false };
  }
  return { accepted: true, by: login };
}

/** Whether a person did not contribute to the evaluated pull request. */
export async function noPartOf(context: ReviewContext, login: string): Promise<Acceptance> {
  if (context.pullRequest === undefined) throw new GitHubUnavailableError('there is no pull request', 'github');
  const pull = await readPull(context.api, context.pullRequest);
  if (pull.user?.login.toLowerCase() === login || (await hasContributed(context, pull, login)))
    return { accepted: false };
  return { accepted: true, by: login };
}

async function isApprover({ api }: ReviewContext, login: string, approvers: string[]): Promise<boolean> {
  const may = await mayAct(api, login, approvers);
  if (may !== 'unknown') return may === true;
  throw unreadable(login, approvers);
}

/** Whether somebody contributed to a commit of the pull request. Throws when that is not known. */
async function hasContributed({ api, attributions }: ReviewContext, pull: Pull, login: string): Promise<boolean> {
  const commits = await pullCommits(api, pull);
  const opener = pull.user?.login.toLowerCase();
  const found = await Promise.all(commits.map((node) => attributions.of(node, opener)));
  if (found.some(({ who }) => who.includes(login))) return true;
  const doubt = found.find((one) => one.doubt !== undefined)?.doubt;
  if (doubt === undefined) return false;
  throw new GitHubUnavailableError(
    `whether @${login} contributed to pull request #${pull.number} is unknown: ${doubtWords(doubt)}`,
    'github',
  );
}
