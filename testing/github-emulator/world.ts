import { type Answer, isJson, type Json, notFound } from './answers.ts';
import type { Caller } from './callers.ts';
import type { Captured } from './capture.ts';
import type { Deliveries } from './deliveries.ts';
import type { RepoRow, Rows, UserRow } from './rows.ts';
import type { TokenEntry } from './tokens.ts';

/** A check run as it is kept; `present` in check-runs.ts makes GitHub's form of it. */
export interface CheckRun {
  id: number;
  repoId: number;
  appId: number;
  name: string;
  headSha: string;
  externalId: string;
  detailsUrl: string | null;
  status: string;
  conclusion: string | null;
  startedAt: string | null;
  completedAt: string | null;
  output: { title: string | null; summary: string | null; text: string | null };
  annotations: Json[];
  actions: Json[];
}

export interface Ruleset {
  id: number;
  name: string;
  source: string;
  sourceType: 'Repository' | 'Organization';
  enforcement: string;
  conditions: Json;
  bypassActors: Json[];
  rules: { type: string; parameters?: Json }[];
}

/** State of GitHub that the emulator does not have. */
export interface State {
  runs: CheckRun[];
  suites: { id: number; repoId: number; appId: number; sha: string }[];
  statuses: Json[];
  rulesets: Ruleset[];
  /** App bindings of classic protection, by repository id and branch. */
  boundChecks: Map<string, { context: string; app_id: number | null }[]>;
  properties: Map<number, Map<string, unknown>>;
  deployments: { repoId: number; deployment: Json; statuses: Json[] }[];
  reactions: { target: string; reaction: Json }[];
  timeline: { repoId: number; issue: number; event: Json }[];
  workflowRuns: { repoId: number; run: Json }[];
  /** Which App wrote a comment. */
  writtenBy: Map<number, number>;
  /** Who edited a review and when, with the text of each version, by review id. */
  reviewEdits: Map<number, { editor: string; at: string; versions: string[] }>;
  suspended: Set<string>;
  pendingMembers: Set<string>;
  /** Commits that carry GitHub's own signature: the merge button's. */
  signed: Set<string>;
  knownRefs: Map<number, Map<string, string>>;
  /** Who moved which branch, newest last. */
  pushes: { repoId: number; push: Json }[];
  /** Trees whose recursive listing is truncated to this many entries. */
  truncateAt: number | undefined;
  /** Delay added to the dates of new comments (ms): some commands require a quiet minute. */
  commentsLater: number;
  nextId: number;
}

export interface World {
  readonly url: string;
  readonly rows: Rows;
  readonly tokens: Map<string, TokenEntry>;
  readonly appId: number;
  readonly state: State;
  readonly deliveries: Deliveries;
  fetch: Captured['fetch'];
  /** Requests as the emulator's admin of the account that owns this repository. */
  ask(method: string, path: string, options?: { body?: unknown; owner?: RepoRow }): Promise<Answer>;
}

/** The App behind every check run that a GitHub Actions job makes with its own token, on github.com. */
export const ACTIONS_APP_ID = 15368;

export function emptyState(): State {
  return {
    runs: [],
    suites: [],
    statuses: [],
    rulesets: [],
    boundChecks: new Map(),
    properties: new Map(),
    deployments: [],
    reactions: [],
    timeline: [],
    workflowRuns: [],
    writtenBy: new Map(),
    reviewEdits: new Map(),
    suspended: new Set(),
    pendingMembers: new Set(),
    signed: new Set(),
    knownRefs: new Map(),
    pushes: [],
    truncateAt: undefined,
    commentsLater: 0,
    nextId: 1000,
  };
}

/** One request on its way through the layer. */
export interface Call {
  world: World;
  method: string;
  url: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  body: Json;
  caller: Caller;
  accept: string;
  /** The emulator's answer to this request, or to another one of the same caller. */
  forward(changed?: { body?: unknown; path?: string; method?: string }): Promise<Answer>;
}

export type Route = [pattern: string, handle: (call: Call) => Answer | Promise<Answer>];

export function param(call: Call, name: string): string {
  return call.params[name] ?? '';
}

/** The repository of the path; 404 also when it is there and may not be seen, as GitHub does. */
export function repositoryOf(call: Call): RepoRow {
  const repo = findRepository(call.world, `${param(call, 'owner')}/${param(call, 'repo')}`);
  if (repo === undefined) throw notFound();
  return repo;
}

export function findRepository(world: World, fullName: string): RepoRow | undefined {
  return world.rows.repos.findOneBy('full_name', fullName);
}

export function ownerOf(repo: RepoRow): string {
  return repo.full_name.split('/')[0] ?? '';
}

export function userOf(world: World, login: string): UserRow | undefined {
  const wanted = login.toLowerCase();
  return (
    world.rows.users.findOneBy('login', login) ??
    world.rows.users.all().find((user) => user.login.toLowerCase() === wanted)
  );
}

/** A document the emulator is known to have; anything else is a fault of this layer. */
export async function known(world: World, path: string, owner?: RepoRow): Promise<Json> {
  const answer = await world.ask('GET', path, owner === undefined ? {} : { owner });
  if (!isJson(answer.body) || answer.status !== 200) throw new Error(`emulator: GET ${path} answered ${answer.status}`);
  return answer.body;
}

export function simpleUser(world: World, user: UserRow): Json {
  const { id, login, node_id, type, site_admin } = user;
  const url = `${world.url}/users/${login}`;
  return {
    login,
    id,
    node_id,
    avatar_url: `${world.url}/avatars/u/${login}`,
    url,
    html_url: `${world.url}/${login}`,
    type,
    site_admin,
    user_view_type: 'public',
  };
}

/** The account that owns the organization; it performs actions without a stated user. */
export const ownerLogin = (org: string): string => `${org}-owner`;

export function userJson(world: World, login: string): Json {
  const user = userOf(world, login);
  return user === undefined ? { login, id: 0, type: 'User' } : simpleUser(world, user);
}

export function nextId(world: World): number {
  world.state.nextId += 1;
  return world.state.nextId;
}

export const now = (): string => new Date().toISOString().replace(/\.\d+Z$/, 'Z');
