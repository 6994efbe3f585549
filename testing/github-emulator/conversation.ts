import { type Answer, isJson, type Json, notFound, paged, Refusal, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { commentJson, pullLinks } from './payloads.ts';
import { findPull } from './pulls.ts';
import { atLeast, roleOf } from './roles.ts';
import type { IssueRow, RepoRow } from './rows.ts';
import { type Call, nextId, now, param, type Route, repositoryOf, simpleUser, userJson } from './world.ts';

/** From GitHub's own error text; what is measured is more, so this is the strictest reading. */
const MAX_COMMENT = 65_536;

export const CONVERSATION_ROUTES: Route[] = [
  ['GET /repos/:owner/:repo/issues/:number', issue],
  ['GET /repos/:owner/:repo/issues/:number/events', (call) => paged(events(call), call)],
  ['GET /repos/:owner/:repo/issues/:number/timeline', (call) => paged(events(call), call)],
  ['POST /repos/:owner/:repo/issues/:number/comments', comment],
  ['GET /repos/:owner/:repo/issues/:number/comments', comments],
  ['GET /repos/:owner/:repo/issues/comments/:id', comments],
  ['PATCH /repos/:owner/:repo/issues/comments/:id', comment],
  ['DELETE /repos/:owner/:repo/issues/comments/:id', comment],
  ['POST /repos/:owner/:repo/issues/comments/:id/reactions', react],
  ['GET /repos/:owner/:repo/issues/comments/:id/reactions', (call) => paged(reactionsOf(call), call)],
];

function issueOf(call: Call): [RepoRow, IssueRow] {
  const repo = repositoryOf(call);
  const number = Number(param(call, 'number'));
  const row = call.world.rows.issues.findBy('number', number).find((one) => one.repo_id === repo.id);
  if (row === undefined) throw notFound();
  return [repo, row];
}

/** Every pull request is an issue too; the emulator answers 404. */
async function issue(call: Call): Promise<Answer> {
  const [repo, row] = issueOf(call);
  if (!row.is_pull_request) return call.forward();
  const pull = findPull(call, repo, row.number);
  const user = call.world.rows.users.get(row.user_id);
  const url = `${call.url}/repos/${repo.full_name}/issues/${row.number}`;
  const labels = await call.forward({ method: 'GET', path: `${call.path}/labels` });
  const links = pullLinks(call.world, repo, row.number);
  const body: Json = {
    ...{ url, id: row.id, number: row.number, title: row.title, body: row.body, state: row.state },
    user: user === undefined ? null : simpleUser(call.world, user),
    labels: labels.body,
    ...{ created_at: row.created_at, updated_at: row.updated_at, closed_at: row.closed_at },
    draft: pull?.draft ?? false,
    ...links,
    pull_request: { ...(isJson(links.pull_request) ? links.pull_request : {}), merged_at: pull?.merged_at ?? null },
  };
  return { status: 200, body };
}

/** The emulator keeps who labeled a pull request and answers 404; ours adds reviews dismissed, base changes, merges. */
function events(call: Call): Json[] {
  const [repo, row] = issueOf(call);
  const { world } = call;
  const kept = world.rows.issueEvents
    .findBy('issue_number', row.number)
    .filter((one) => one.repo_id === repo.id)
    .map((one): Json => {
      const actor = world.rows.users.get(one.actor_id);
      const label = world.rows.labels.findBy('repo_id', repo.id).find(({ name }) => name === one.label_name);
      return {
        id: one.id,
        node_id: `LE_${one.id}`,
        url: `${call.url}/repos/${repo.full_name}/issues/events/${one.id}`,
        event: one.event,
        actor: actor === undefined ? null : simpleUser(world, actor),
        created_at: one.created_at,
        commit_id: null,
        ...(one.label_name ? { label: { name: one.label_name, color: label?.color ?? 'ededed' } } : {}),
      };
    });
  const ours = world.state.timeline.filter((one) => one.repoId === repo.id && one.issue === row.number);
  return [...kept, ...ours.map(({ event }, at): Json => ({ id: 100_000 + at, ...event }))].sort(
    (one, other) => Date.parse(String(one.created_at)) - Date.parse(String(other.created_at)),
  );
}

async function comment(call: Call): Promise<Answer> {
  const { world, caller, method } = call;
  const repo = repositoryOf(call);
  if ((text(call.body.body) ?? '').length > MAX_COMMENT) {
    const message = `body is too long (maximum is ${MAX_COMMENT} characters)`;
    throw new Refusal(422, 'Validation Failed', {
      errors: [{ resource: 'IssueComment', code: 'unprocessable', field: 'data', message }],
    });
  }
  const login = callerLogin(caller) ?? '';
  const row = world.rows.comments.get(Number(param(call, 'id')));
  if (method !== 'POST' && row !== undefined && caller.kind === 'user') {
    const author = world.rows.users.get(row.user_id)?.login;
    if (author !== login && !atLeast(roleOf(world, repo, login), 'write'))
      throw new Refusal(403, 'Must have admin rights to Repository.');
  }
  const from = row?.body;
  const answer = await call.forward();
  if (method === 'PATCH' && answer.status === 200 && isJson(answer.body)) sendEdit(call, repo, answer.body, from);
  if (method === 'POST' && isJson(answer.body) && caller.kind === 'installation') {
    world.state.writtenBy.set(Number(answer.body.id), caller.appId);
  }
  if (!isJson(answer.body) || answer.status >= 300) return answer;
  const body = method === 'POST' ? { ...answer.body, ...dated(call, Number(answer.body.id)) } : answer.body;
  return { ...answer, body: commentJson(world, repo, body) };
}

function dated({ world, caller }: Call, id: number): Json {
  const row = world.rows.comments.get(id);
  if (row === undefined || caller.kind !== 'user' || world.state.commentsLater === 0) return {};
  const at = new Date(Date.parse(row.created_at) + world.state.commentsLater).toISOString();
  // The row itself: an update would date it anew.
  Object.assign(row, { created_at: at, updated_at: at });
  return { created_at: at, updated_at: at };
}

/** With what was there before, which the emulator leaves out. */
function sendEdit({ world, caller }: Call, repo: RepoRow, comment: Json, from: string | undefined): void {
  const number = world.rows.comments.get(Number(comment.id))?.issue_number ?? 0;
  const issue = { number, ...pullLinks(world, repo, number) };
  const sender = userJson(world, callerLogin(caller) ?? 'ghost');
  const payload = { action: 'edited', changes: { body: { from } }, issue, comment, sender };
  world.deliveries.send('issue_comment', payload, { repo });
}

async function comments(call: Call): Promise<Answer> {
  const repo = repositoryOf(call);
  const answer = await call.forward();
  if (Array.isArray(answer.body)) {
    return { ...answer, body: answer.body.filter(isJson).map((one) => commentJson(call.world, repo, one)) };
  }
  return isJson(answer.body) && answer.status === 200
    ? { ...answer, body: commentJson(call.world, repo, answer.body) }
    : answer;
}

function reactionsOf(call: Call): Json[] {
  const target = `${repositoryOf(call).id} ${param(call, 'id')}`;
  return call.world.state.reactions.filter((one) => one.target === target).map(({ reaction }) => reaction);
}

/** 200 instead of 201 when this one reacted so before; there is no event for it. */
function react(call: Call): Answer {
  const repo = repositoryOf(call);
  if (call.world.rows.comments.get(Number(param(call, 'id'))) === undefined) throw notFound();
  const content = text(call.body.content) ?? '';
  if (!/^(\+1|-1|laugh|confused|heart|hooray|rocket|eyes)$/.test(content)) throw new Refusal(422, 'Validation Failed');
  const login = callerLogin(call.caller);
  const known = reactionsOf(call).find(
    (one) => one.content === content && isJson(one.user) && one.user.login === login,
  );
  if (known !== undefined) return { status: 200, body: known };
  const reaction = { id: nextId(call.world), content, user: userJson(call.world, login ?? 'ghost'), created_at: now() };
  call.world.state.reactions.push({ target: `${repo.id} ${param(call, 'id')}`, reaction });
  return { status: 201, body: reaction };
}
