import { type Answer, invalid, isJson, type Json, notFound, Refusal, text } from './answers.ts';
import { callerLogin } from './callers.ts';
import { commitOf } from './git.ts';
import { appJson } from './payloads.ts';
import type { RepoRow } from './rows.ts';
import { pullBriefs, suiteOf } from './suites.ts';
import {
  type Call,
  type CheckRun,
  nextId,
  now,
  param,
  type Route,
  repositoryOf,
  userJson,
  type World,
} from './world.ts';

/** Limits from GitHub's API description: 50 annotations a request, 65,535 characters of summary and of text. */
const MAX_ANNOTATIONS = 50;
const MAX_TEXT = 65_535;
const CONCLUSIONS = ['success', 'failure', 'neutral', 'cancelled', 'skipped', 'timed_out', 'action_required'];

export const CHECK_RUN_ROUTES: Route[] = [
  ['POST /repos/:owner/:repo/check-runs', create],
  ['PATCH /repos/:owner/:repo/check-runs/:id', update],
  ['GET /repos/:owner/:repo/check-runs/:id', (call) => ({ status: 200, body: runJson(call.world, ...runOf(call)) })],
  ['POST /repos/:owner/:repo/check-runs/:id/rerequest', rerequest],
];

function create(call: Call): Answer {
  const { world, body } = call;
  const repo = repositoryOf(call);
  const appId = appOf(call);
  const name = text(body.name);
  const headSha = text(body.head_sha);
  if (name === undefined || name === '') throw invalid('CheckRun', 'name', 'name is required');
  if (headSha === undefined) throw invalid('CheckRun', 'head_sha', 'head_sha is required');
  if (commitOf(world, repo.id, headSha) === undefined) throw new Refusal(422, `No commit found for SHA: ${headSha}`);
  const run: CheckRun = {
    ...{ id: nextId(world), repoId: repo.id, appId, name, headSha },
    ...{ externalId: '', detailsUrl: null, status: 'queued', conclusion: null, startedAt: now(), completedAt: null },
    ...{ output: { title: null, summary: null, text: null }, annotations: [], actions: [] },
  };
  apply(run, body);
  suiteOf(world, repo.id, headSha, appId);
  world.state.runs.push(run);
  sendEvent(call, repo, run, 'created');
  if (run.status === 'completed') sendEvent(call, repo, run, 'completed');
  return { status: 201, body: runJson(world, repo, run) };
}

function update(call: Call): Answer {
  const [repo, run] = runOf(call);
  const appId = appOf(call);
  if (appId !== run.appId) {
    const words = `Invalid app_id \`${appId}\` - check run can only be modified by the GitHub App that created it.`;
    throw new Refusal(403, words);
  }
  const wasDone = run.status === 'completed';
  apply(run, call.body);
  if (!wasDone && run.status === 'completed') sendEvent(call, repo, run, 'completed');
  return { status: 200, body: runJson(call.world, repo, run) };
}

function apply(run: CheckRun, body: Json): void {
  const output = isJson(body.output) ? body.output : undefined;
  const annotations = Array.isArray(output?.annotations) ? output.annotations.filter(isJson) : [];
  if (annotations.length > MAX_ANNOTATIONS) {
    throw new Refusal(
      422,
      'Invalid request.\n\nNo subschema in "anyOf" matched.\nOnly 50 items are allowed in annotations.',
    );
  }
  for (const field of ['summary', 'text'] as const) {
    if ((text(output?.[field]) ?? '').length > MAX_TEXT) {
      throw new Refusal(422, `Invalid request.\n\nOnly ${MAX_TEXT} characters are allowed; ${field} is longer.`);
    }
  }
  if (output !== undefined && text(output.summary) === undefined) throw invalid('CheckRun', 'summary', 'is required');
  const conclusion = text(body.conclusion);
  if (conclusion !== undefined && !CONCLUSIONS.includes(conclusion)) {
    throw invalid('CheckRun', 'conclusion', `${conclusion} is not a conclusion`);
  }
  const actions = Array.isArray(body.actions) ? body.actions.filter(isJson) : undefined;
  for (const [field, most] of [
    ['label', 20],
    ['description', 40],
    ['identifier', 20],
  ] as const) {
    if (actions?.some((one) => (text(one[field]) ?? '').length > most)) throw invalid('CheckRun', field, 'is too long');
  }
  if ((actions?.length ?? 0) > 3) throw invalid('CheckRun', 'actions', 'at most 3');

  if (output !== undefined) {
    run.output = {
      title: text(output.title) ?? run.output.title,
      summary: text(output.summary) ?? run.output.summary,
      text: text(output.text) ?? run.output.text,
    };
  }
  // GitHub appends annotations with every request; the emulator replaces them.
  run.annotations.push(...annotations);
  if (actions !== undefined) run.actions = actions;
  run.name = text(body.name) ?? run.name;
  run.externalId = text(body.external_id) ?? run.externalId;
  run.detailsUrl = text(body.details_url) ?? run.detailsUrl;
  run.startedAt = text(body.started_at) ?? run.startedAt;
  if (conclusion !== undefined) {
    Object.assign(run, { status: 'completed', conclusion, completedAt: text(body.completed_at) ?? now() });
  } else if (run.status !== 'completed' && text(body.status) !== undefined) {
    // Reopening a completed run is accepted without effect: the old result remains visible (Mergify#1989).
    if (body.status === 'completed') throw invalid('CheckRun', 'conclusion', 'is required when status is completed');
    run.status = String(body.status);
  }
}

function rerequest(call: Call): Answer {
  const [repo, run] = runOf(call);
  sendEvent(call, repo, run, 'rerequested', run.appId);
  return { status: 201, body: {} };
}

function sendEvent({ world, caller }: Call, repo: RepoRow, run: CheckRun, action: string, onlyApp?: number): void {
  const sender = userJson(world, callerLogin(caller) ?? 'ghost');
  const payload = { action, check_run: runJson(world, repo, run), sender };
  world.deliveries.send('check_run', payload, { repo, ...(onlyApp === undefined ? {} : { onlyApp }) });
}

/** Buttons are shown on completed runs only; a click is sent to the App of the run only. */
export function clickAction(world: World, repo: RepoRow, login: string, id: number, identifier: string): void {
  const run = world.state.runs.find((one) => one.repoId === repo.id && one.id === id);
  const shown = run?.status === 'completed' && run.actions.some((one) => one.identifier === identifier);
  if (run === undefined || !shown) throw new Error(`check run ${id} shows no button ${identifier}`);
  const asked = { requested_action: { identifier }, sender: userJson(world, login) };
  const payload = { action: 'requested_action', check_run: runJson(world, repo, run), ...asked };
  world.deliveries.send('check_run', payload, { repo, onlyApp: run.appId });
}

function appOf({ caller }: Call): number {
  if (caller.kind !== 'installation') throw new Refusal(403, 'You must authenticate via a GitHub App.');
  return caller.appId;
}

export function runOf(call: Call): [RepoRow, CheckRun] {
  const repo = repositoryOf(call);
  const run = call.world.state.runs.find((one) => one.repoId === repo.id && one.id === Number(param(call, 'id')));
  if (run === undefined) throw notFound();
  return [repo, run];
}

export function runJson(world: World, repo: RepoRow, run: CheckRun): Json {
  const url = `${world.url}/repos/${repo.full_name}/check-runs/${run.id}`;
  const html = `${world.url}/${repo.full_name}/runs/${run.id}`;
  const suite = suiteOf(world, repo.id, run.headSha, run.appId);
  return {
    id: run.id,
    node_id: `CR_${run.id}`,
    name: run.name,
    head_sha: run.headSha,
    external_id: run.externalId,
    url,
    html_url: html,
    // Left out, it is the App's own page.
    details_url: run.detailsUrl ?? `${world.url}/apps/${String(appJson(world, run.appId).slug)}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: run.startedAt,
    completed_at: run.completedAt,
    output: { ...run.output, annotations_count: run.annotations.length, annotations_url: `${url}/annotations` },
    check_suite: { id: suite.id },
    app: appJson(world, run.appId),
    pull_requests: pullBriefs(world, repo, run.headSha),
  };
}
