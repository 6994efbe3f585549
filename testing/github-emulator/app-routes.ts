import { type Answer, isJson, type Json, notFound, paged, Refusal } from './answers.ts';
import { deliveryJson } from './deliveries.ts';
import type { InstallationRow } from './rows.ts';
import { type Call, known, param, type Route, repositoryOf } from './world.ts';

export const APP_ROUTES: Route[] = [
  ['GET /app/hook/config', hookConfig],
  ['GET /app/hook/deliveries', listDeliveries],
  ['GET /app/hook/deliveries/:id', oneDelivery],
  ['POST /app/hook/deliveries/:id/attempts', redeliver],
  [
    'GET /repos/:owner/:repo/installation',
    (call) => installationAt(call, repositoryOf(call).full_name.split('/')[0] ?? ''),
  ],
  ['GET /orgs/:org/installation', (call) => installationAt(call, param(call, 'org'))],
  ['GET /installation/repositories', repositories],
];

function appOf({ caller }: Call): number {
  if (caller.kind !== 'app') throw new Refusal(401, 'A JSON web token could not be decoded');
  return caller.appId;
}

function hookConfig(call: Call): Answer {
  const id = appOf(call);
  const app = call.world.rows.apps.all().find((one) => one.app_id === id);
  return {
    status: 200,
    body: { content_type: 'json', insecure_ssl: '0', secret: '********', url: app?.webhook_url ?? '' },
  };
}

/** Newest first, by cursor; `status` is `success` or `failure`. */
function listDeliveries(call: Call): Answer {
  const appId = appOf(call);
  const { query } = call;
  const status = query.get('status');
  const cursor = Number(/^v1_(\d+)$/.exec(query.get('cursor') ?? '')?.[1] ?? Number.POSITIVE_INFINITY);
  const size = Math.min(100, Number(query.get('per_page') ?? 30) || 30);
  const list = call.world.deliveries.all
    .filter((one) => one.appId === appId && one.id < cursor)
    .filter((one) => status === null || (one.statusCode >= 200 && one.statusCode < 300) === (status === 'success'))
    .reverse();
  const page = list.slice(0, size);
  const last = page.at(-1);
  const next = new URLSearchParams(query);
  next.set('cursor', `v1_${last?.id ?? 0}`);
  const link = list.length > size ? { link: `<${call.url}${call.path}?${next}>; rel="next"` } : {};
  return { status: 200, body: page.map((one) => deliveryJson(one)), headers: link };
}

function oneDelivery(call: Call): Answer {
  const appId = appOf(call);
  const found = call.world.deliveries.all.find((one) => one.appId === appId && one.id === Number(param(call, 'id')));
  if (found === undefined) throw notFound();
  return { status: 200, body: deliveryJson(found, true) };
}

function redeliver(call: Call): Answer {
  const again = call.world.deliveries.redeliver(Number(param(call, 'id')), appOf(call));
  if (again === undefined) throw notFound();
  return { status: 202, body: {} };
}

/** The caller's own installation; the emulator takes the first App's it finds. */
async function installationAt(call: Call, account: string): Promise<Answer> {
  const appId = appOf(call);
  const row = call.world.rows.appInstallations
    .all()
    .find((one: InstallationRow) => one.app_id === appId && one.account_login === account);
  if (row === undefined) throw notFound();
  return call.forward({ path: `/app/installations/${row.installation_id}` });
}

async function repositories(call: Call): Promise<Answer> {
  const { caller, world } = call;
  if (caller.kind !== 'installation')
    throw new Refusal(403, 'You must authenticate with an installation access token.');
  const reach = caller.entry.installation;
  const rows = world.rows.repos
    .all()
    .filter((repo) => repo.owner_id === reach?.accountId && repo.owner_type === reach.accountType)
    .filter((repo) => reach?.repositorySelection === 'all' || reach?.repositoryIds.includes(repo.id));
  const all: Json[] = await Promise.all(rows.map((repo) => known(world, `/repos/${repo.full_name}`, repo)));
  return paged(all.filter(isJson), call, (items) => ({
    total_count: all.length,
    repository_selection: reach?.repositorySelection,
    repositories: items,
  }));
}
