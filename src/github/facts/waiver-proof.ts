import { parsePerson } from '../../domain/people/person.ts';
import { contributorsOf } from '../../engine/contributors.ts';
import type { Acceptance } from '../../engine/fact-requests.ts';
import { GitHubUnavailableError, isMissing } from '../client/unavailable.ts';
import { isAmong } from './accounts.ts';
import type { ReviewContext } from './approvals.ts';
import { type Pull, pullCommits, readPull } from './pull.ts';
import { isActive, latestOpinions, readReviews } from './reviews.ts';
import type { Trees } from './trees.ts';

const POLICY = ['.github/pilot-readiness.yml', '.github/pilot-readiness.yaml'];

/**
 * Whether this person approved that merged pull request and is neither its opener nor author, co-author or committer
 * of its commits. An approval from before the last push counts when the policy file is still what was approved.
 */
export async function waiverProofOf(
  context: ReviewContext,
  number: number,
  by: string,
  teams: string[] = [],
): Promise<Acceptance> {
  const { api } = context;
  const login = parsePerson(by).handle;
  if (login === undefined || !Number.isSafeInteger(number)) return { accepted: false };
  const pull = await readPull(api, number).catch((error: unknown) => {
    if (isMissing(error) && context.pullRequest !== undefined) return undefined;
    throw error;
  });
  if (pull === undefined || typeof pull.merged_at !== 'string') return { accepted: false };
  if (pull.user?.login.toLowerCase() === login) return { accepted: false };
  if (teams.length > 0 && !(await isApprover(context, login, [], teams))) return { accepted: false };
  const reviews = await readReviews(api, number);
  const opinions = latestOpinions(reviews);
  const review = opinions.get(login);
  if (review === undefined || !review.human || !isActive(review, opinions)) return { accepted: false };
  if (review.commit === undefined) {
    throw new GitHubUnavailableError(`the commit that @${login} approved in #${number} is gone`, 'github');
  }
  const same = review.commit === pull.head.sha || (await samePolicy(context.trees, review.commit, pull.head.sha));
  if (!same || (await hadPart(context, pull, login))) return { accepted: false };
  return { accepted: true, by: login, at: review.at, ...(review.link === undefined ? {} : { link: review.link }) };
}

/**
 * Whether this person, one of the approvers now, may have granted by command on that pull request: no part in it, and none
 * in the judged one, whose author could otherwise have it granted elsewhere.
 */
export async function grantProofOf(
  context: ReviewContext,
  number: number,
  login: string,
  approvers: string[],
): Promise<Acceptance> {
  const people = approvers.map(parsePerson);
  const handles = people.flatMap(({ handle }) => handle ?? []);
  const teams = people.flatMap(({ team }) => team ?? []);
  if (!(await isApprover(context, login, handles, teams))) return { accepted: false };
  for (const one of new Set([number, context.pullRequest ?? number])) {
    const pull = await readPull(context.api, one);
    if (pull.user?.login.toLowerCase() === login || (await hadPart(context, pull, login))) return { accepted: false };
  }
  return { accepted: true, by: login };
}

/** Whether a person has no part in the judged pull request. */
export async function noPartOf(context: ReviewContext, login: string): Promise<Acceptance> {
  if (context.pullRequest === undefined) throw new GitHubUnavailableError('no pull request is judged', 'github');
  const pull = await readPull(context.api, context.pullRequest);
  if (pull.user?.login.toLowerCase() === login || (await hadPart(context, pull, login))) return { accepted: false };
  return { accepted: true, by: login };
}

async function isApprover({ api }: ReviewContext, login: string, handles: string[], teams: string[]): Promise<boolean> {
  const among = await isAmong(api, login, handles, teams);
  if (among !== 'unknown') return among;
  throw new GitHubUnavailableError(
    `whether @${login} is in ${teams.join(' or ')} could not be read: grant Members: read`,
    'github',
  );
}

/** Whether somebody is author, co-author or committer of a commit of the pull request. */
async function hadPart({ api, mailmap: openMailmap }: ReviewContext, pull: Pull, login: string): Promise<boolean> {
  const [commits, mailmap] = await Promise.all([pullCommits(api, pull), openMailmap()]);
  const everyone = commits
    .flatMap((node) =>
      contributorsOf({
        commit: node.id,
        author: mailmap(node.author),
        committer: mailmap(node.committer),
        coAuthors: node.coAuthors.map(mailmap),
        declaredAt: node.declaredAt,
        paths: [],
      }),
    )
    .map(({ handle }) => handle?.toLowerCase());
  if (everyone.includes(login)) return true;
  if (!everyone.includes(undefined)) return false;
  throw new GitHubUnavailableError(
    `a commit of pull request #${pull.number} resolves to no account, so whether @${login} wrote it is unknown`,
    'github',
  );
}

async function samePolicy(trees: Trees, approved: string, head: string): Promise<boolean> {
  const [before, after] = await Promise.all([trees.whole(approved), trees.whole(head)]);
  return POLICY.every((path) => before.tree.get(path)?.blob === after.tree.get(path)?.blob);
}
