import { hostname } from 'node:os';
import { Probot } from 'probot';
import { defined } from '../domain/defined.ts';
import { receive } from '../store/inbox.ts';
import { describeJob, type Job } from '../store/job.ts';
import { openStore } from '../store/open.ts';
import { openAudience } from './audience.ts';
import { openDecisionLedger } from './decisions.ts';
import type { AppEnvironment } from './environment.ts';
import { evaluateJob } from './evaluate-job.ts';
import { EVENTS, readEvent } from './events.ts';
import { openInstallations, selfOf } from './installation.ts';
import { openMetrics } from './metrics.ts';
import { openNegativeCache } from './negative-cache.ts';
import { openReadiness } from './readiness.ts';
import { startRecovery } from './recovery.ts';
import { type Delivery, serve } from './server.ts';
import { startWorker } from './worker.ts';

export interface RunningApp {
  url: string;
  /** Runs recovery now, as on start and by the timer. */
  recover: () => Promise<void>;
  /** Finishes requests and jobs in progress, then closes the store. */
  stop: () => Promise<void>;
}

export interface StartOptions {
  version: string;
  now?: () => number;
  /** Writes one line for the operator. Never contains a secret or a request body. */
  log: (line: string) => void;
}

/**
 * Starts the App: store, webhooks, worker, recovery. Rejects when the store or GitHub refuses access; then nothing
 * keeps running.
 */
export async function startApp(environment: AppEnvironment, options: StartOptions): Promise<RunningApp> {
  const { appId, privateKey, webhookSecret, apiUrl, databaseUrl, dataDir, host, port, logLevel } = environment;
  const { version, log } = options;
  const now = options.now ?? Date.now;
  const onFailure = (error: unknown, job?: Job): void => {
    const about = job ? `${describeJob(job)}, try ${job.tries}: ` : '';
    log(`${about}${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  };
  const probot = new Probot({ appId, privateKey, secret: webhookSecret, baseUrl: apiUrl, logLevel });
  const self = await selfOf(probot, appId);
  const metrics = openMetrics();
  const installationOf = openInstallations(probot, environment, metrics);
  const db = await openStore({ ...defined({ databaseUrl }), dataDir, onFault: onFailure });
  const ledger = openDecisionLedger(db, metrics, log);
  const negativeCache = openNegativeCache(db);
  const audience = openAudience();
  const pauses = new Map<number, () => number>();
  const worker = startWorker(db, {
    name: `${hostname()}:${process.pid}`,
    onFailure,
    metrics,
    pausedUntil: (job) => pauses.get(job.installationId ?? 0)?.() ?? 0,
    handleJob: async (job, attempt) => {
      if (job.installationId === undefined) throw new Error('the job has no installation');
      const installation = await installationOf(job.installationId);
      pauses.set(job.installationId, installation.pausedUntil);
      const access = { ...installation.access, negativeCache };
      const context = { ...installation, access, ...attempt, db, ledger, self, metrics, audience };
      return evaluateJob(job, { ...context, now, version, log });
    },
  });
  const recovery = startRecovery({ db, probot, installationOf, metrics, log, poke: worker.poke });
  // Arbitrary event names must not create new metric series.
  const eventOf = (name: string): string => (EVENTS.includes(name) ? name : 'other');
  const refuseDelivery = (name: string): void => metrics.deliveries.inc({ event: eventOf(name), outcome: 'refused' });
  const acceptDelivery = async (delivery: Delivery): Promise<'accepted' | 'refused'> => {
    const { id, name, body } = delivery;
    const payload = parsed(body);
    if (payload === undefined) {
      refuseDelivery(name);
      return 'refused';
    }
    const event = eventOf(name);
    const end = metrics.acknowledge.startTimer();
    const outcome = await receive(db, { deliveryId: id, event: name, ...readEvent(name, payload, appId) });
    end();
    metrics.deliveries.inc({ event, outcome: outcome === 'accepted' ? 'kept' : 'duplicate' });
    worker.poke();
    return 'accepted';
  };
  // The first evaluation would wait for it, and the operator learns of a broken ledger at once.
  const checked = ledger.check().catch(onFailure);
  const stop = async (): Promise<void> => {
    await checked;
    await recovery.stop();
    await worker.stop();
    await db.close();
  };
  try {
    const backend = {
      webhookSecret,
      receive: acceptDelivery,
      onRefused: refuseDelivery,
      ready: openReadiness(db, () => selfOf(probot, appId)),
      metrics: () => metrics.text(db),
      onFailure,
    };
    const server = await serve(backend, { host, port });
    void recovery.runNow();
    return {
      url: server.url,
      recover: recovery.runNow,
      stop: async () => {
        await server.drain();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The parsed body. PostgreSQL text cannot hold NUL, so it is replaced as in Markdown. */
function parsed(body: string): unknown {
  try {
    if (!body.includes('\\u0000')) return JSON.parse(body) as unknown;
    const clean = (text: string): string => text.replaceAll('\0', '\ufffd');
    return JSON.parse(body, (_key, value: unknown) => (typeof value === 'string' ? clean(value) : value)) as unknown;
  } catch {
    return undefined;
  }
}
