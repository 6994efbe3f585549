import { isJson, type Json, text } from './answers.ts';
import type { About } from './deliveries.ts';
import { pullJson } from './pull-json.ts';
import type { RepoRow } from './rows.ts';
import { findRepository, known, ownerLogin, ownerOf, userJson, type World } from './world.ts';

/** `emulator`: as it sends it. `layer`: ours, to be completed. `injected`: a test's own words, only added to. */
export type EventSource = 'emulator' | 'layer' | 'injected';

/** Events this layer sends itself, better; the emulator's are dropped. */
const REPLACED =
  /^(push|check_run|check_suite|pull_request\.edited|pull_request\.synchronize|issue_comment\.edited|branch_protection_rule)$/;

/**
 * GitHub's payload for an event. Known shortcomings of the emulator's that are put right: a pull request's labels come
 * as `issues.labeled`, `issue.pull_request` is never set, `number`, `organization` and `changes` are missing.
 */
export async function completePayload(world: World, event: string, raw: Json, about: About): Promise<Json | undefined> {
  const payload: Json = { ...raw };
  if (about.repo !== undefined) {
    payload.repository ??= {};
    const own = about.source === 'injected' && isJson(raw.repository) ? raw.repository : {};
    payload.repository = { ...(await repositoryJson(world, about.repo)), ...own };
  }
  const account = about.repo === undefined ? about.account : ownerOf(about.repo);
  const org = account === undefined ? undefined : world.rows.orgs.findOneBy('login', account);
  if (org !== undefined) {
    payload.organization ??= {
      login: org.login,
      id: org.id,
      node_id: org.node_id,
      url: `${world.url}/orgs/${org.login}`,
    };
  }
  payload.sender ??= userJson(world, org === undefined ? (account ?? 'ghost') : ownerLogin(org.login));
  if (about.source === 'injected' || about.repo === undefined) return payload;
  await completePull(world, about.repo, payload, raw);
  completeIssue(world, about.repo, payload);
  if (event === 'pull_request_review' && isJson(payload.review)) {
    // The REST API shouts a review's state, the webhook does not.
    payload.review = { ...payload.review, state: String(payload.review.state).toLowerCase() };
  }
  return payload;
}

async function completePull(world: World, repo: RepoRow, payload: Json, raw: Json): Promise<void> {
  if (!isJson(raw.pull_request)) return;
  const number = Number(raw.pull_request.number);
  const row = world.rows.pullRequests.findBy('number', number).find((one) => one.repo_id === repo.id);
  if (row === undefined) return;
  const pull = await pullJson(world, row);
  // What was true when it happened, should the head have moved on since.
  if (typeof payload.after === 'string' && isJson(pull.head)) pull.head = { ...pull.head, sha: payload.after };
  payload.pull_request = pull;
  payload.number = number;
}

function completeIssue(world: World, repo: RepoRow, payload: Json): void {
  if (!isJson(payload.issue)) return;
  const number = Number(payload.issue.number);
  const row = world.rows.issues.findBy('number', number).find((one) => one.repo_id === repo.id);
  if (row?.is_pull_request) payload.issue = { ...payload.issue, ...pullLinks(world, repo, number) };
  if (isJson(payload.comment)) payload.comment = commentJson(world, repo, payload.comment);
}

/** What makes an issue a pull request in GitHub's answers. */
export function pullLinks(world: World, repo: RepoRow, number: number): Json {
  const html = `${world.url}/${repo.full_name}/pull/${number}`;
  return {
    html_url: html,
    pull_request: {
      url: `${world.url}/repos/${repo.full_name}/pulls/${number}`,
      html_url: html,
      diff_url: `${html}.diff`,
      patch_url: `${html}.patch`,
      merged_at: null,
    },
  };
}

/** A comment as GitHub shows it: under `/pull/`, and with the App that wrote it. */
export function commentJson(world: World, repo: RepoRow, comment: Json): Json {
  const appId = world.state.writtenBy.get(Number(comment.id));
  const issue = Number(/\/issues\/(\d+)$/.exec(text(comment.issue_url) ?? '')?.[1]);
  const row = world.rows.issues.findBy('number', issue).find((one) => one.repo_id === repo.id);
  return {
    ...comment,
    html_url: row?.is_pull_request ? String(comment.html_url).replace('/issues/', '/pull/') : comment.html_url,
    performed_via_github_app: appId === undefined ? null : appJson(world, appId),
  };
}

export function appJson(world: World, appId: number): Json {
  const app = world.rows.apps.all().find((one) => one.app_id === appId);
  return {
    id: appId,
    slug: app?.slug ?? `app-${appId}`,
    node_id: `A_${appId}`,
    name: app?.name ?? `App ${appId}`,
    owner: null,
    html_url: `${world.url}/apps/${app?.slug ?? appId}`,
    permissions: app?.permissions ?? {},
    events: app?.events ?? [],
  };
}

export async function repositoryJson(world: World, repo: RepoRow): Promise<Json> {
  const { permissions: _, ...json } = await known(world, `/repos/${repo.full_name}`, repo);
  return { ...json, ...ownFacts(world, repo) };
}

/** `custom_properties` ride along in the documents of an organization's repositories. */
export function ownFacts(world: World, repo: RepoRow): Json {
  const parent = repo.forked_from_id === null ? undefined : world.rows.repos.get(repo.forked_from_id);
  return {
    ...(repo.owner_type === 'Organization'
      ? { custom_properties: Object.fromEntries(world.state.properties.get(repo.id) ?? []) }
      : {}),
    ...(parent === undefined ? {} : { parent: { id: parent.id, full_name: parent.full_name } }),
  };
}

/** Takes over the emulator's one exit for events. */
export function translate(world: World, event: string, raw: Json, owner: string, name: string | undefined): void {
  const repo = name === undefined ? undefined : findRepository(world, `${owner}/${name}`);
  const action = text(raw.action);
  if (REPLACED.test(event) || REPLACED.test(`${event}.${action}`)) return;
  const about: About = { ...(repo === undefined ? { account: owner } : { repo }), source: 'emulator' };
  const issue = isJson(raw.issue)
    ? Number(raw.issue.number)
    : isJson(raw.pull_request)
      ? Number(raw.pull_request.number)
      : 0;
  const row = world.rows.issues.findBy('number', issue).find((one) => one.repo_id === repo?.id);
  if (event !== 'issues' || !row?.is_pull_request || repo === undefined) {
    world.deliveries.send(event, raw, about);
    return;
  }
  const { issue: _, ...rest } = raw;
  const label = isJson(raw.label) ? { label: labelJson(world, repo, String(raw.label.name)) } : {};
  world.deliveries.send('pull_request', { ...rest, ...label, pull_request: { number: issue } }, about);
}

function labelJson(world: World, repo: RepoRow, name: string): Json {
  const row = world.rows.labels.findBy('repo_id', repo.id).find((one) => one.name === name);
  const url = `${world.url}/repos/${repo.full_name}/labels/${encodeURIComponent(name)}`;
  return {
    id: row?.id ?? 0,
    node_id: row?.node_id ?? '',
    url,
    name,
    color: row?.color ?? 'ededed',
    default: row?.default ?? false,
    description: row?.description ?? null,
  };
}
