import { createHmac, randomUUID } from 'node:crypto';
import { setMaxListeners } from 'node:events';
import type { Json } from './answers.ts';
import { completePayload, type EventSource } from './payloads.ts';
import type { AppRow, InstallationRow, RepoRow } from './rows.ts';
import { nextId, ownerOf, type World } from './world.ts';

export interface Delivery {
  id: number;
  guid: string;
  event: string;
  action: string | null;
  deliveredAt: string;
  redelivery: boolean;
  /** 0 without a response. */
  statusCode: number;
  duration: number;
  appId: number;
  installationId: number | null;
  repositoryId: number | null;
  url: string;
  headers: Record<string, string>;
  body: string;
  answer: string;
}

/** An event, delivered or not. */
export interface HappenedEvent {
  event: string;
  action: string | undefined;
  payload: Json;
}

export interface Deliveries {
  readonly events: HappenedEvent[];
  readonly all: Delivery[];
  /** Sends an event to every subscribed App. Returns immediately, like GitHub; `settled` waits. */
  send(event: string, payload: Json, about: About): void;
  redeliver(id: number, appId: number): Delivery | undefined;
  /** Waits until all events, including those caused by their deliveries, are delivered and answered. */
  settled(): Promise<void>;
  /** Waits until everything that happened before this call is delivered. */
  sentSoFar(): Promise<void>;
  stop(): void;
}

export interface About {
  repo?: RepoRow;
  /** The account, for events of an organization. */
  account?: string;
  /** Only this App receives it: `check_run.rerequested` goes to the App of the run. */
  onlyApp?: number;
  source?: EventSource;
}

/** GitHub waits ten seconds for a response and never retries by itself. */
const TIMEOUT_MS = 10_000;
/** GitHub's check run request actions and installation events cannot be unsubscribed from. */
const ALWAYS = /^(installation|installation_repositories|github_app_authorization)$/;

export function createDeliveries(getWorld: () => World): Deliveries {
  const events: HappenedEvent[] = [];
  const all: Delivery[] = [];
  const underWay = new Set<Promise<unknown>>();
  const stopped = new AbortController();
  // Every delivery in progress adds a listener, so many listeners are not a leak.
  setMaxListeners(0, stopped.signal);
  let building: Promise<void> = Promise.resolve();
  /** The first payload that could not be built: an error of the emulator, thrown where it is awaited. */
  let broken: unknown;

  const track = (work: Promise<unknown>): void => {
    underWay.add(work);
    void work.finally(() => underWay.delete(work));
  };

  const build = async (event: string, raw: Json, about: About): Promise<void> => {
    const world = getWorld();
    const payload = await completePayload(world, event, raw, about);
    if (payload === undefined) return;
    const action = typeof payload.action === 'string' ? payload.action : undefined;
    events.push({ event, action, payload });
    for (const [app, installation] of listeners(world, event, about)) {
      const sent = { ...payload, installation: payload.installation ?? installationBrief(installation) };
      const body = JSON.stringify(sent);
      const delivery: Delivery = {
        ...{ id: nextId(world), guid: randomUUID(), event, action: action ?? null },
        ...{ deliveredAt: new Date().toISOString(), redelivery: false, statusCode: 0, duration: 0, appId: app.app_id },
        installationId: installation.installation_id,
        repositoryId: about.repo?.id ?? null,
        url: app.webhook_url ?? '',
        headers: {},
        body,
        answer: '',
      };
      delivery.headers = headersOf(delivery, app.webhook_secret);
      all.push(delivery);
      track(post(delivery, stopped.signal));
    }
  };

  return {
    events,
    all,
    send: (event, payload, about) => {
      if (stopped.signal.aborted) return;
      building = building
        .then(() => build(event, payload, about))
        .catch((error: unknown) => {
          broken ??= error;
        });
    },
    redeliver: (id, appId) => {
      const first = all.find((one) => one.id === id && one.appId === appId);
      if (first === undefined) return undefined;
      const app = getWorld()
        .rows.apps.all()
        .find((one) => one.app_id === appId);
      // The guid stays the same, so that receivers recognize a repeated delivery.
      const again: Delivery = { ...first, id: nextId(getWorld()), redelivery: true, statusCode: 0, answer: '' };
      again.url = app?.webhook_url ?? first.url;
      again.deliveredAt = new Date().toISOString();
      again.headers = headersOf(again, app?.webhook_secret ?? null);
      all.push(again);
      track(post(again, stopped.signal));
      return again;
    },
    settled: async () => {
      for (let before: unknown; before !== building || underWay.size > 0; ) {
        before = building;
        await building;
        await Promise.all(underWay);
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      if (broken !== undefined) throw broken;
    },
    sentSoFar: async () => {
      await building;
      await Promise.all([...underWay]);
    },
    stop: () => stopped.abort(),
  };
}

function listeners(world: World, event: string, about: About): [AppRow, InstallationRow][] {
  const account = about.repo === undefined ? about.account : ownerOf(about.repo);
  return world.rows.appInstallations.all().flatMap((installation): [AppRow, InstallationRow][] => {
    const app = world.rows.apps.all().find((one) => one.app_id === installation.app_id);
    if (app?.webhook_url == null || installation.account_login !== account) return [];
    if (about.onlyApp !== undefined && about.onlyApp !== app.app_id) return [];
    const selected = installation.repository_selection === 'selected' && about.repo !== undefined;
    if (selected && !installation.repository_ids.includes(about.repo?.id ?? 0)) return [];
    return ALWAYS.test(event) || app.events.includes('*') || app.events.includes(event) ? [[app, installation]] : [];
  });
}

function installationBrief({ installation_id }: InstallationRow): Json {
  return { id: installation_id, node_id: `MDIzOkludGVncmF0aW9u${installation_id}` };
}

function headersOf(delivery: Delivery, secret: string | null): Record<string, string> {
  const sign = (algorithm: string): string =>
    createHmac(algorithm, secret ?? '')
      .update(delivery.body)
      .digest('hex');
  return {
    'content-type': 'application/json',
    'user-agent': 'GitHub-Hookshot/layer',
    'x-github-event': delivery.event,
    'x-github-delivery': delivery.guid,
    'x-github-hook-id': String(delivery.appId),
    'x-github-hook-installation-target-id': String(delivery.appId),
    'x-github-hook-installation-target-type': 'integration',
    ...(secret === null || secret === ''
      ? {}
      : { 'x-hub-signature': `sha1=${sign('sha1')}`, 'x-hub-signature-256': `sha256=${sign('sha256')}` }),
  };
}

async function post(delivery: Delivery, stopped: AbortSignal): Promise<void> {
  const start = performance.now();
  const cut = new AbortController();
  const timer = setTimeout(() => cut.abort(), TIMEOUT_MS);
  const stop = (): void => cut.abort();
  stopped.addEventListener('abort', stop);
  try {
    const { headers, body } = delivery;
    const answer = await fetch(delivery.url, { method: 'POST', headers, body, signal: cut.signal });
    delivery.answer = await answer.text();
    delivery.statusCode = answer.status;
  } catch {
    delivery.statusCode = 0;
  } finally {
    clearTimeout(timer);
    stopped.removeEventListener('abort', stop);
    delivery.duration = (performance.now() - start) / 1000;
  }
}

/** One row of `GET /app/hook/deliveries`; the whole form adds what was sent and answered. */
export function deliveryJson(delivery: Delivery, whole = false): Json {
  const failed = delivery.statusCode < 200 || delivery.statusCode >= 300;
  return {
    id: delivery.id,
    guid: delivery.guid,
    delivered_at: delivery.deliveredAt,
    redelivery: delivery.redelivery,
    duration: delivery.duration,
    status: failed ? (delivery.statusCode === 0 ? 'failed to connect to host' : 'Invalid HTTP Response') : 'OK',
    status_code: delivery.statusCode,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    throttled_at: null,
    ...(whole
      ? {
          url: delivery.url,
          request: { headers: delivery.headers, payload: JSON.parse(delivery.body) },
          response: { headers: {}, payload: delivery.answer },
        }
      : {}),
  };
}
