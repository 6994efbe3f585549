import { createHash } from 'node:crypto';
import { isJson, type Json } from './answers.ts';
import {
  ACTIONS_APP_ID,
  type AppOptions,
  type Apps,
  createApps,
  insider,
  seedApps,
  selectRepositories,
} from './apps.ts';
import { captureEmulator } from './capture.ts';
import { clickAction } from './check-runs.ts';
import { type Client, createClient, type RepositoryOptions } from './client.ts';
import { createDeliveries, type Delivery, type HappenedEvent } from './deliveries.ts';
import { createFaults, type Faults } from './faults.ts';
import { ALIAS_AFTER, createHandler, forward } from './handle.ts';
import { queueMergeGroup } from './merge-group.ts';
import { translate } from './payloads.ts';
import { createPeople, type People } from './people.ts';
import { turnDraft } from './pulls.ts';
import { createRate, type Rate } from './rate.ts';
import { grantAccess, type PersonOptions, seedPeople } from './seed.ts';
import { createLog, listen, type RequestLog } from './server.ts';
import { emptyState, findRepository, nextId, now, ownerLogin, userOf, type World } from './world.ts';

export type { AppOptions, Client, Delivery, Faults, HappenedEvent, PersonOptions, RequestLog };
export { ACTIONS_APP_ID };

export interface StartOptions {
  /** Default `acme`. */
  org?: string;
  users?: PersonOptions[];
  teams?: Record<string, string[]>;
  repos?: ({ name: string } & RepositoryOptions)[];
  app?: AppOptions;
  /** Other Apps that are installed, to forge or to compete. */
  otherApps?: AppOptions[];
  /** Requests per hour and token; 5,000 by default. */
  rateLimit?: number;
}

export interface GitHub extends Apps {
  readonly url: string;
  readonly org: string;
  /** What came over the wire. */
  readonly requests: RequestLog;
  readonly faults: Faults;
  readonly people: People;
  readonly rate: Rate;
  /** All events, delivered or not. */
  readonly events: HappenedEvent[];
  /** Every delivery attempt. */
  readonly deliveries: Delivery[];
  /** All events are delivered, and those that the answers caused. */
  settled(): Promise<void>;
  /** Until everything that happened before this call was delivered; what happens meanwhile is not waited for. */
  sentSoFar(): Promise<void>;
  /** Somebody's hands. */
  as(login: string): Client;
  /** The same with any token, an App's for one. */
  withToken(token: string): Client;
  /** A personal token, the same each time. */
  tokenFor(login: string): string;
  revoke(token: string): void;
  /** An event in a test's own words: signed, logged and delivered; `repo` fills in the repository. */
  dispatch(event: string, payload: Json, about?: { repo?: string }): Promise<Delivery[]>;
  /** Puts a pull request into the merge queue: a commit on the queue's branch and `merge_group.checks_requested`. */
  mergeGroup(repo: string, number: number): Promise<{ headSha: string; headRef: string }>;
  /** Presses a button of a check run: `check_run.requested_action` for the App that made it. */
  clickAction(login: string, repo: string, runId: number, identifier: string): void;
  /** A workflow run that can be read by its number, which is returned. */
  addWorkflowRun(repo: string, run: { head_sha: string; conclusion?: string; updated_at?: string } & Json): number;
  /** Truncates recursive tree listings to this many entries; `undefined` ends it. */
  truncateTrees(after: number | undefined): void;
  /** Dates new comments of people so much later (ms). */
  dateComments(later: number): void;
  close(): Promise<void>;
}

/** GitHub for one test: an organization, its people, an installed App. Listens on 127.0.0.1, on a port of its own. */
export async function startGitHub(options: StartOptions = {}): Promise<GitHub> {
  const { org = 'acme', users = [], teams = {}, repos = [] } = options;
  const faults = createFaults();
  const requests = createLog();
  const rate = createRate(options.rateLimit ?? 5000);
  let handle: ReturnType<typeof createHandler> | undefined;
  const front = await listen(
    () => {
      if (handle === undefined) throw new Error('not ready yet');
      return handle;
    },
    faults,
    requests,
  );
  const deliveries = createDeliveries(() => world);
  const apps = seedApps(org, options.app ?? {}, options.otherApps ?? []);
  const emulator = await captureEmulator(front.url, {
    tokens: {},
    github: { users: [], orgs: [{ login: org, members: [] }], apps },
  }).catch(async (error: unknown) => {
    await front.close();
    throw error;
  });
  const { rows, tokens } = emulator;
  let asked = 0;
  const world: World = {
    ...{
      url: front.url,
      rows,
      tokens,
      appId: apps[0]?.app_id ?? 0,
      state: emptyState(),
      deliveries,
      fetch: emulator.fetch,
    },
    ask: (method, path, { body, owner } = {}) => {
      const account = owner ?? { owner_id: rows.orgs.findOneBy('login', org)?.id ?? 0, owner_type: 'Organization' };
      asked += 1;
      const token = `Bearer ${insider(world, account, Math.floor(asked / ALIAS_AFTER))}`;
      return forward(world, method, path, { token, body });
    },
  };
  emulator.webhooks.dispatch = async (event, _action, payload, owner, repo) => {
    if (isJson(payload)) translate(world, event, payload, owner, repo);
  };
  seedPeople(world, org, users, teams);
  const running = createHandler(world, rate);
  handle = running;
  const people = createPeople(world, org);

  const repositoryNamed = (name: string) => {
    const found = findRepository(world, name.includes('/') ? name : `${org}/${name}`);
    if (found === undefined) throw new Error(`there is no repository ${name}`);
    return found;
  };
  const tokenFor = (login: string): string => {
    const token = `ghp_${createHash('sha256').update(login).digest('hex').slice(0, 36)}`;
    const user = userOf(world, login);
    if (user === undefined) throw new Error(`there is no user ${login}`);
    if (!tokens.has(token)) tokens.set(token, { login: user.login, id: user.id, scopes: ['repo', 'admin:org'] });
    return token;
  };
  const clients = new Map<string, Client>();
  const withToken = (token: string, login = tokens.get(token)?.login ?? 'nobody'): Client =>
    createClient(
      {
        org,
        send: running,
        grant: (repo, access, creator) => {
          grantAccess(world, repositoryNamed(repo), access, creator);
          selectRepositories(world, org, [options.app ?? {}, ...(options.otherApps ?? [])]);
        },
        turnDraft: (repo, number, draft) => turnDraft(world, repositoryNamed(repo), number, draft, login),
      },
      login,
      token,
    );
  const as = (login: string): Client => {
    const known = clients.get(login) ?? withToken(tokenFor(login), login);
    clients.set(login, known);
    return known;
  };
  for (const { name, ...rest } of repos) await as(ownerLogin(org)).createRepository(name, rest);

  // A test starts without pending events.
  await deliveries.settled();
  deliveries.events.length = 0;

  return {
    ...createApps(world, org),
    ...{ url: front.url, org, requests, faults, people, rate, events: deliveries.events, deliveries: deliveries.all },
    ...{ as, withToken, tokenFor, settled: () => deliveries.settled(), sentSoFar: () => deliveries.sentSoFar() },
    revoke: (token) => {
      tokens.delete(token);
    },
    dispatch: async (event, payload, about = {}) => {
      const from = deliveries.all.length;
      const where = about.repo === undefined ? { account: org } : { repo: repositoryNamed(about.repo) };
      deliveries.send(event, payload, { ...where, source: 'injected' });
      await deliveries.settled();
      return deliveries.all.slice(from).filter((one) => one.event === event);
    },
    mergeGroup: (repo, number) => queueMergeGroup(world, repositoryNamed(repo), number),
    clickAction: (login, repo, runId, identifier) =>
      clickAction(world, repositoryNamed(repo), login, runId, identifier),
    addWorkflowRun: (repo, run) => {
      const id = nextId(world);
      const whole = { id, status: 'completed', conclusion: 'success', created_at: now(), updated_at: now(), ...run };
      world.state.workflowRuns.push({ repoId: repositoryNamed(repo).id, run: whole });
      return id;
    },
    truncateTrees: (after) => {
      world.state.truncateAt = after;
    },
    dateComments: (later) => {
      world.state.commentsLater = later;
    },
    close: async () => {
      deliveries.stop();
      await deliveries.settled();
      await Promise.all([front.close(), emulator.close()]);
    },
  };
}
