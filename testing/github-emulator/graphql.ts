import { type Answer, isJson, type Json, Refusal, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { demand } from './permissions.ts';
import { rewrite } from './reviews.ts';
import { atLeast, roleOf } from './roles.ts';
import { type Call, type Route, userOf, type World } from './world.ts';

/** The query that this product sends (reviews by their node ids, with their edits), and the mutation that edits one. */
export const GRAPHQL_ROUTES: Route[] = [['POST /graphql', answer]];

function answer(call: Call): Answer | Promise<Answer> {
  if (call.caller.kind === 'anonymous') throw new Refusal(401, 'This endpoint requires you to be authenticated.');
  const query = text(call.body.query) ?? '';
  const variables = isJson(call.body.variables) ? call.body.variables : {};
  if (/\bupdatePullRequestReview\(/.test(query)) return update(call, String(variables.id), String(variables.body));
  const { ids } = variables;
  if (!/\bnodes\(ids: \$ids\)/.test(query) || !Array.isArray(ids)) {
    return {
      status: 200,
      body: { errors: [{ type: 'undefinedField', message: 'The emulator answers `nodes` only' }] },
    };
  }
  if (ids.length > 100) {
    return { status: 200, body: { data: null, errors: [{ type: 'ARGUMENT_LIMIT', message: 'At most 100 ids' }] } };
  }
  const nodes = ids.map((id) => nodeOf(call, String(id)));
  const errors = nodes.flatMap((node, at) => (node === null ? [{ type: 'NOT_FOUND', path: ['nodes', at] }] : []));
  return { status: 200, body: { data: { nodes }, ...(errors.length > 0 ? { errors } : {}) } };
}

/** Everybody with write access can edit any review, as on its page. */
async function update(call: Call, id: string, body: string): Promise<Answer> {
  const { world, caller } = call;
  const review = world.rows.reviews.all().find(({ node_id }) => node_id === id);
  const repo = world.rows.repos.get(review?.repo_id ?? 0);
  const pull = world.rows.pullRequests
    .findBy('number', review?.pull_number ?? 0)
    .find(({ repo_id }) => repo_id === repo?.id);
  if (review === undefined || repo === undefined || pull === undefined) throw new Refusal(404, 'Not Found');
  if (!atLeast(roleOf(world, repo, callerLogin(caller) ?? ''), 'write')) throw new Refusal(403, 'Forbidden');
  await rewrite(call, repo, pull, review, body);
  return { status: 200, body: { data: { updatePullRequestReview: { pullRequestReview: { id } } } } };
}

/** A review that this token may see; otherwise null, as for an id that does not exist. */
function nodeOf(call: Call, id: string): Json | null {
  const { world } = call;
  const review = world.rows.reviews.all().find(({ node_id }) => node_id === id);
  const repo = review === undefined ? undefined : world.rows.repos.get(review.repo_id);
  if (review === undefined || repo === undefined) return null;
  try {
    demand({ ...call, method: 'GET', path: `/repos/${repo.full_name}/pulls/${review.pull_number}/reviews` });
  } catch (error) {
    if (error instanceof Refusal) return null;
    throw error;
  }
  const edit = world.state.reviewEdits.get(review.id);
  return {
    url: `${world.url}/${repo.full_name}/pull/${review.pull_number}#pullrequestreview-${review.id}`,
    lastEditedAt: edit?.at ?? null,
    editor: edit === undefined ? null : loginOf(world, edit.editor),
    userContentEdits: { nodes: (edit?.versions ?? []).map((diff) => ({ diff })) },
  };
}

function loginOf(world: World, login: string): Json | null {
  const user = userOf(world, login);
  return user === undefined ? null : { login: user.login };
}
