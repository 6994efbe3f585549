import { hostname } from 'node:os';
import { Probot } from 'probot';
import { receive } from '../store/inbox.ts';
import { openStore } from '../store/open.ts';
import type { Job } from '../store/queue.ts';
import type { AppEnvironment } from './environment.ts';
import { wantedBy } from './events.ts';
import { openInstallations, selfOf } from './installation.ts';
import { judgeJob } from './judge-job.ts';
import { type Delivery, serve } from './server.ts';
import { startWorker } from './worker.ts';

export interface RunningApp {
  url: string;
  /** Answers what is under way, settles its jobs, closes the store. */
  stop: () => Promise<void>;
}

export interface StartOptions {
  version: string;
  now?: () => number;
  /** One line for the operator. Never a secret and never a body. */
  log: (line: string) => void;
}

/** Starts the App: store, webhooks, worker. Fails when the store or GitHub does not know us; nothing is half started. */
export async function startApp(environment: AppEnvironment, options: StartOptions): Promise<RunningApp> {
  const { appId, privateKey, webhookSecret, apiUrl, databaseUrl, dataDir, host, port, logLevel } = environment;
  const now = options.now ?? Date.now;
  const failed = (error: unknown, job?: Job): void => {
    const about = job ? `${job.repository}#${job.pullRequest}, try ${job.tries}: ` : '';
    options.log(`${about}${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`);
  };
  const probot = new Probot({ appId, privateKey, secret: webhookSecret, baseUrl: apiUrl, logLevel });
  const self = await selfOf(probot, appId);
  const installationOf = openInstallations(probot, environment);
  const db = await openStore({ ...(databaseUrl === undefined ? {} : { databaseUrl }), dataDir, onFault: failed });
  const worker = startWorker(db, {
    name: `${hostname()}:${process.pid}`,
    failed,
    judge: async (job, isHeld) => {
      if (job.installationId === undefined) throw new Error('the job names no installation');
      return judgeJob(job, {
        ...(await installationOf(job.installationId)),
        self,
        now,
        version: options.version,
        isHeld,
      });
    },
  });
  const take = async (delivery: Delivery): Promise<'kept' | 'refused'> => {
    const { id, name, signature, body } = delivery;
    if (!(await probot.webhooks.verify(body, signature).catch(() => false))) return 'refused';
    const payload = parsed(body);
    if (payload === undefined) return 'refused';
    const wanted = wantedBy(name, payload, appId);
    await receive(db, { deliveryId: id, event: name, pullRequests: [], ...wanted, receivedAt: new Date(now()) });
    worker.wake();
    return 'kept';
  };
  const backend = {
    receive: take,
    ready: async () => ({
      store: await db.query('select 1').then(
        () => true,
        () => false,
      ),
      github: await selfOf(probot, appId).then(
        () => true,
        () => false,
      ),
    }),
    failed,
  };
  const stop = async (): Promise<void> => {
    await worker.stop();
    await db.close();
  };
  try {
    const server = await serve(backend, { host, port });
    return {
      url: server.url,
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

function parsed(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}
