import { createSign, generateKeyPairSync, randomBytes } from 'node:crypto';
import { botUser } from './callers.ts';
import type { RepoRow } from './rows.ts';
import type { TokenEntry } from './tokens.ts';
import { ACTIONS_APP_ID, findRepository, type World } from './world.ts';

export { ACTIONS_APP_ID };

export interface AppOptions {
  id?: number;
  slug?: string;
  name?: string;
  permissions?: Record<string, string>;
  events?: string[];
  webhookUrl?: string;
  webhookSecret?: string;
  installationId?: number;
  /** Names of repositories; without it all of the organization's. */
  repositories?: string[];
}

export interface AppCredentials {
  appId: number;
  privateKey: string;
  webhookSecret: string;
  installationId: number;
}

export interface Apps {
  readonly appCredentials: AppCredentials;
  /** An App's own proof, as it signs it with its key. */
  appToken(appId?: number): string;
  /** A token of an App's installation, with all or fewer permissions. */
  installationToken(options?: { appId?: number; permissions?: Record<string, string> }): string;
  /** The token of a GitHub Actions job in one repository, acting as `github-actions[bot]`. */
  actionsToken(repo: string, permissions?: Record<string, string>): string;
  /** The same as a pull request from a fork gets it: everything readable, nothing writable. */
  forkToken(repo: string): string;
  /** Where the App wants its webhooks, when it has started. */
  sendWebhooksTo(url: string | undefined, appId?: number): void;
}

const READ_ONLY = {
  actions: 'read',
  checks: 'read',
  contents: 'read',
  deployments: 'read',
  issues: 'read',
  metadata: 'read',
  pull_requests: 'read',
  statuses: 'read',
};
/** Those of the design's `app.yml`, with the ones an organization may decline. */
const PERMISSIONS = {
  ...READ_ONLY,
  checks: 'write',
  statuses: 'write',
  pull_requests: 'write',
  issues: 'write',
  merge_queues: 'read',
  members: 'read',
  organization_custom_properties: 'read',
  administration: 'read',
};

let pair: { privateKey: string } | undefined;

/** One key for all Apps of a process: making one takes a tenth of a second. */
function key(): string {
  pair ??= generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'pem' },
  });
  return pair.privateKey;
}

export interface SeededApp {
  app_id: number;
  slug: string;
  name: string;
  private_key: string;
  permissions: Record<string, string>;
  events: string[];
  webhook_url?: string;
  webhook_secret: string;
  installations: object[];
}

/** The product's App first; GitHub Actions is one too, without webhooks. */
export function seedApps(org: string, main: AppOptions, others: AppOptions[]): SeededApp[] {
  const seeded = [main, ...others].map((app, at): SeededApp => {
    const id = app.id ?? 4242 + at;
    const permissions = app.permissions ?? PERMISSIONS;
    const selected = app.repositories === undefined ? {} : { repositories: app.repositories };
    return {
      app_id: id,
      slug: app.slug ?? (at === 0 ? 'pilot-readiness' : `app-${id}`),
      name: app.name ?? app.slug ?? (at === 0 ? 'pilot-readiness' : `App ${id}`),
      private_key: key(),
      permissions,
      events: app.events ?? ['*'],
      ...(app.webhookUrl === undefined ? {} : { webhook_url: app.webhookUrl }),
      webhook_secret: app.webhookSecret ?? `secret-of-${id}`,
      installations: [
        {
          installation_id: app.installationId ?? 770 + at,
          account: org,
          repository_selection: app.repositories === undefined ? 'all' : 'selected',
          permissions,
          ...selected,
        },
      ],
    };
  });
  const actions = { app_id: ACTIONS_APP_ID, slug: 'github-actions', name: 'GitHub Actions', private_key: key() };
  return [...seeded, { ...actions, permissions: {}, events: [], webhook_secret: '', installations: [] }];
}

/** Run after each new repository: who has installed an App on some names its repositories before they are made. */
export function selectRepositories(world: World, org: string, options: AppOptions[]): void {
  for (const [at, { id = 4242 + at, repositories }] of options.entries()) {
    const row = world.rows.appInstallations.all().find((one) => one.app_id === id);
    if (row === undefined || repositories === undefined) continue;
    const ids = repositories.flatMap((name) => findRepository(world, `${org}/${name}`)?.id ?? []);
    world.rows.appInstallations.update(row.id, { repository_ids: ids });
  }
}

export function createApps(world: World, org: string): Apps {
  const appOf = (id: number) => {
    const app = world.rows.apps.all().find((one) => one.app_id === id);
    const installation = world.rows.appInstallations.all().find((one) => one.app_id === id);
    if (app === undefined) throw new Error(`there is no App ${id}`);
    return { app, installation };
  };
  const grant = (entry: TokenEntry): string => {
    // Longer than forty characters, as those of the newer, stateless format are.
    const token = `ghs_${randomBytes(48).toString('base64url')}`;
    world.tokens.set(token, entry);
    return token;
  };
  const jobToken = (name: string, permissions: Record<string, string>): string => {
    const repo = findRepository(world, name.includes('/') ? name : `${org}/${name}`);
    if (repo === undefined) throw new Error(`there is no repository ${name}`);
    const { id, login } = botUser(world.rows, ACTIONS_APP_ID);
    const reach = { accountId: repo.owner_id, accountType: repo.owner_type, repositoryIds: [repo.id] };
    const installation = {
      installationId: 1,
      appId: ACTIONS_APP_ID,
      ...reach,
      permissions,
      repositorySelection: 'selected' as const,
    };
    return grant({ login, id, scopes: [], installation });
  };
  const { app, installation } = appOf(world.appId);
  return {
    appCredentials: {
      appId: app.app_id,
      privateKey: app.private_key,
      webhookSecret: app.webhook_secret ?? '',
      installationId: installation?.installation_id ?? 0,
    },
    appToken: (appId = world.appId) => {
      const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
      const seconds = Math.floor(Date.now() / 1000);
      const unsigned = `${part({ alg: 'RS256', typ: 'JWT' })}.${part({ iat: seconds - 30, exp: seconds + 300, iss: String(appId) })}`;
      return `${unsigned}.${createSign('RSA-SHA256').update(unsigned).sign(appOf(appId).app.private_key, 'base64url')}`;
    },
    installationToken: ({ appId = world.appId, permissions } = {}) => {
      const row = appOf(appId).installation;
      if (row === undefined) throw new Error(`App ${appId} is not installed`);
      const { id, login } = botUser(world.rows, appId);
      const reach = { accountId: row.account_id, accountType: row.account_type, repositoryIds: row.repository_ids };
      const rest = { repositorySelection: row.repository_selection, permissions: permissions ?? row.permissions };
      return grant({
        login,
        id,
        scopes: [],
        installation: { installationId: row.installation_id, appId, ...reach, ...rest },
      });
    },
    actionsToken: (
      repo,
      permissions = { ...READ_ONLY, checks: 'write', issues: 'write', pull_requests: 'write', statuses: 'write' },
    ) => jobToken(repo, permissions),
    forkToken: (repo) => jobToken(repo, READ_ONLY),
    sendWebhooksTo: (url, appId = world.appId) => {
      world.rows.apps.update(appOf(appId).app.id, { webhook_url: url ?? null });
    },
  };
}

/**
 * One who may do everything in an account's repositories: how the layer itself asks the emulator. Another generation is
 * another token, because the emulator refuses one that has asked too often.
 */
export function insider(world: World, account: Pick<RepoRow, 'owner_id' | 'owner_type'>, generation: number): string {
  const { owner_id: accountId, owner_type: accountType } = account;
  const token = `layer#${accountType}${accountId}#${generation}`;
  if (!world.tokens.has(token)) {
    const all = ['contents', 'issues', 'pull_requests', 'checks', 'administration', 'workflows', 'members', 'metadata'];
    const permissions = Object.fromEntries(all.map((name) => [name, 'write']));
    const reach = { accountId, accountType, repositoryIds: [], repositorySelection: 'all' as const };
    const installation = { installationId: 0, appId: world.appId, ...reach, permissions };
    world.tokens.set(token, { login: 'layer', id: 0, scopes: [], installation });
  }
  return token;
}
