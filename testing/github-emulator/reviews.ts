import { type Answer, isJson, notFound, Refusal, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { pullOf } from './pulls.ts';
import type { PullRow, RepoRow, ReviewRow } from './rows.ts';
import { type Call, now, param, type Route, repositoryOf, userJson } from './world.ts';

const REVIEW = '/repos/:owner/:repo/pulls/:number/reviews';

export const REVIEW_ROUTES: Route[] = [
  [`POST ${REVIEW}`, create],
  [`PUT ${REVIEW}/:id`, edit],
  [`PUT ${REVIEW}/:id/dismissals`, dismiss],
];

/** The emulator lets an author approve the own work. */
async function create(call: Call): Promise<Answer> {
  const pull = pullOf(call);
  const { event } = call.body;
  const author = call.world.rows.users.get(pull.user_id)?.login;
  const verbs: Record<string, string> = { APPROVE: 'approve', REQUEST_CHANGES: 'request changes on' };
  const verb = verbs[String(event)];
  if (author === callerLogin(call.caller) && verb !== undefined) {
    throw new Refusal(422, 'Unprocessable Entity', { errors: [`Can not ${verb} your own pull request`] });
  }
  if ((event === 'COMMENT' || event === 'REQUEST_CHANGES') && !text(call.body.body) && !call.body.comments) {
    throw new Refusal(422, 'Unprocessable Entity', { errors: ['Body can not be blank'] });
  }
  return call.forward();
}

function reviewOf(call: Call): [PullRow, ReviewRow] {
  const pull = pullOf(call);
  const review = call.world.rows.reviews.get(Number(param(call, 'id')));
  if (review?.repo_id !== pull.repo_id || review.pull_number !== pull.number) throw notFound();
  return [pull, review];
}

/** GitHub writes times in whole seconds, and a person needs longer than that to edit. */
const EDIT_MS = 10_000;

/** GitHub allows edits of a submitted review; the emulator only edits drafts. REST lets only the author edit. */
async function edit(call: Call): Promise<Answer> {
  const [pull, review] = reviewOf(call);
  if (review.state === 'PENDING') return call.forward();
  const author = call.world.rows.users.get(review.user_id)?.login;
  if (author !== callerLogin(call.caller)) throw new Refusal(403, 'Must be the author of the review.');
  return rewrite(call, repositoryOf(call), pull, review, text(call.body.body) ?? '');
}

/** Changes the text of a review, remembers each version and sends the previous one. */
export async function rewrite(
  call: Call,
  repo: RepoRow,
  pull: PullRow,
  review: ReviewRow,
  body: string,
): Promise<Answer> {
  const from = review.body;
  const editor = callerLogin(call.caller) ?? 'ghost';
  const at = new Date(Date.parse(review.submitted_at ?? review.created_at) + EDIT_MS).toISOString();
  const versions = call.world.state.reviewEdits.get(review.id)?.versions ?? [from ?? ''];
  call.world.state.reviewEdits.set(review.id, { editor, at, versions: [...versions, body] });
  call.world.rows.reviews.update(review.id, { body });
  return sendEvent(call, repo, pull, review, 'edited', { changes: { body: { from } } });
}

/** A dismissed review keeps its words and its commit; why goes into the timeline. */
async function dismiss(call: Call): Promise<Answer> {
  const [pull, review] = reviewOf(call);
  const { state } = review;
  if (!/APPROVED|CHANGES_REQUESTED/.test(state)) throw new Refusal(422, 'Can not dismiss a review of this state');
  const message = text(call.body.message);
  if (message === undefined) throw new Refusal(422, 'Message can not be blank');
  call.world.rows.reviews.update(review.id, { state: 'DISMISSED' });
  const dismissed = { state: state.toLowerCase(), review_id: review.id, dismissal_message: message };
  const actor = userJson(call.world, callerLogin(call.caller) ?? 'ghost');
  const event = { event: 'review_dismissed', actor, created_at: now(), dismissed_review: dismissed };
  call.world.state.timeline.push({ repoId: pull.repo_id, issue: pull.number, event });
  return sendEvent(call, repositoryOf(call), pull, review, 'dismissed', {});
}

async function sendEvent(
  call: Call,
  repo: RepoRow,
  pull: PullRow,
  review: ReviewRow,
  action: string,
  more: object,
): Promise<Answer> {
  const path = `/repos/${repo.full_name}/pulls/${pull.number}/reviews/${review.id}`;
  const answer = await call.forward({ method: 'GET', path });
  if (!isJson(answer.body)) return answer;
  const sender = userJson(call.world, callerLogin(call.caller) ?? 'ghost');
  const payload = { action, review: answer.body, pull_request: { number: pull.number }, ...more, sender };
  call.world.deliveries.send('pull_request_review', payload, { repo });
  return answer;
}
