import { type Answer, invalid, isJson, type Json, notFound, paged, Refusal, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { fileJson } from './diff.ts';
import { ancestors, branchTip, commitOf, commitsBetween, copyObjects } from './git.ts';
import { pullChanges, pullCommits, pullJson } from './pull-json.ts';
import { adoptHead } from './pushes.ts';
import type { PullRow, RepoRow } from './rows.ts';
import {
  type Call,
  findRepository,
  known,
  now,
  ownerOf,
  param,
  type Route,
  repositoryOf,
  userJson,
  type World,
} from './world.ts';

/** GitHub lists no more files and commits of a pull request than these. */
const MAX_FILES = 3000;
const MAX_COMMITS = 250;

export const PULL_ROUTES: Route[] = [
  ['GET /repos/:owner/:repo/pulls', list],
  ['POST /repos/:owner/:repo/pulls', open],
  [
    'GET /repos/:owner/:repo/pulls/:number',
    async (call) => ({ status: 200, body: await pullJson(call.world, pullOf(call)) }),
  ],
  ['PATCH /repos/:owner/:repo/pulls/:number', edit],
  ['GET /repos/:owner/:repo/pulls/:number/files', files],
  ['GET /repos/:owner/:repo/pulls/:number/commits', commits],
  ['GET /repos/:owner/:repo/commits/:sha/pulls', pullsOfCommit],
];

export function pullOf(call: Call): PullRow {
  const repo = repositoryOf(call);
  const row = findPull(call, repo, Number(param(call, 'number')));
  if (row === undefined) throw notFound();
  return row;
}

export function findPull({ world }: Pick<Call, 'world'>, repo: RepoRow, number: number): PullRow | undefined {
  return world.rows.pullRequests.findBy('number', number).find((row) => row.repo_id === repo.id);
}

/** Only the single form has these fields; the emulator adds wrong ones to lists too. */
const SINGLE_ONLY = [
  'merged',
  'mergeable',
  'rebaseable',
  'mergeable_state',
  'merged_by',
  'comments',
  'review_comments',
  'maintainer_can_modify',
  'commits',
  'additions',
  'deletions',
  'changed_files',
];

async function list(call: Call): Promise<Answer> {
  const answer = await call.forward();
  if (!Array.isArray(answer.body)) return answer;
  const short = (pull: unknown): unknown =>
    isJson(pull) ? Object.fromEntries(Object.entries(pull).filter(([key]) => !SINGLE_ONLY.includes(key))) : pull;
  return { ...answer, body: answer.body.map(short) };
}

/** The emulator makes the branches it does not find; GitHub refuses. */
async function open(call: Call): Promise<Answer> {
  const { world, body } = call;
  const base = repositoryOf(call);
  const [owner, ...rest] = (text(body.head) ?? '').split(':');
  const branch = rest.join(':') || (owner ?? '');
  const fork = rest.length > 0 && owner !== ownerOf(base);
  const head = fork ? findFork(call, base, owner ?? '') : base;
  const headSha = head === undefined ? undefined : branchTip(world, head, branch);
  if (head === undefined || headSha === undefined) throw invalid('PullRequest', 'head', 'invalid');
  const into = text(body.base) ?? '';
  const baseSha = branchTip(world, base, into);
  if (baseSha === undefined) throw invalid('PullRequest', 'base', 'invalid');
  const same = world.rows.pullRequests
    .findBy('repo_id', base.id)
    .some(
      (one) => one.state === 'open' && one.head_ref === branch && one.head_repo_id === head.id && one.base_ref === into,
    );
  const label = `${ownerOf(head)}:${branch}`;
  if (same) throw invalid('PullRequest', 'base', `A pull request already exists for ${label}.`);
  copyObjects(world, head.id, base.id, headSha);
  if (commitsBetween(world, base.id, baseSha, headSha).length === 0) {
    throw invalid('PullRequest', 'base', `No commits between ${into} and ${branch}`);
  }
  const answer = await call.forward();
  if (!isJson(answer.body) || answer.status !== 201) return answer;
  const row = findPull(call, base, Number(answer.body.number));
  if (row === undefined) return answer;
  adoptHead(world, base, row);
  return { status: 201, body: await pullJson(world, row) };
}

function findFork({ world }: Call, base: RepoRow, owner: string): RepoRow | undefined {
  const fork = world.rows.repos.all().find((one) => one.forked_from_id === base.id && ownerOf(one) === owner);
  return fork ?? findRepository(world, `${owner}/${base.name}`);
}

/** Sends one `edited` with the previous values; the emulator omits both values and base changes. */
async function edit(call: Call): Promise<Answer> {
  const { world, body } = call;
  const repo = repositoryOf(call);
  const before = { ...pullOf(call) };
  const into = text(body.base);
  if (into !== undefined && branchTip(world, repo, into) === undefined) throw invalid('PullRequest', 'base', 'invalid');
  // `draft` is not a field of this operation: only GraphQL turns a draft.
  const { draft: _, ...rest } = body;
  const answer = await call.forward({ body: rest });
  if (answer.status !== 200) return answer;
  const after = pullOf(call);
  const changes: Json = {
    ...(before.title === after.title ? {} : { title: { from: before.title } }),
    ...(before.body === after.body ? {} : { body: { from: before.body } }),
    ...(before.base_ref === after.base_ref
      ? {}
      : { base: { ref: { from: before.base_ref }, sha: { from: before.base_sha } } }),
  };
  const sender = userJson(world, callerLogin(call.caller) ?? 'ghost');
  if (Object.keys(changes).length > 0) {
    const payload = { action: 'edited', changes, pull_request: { number: after.number }, sender };
    world.deliveries.send('pull_request', payload, { repo });
  }
  if (changes.base !== undefined) {
    const event = { event: 'base_ref_changed', actor: sender, created_at: now() };
    world.state.timeline.push({ repoId: repo.id, issue: after.number, event });
  }
  return { status: 200, body: await pullJson(world, after) };
}

function files(call: Call): Answer {
  const repo = repositoryOf(call);
  const row = pullOf(call);
  const listed = pullChanges(call.world, repo, row).slice(0, MAX_FILES);
  return paged(listed, call, (items) => items.map((change) => fileJson(call.world, repo, row.head_sha, change)));
}

async function commits(call: Call): Promise<Answer> {
  const repo = repositoryOf(call);
  const answer = paged(pullCommits(call.world, repo, pullOf(call)).slice(0, MAX_COMMITS), call);
  const page = answer.body as { sha: string }[];
  return { ...answer, body: await Promise.all(page.map(({ sha }) => commitJson(call, repo, sha))) };
}

async function commitJson(call: Call, repo: RepoRow, sha: string): Promise<Json> {
  const { files: _, stats: __, ...commit } = await known(call.world, `/repos/${repo.full_name}/commits/${sha}`, repo);
  return commit;
}

/** For a commit on the default branch only the pull request that brought it in; else every one that holds it. */
async function pullsOfCommit(call: Call): Promise<Answer> {
  const { world } = call;
  const repo = repositoryOf(call);
  const sha = param(call, 'sha');
  if (commitOf(world, repo.id, sha) === undefined) throw new Refusal(422, `No commit found for SHA: ${sha}`);
  const tip = branchTip(world, repo, repo.default_branch);
  const landed = tip !== undefined && ancestors(world, repo.id, tip).has(sha);
  const holding = world.rows.pullRequests.findBy('repo_id', repo.id).filter((pull) => {
    if (landed && !pull.merged) return false;
    return pull.merge_commit_sha === sha || pullCommits(world, repo, pull).some((commit) => commit.sha === sha);
  });
  const pulls = await Promise.all(holding.map((pull) => pullJson(world, pull)));
  return paged(pulls, call);
}

/** What GraphQL does on GitHub: REST cannot turn a draft. */
export function turnDraft(world: World, repo: RepoRow, number: number, draft: boolean, login: string): void {
  const row = findPull({ world }, repo, number);
  if (row === undefined || row.draft === draft) return;
  world.rows.pullRequests.update(row.id, { draft });
  const action = draft ? 'converted_to_draft' : 'ready_for_review';
  world.deliveries.send('pull_request', { action, pull_request: { number }, sender: userJson(world, login) }, { repo });
}
