import { createHmac, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { type RecordedPilot, recordPilot } from './canned/pilot.ts';
import { type Canned, replay } from './canned/replay.ts';
import { counted, quantile, type Row, type Scenario, spread } from './rows.ts';
import { countsOf, idle, runningApp, until } from './stage.ts';

const REPOSITORIES = 100;
/** So many wait at most: the queue is never empty, and what comes out is what the App can do. */
const WAITING = 60;
const LOOK_MS = 500;
/** One figure of the rate is taken over so long. */
const WINDOW_MS = 3000;
const SECONDS = 20;

type App = Awaited<ReturnType<typeof runningApp>>;

/**
 * The App against a GitHub that only repeats what was recorded, throttle off as for every host that is not github.com.
 * Three loads: repositories it never saw, pushes, and events after which nothing has changed.
 */
export const measure: Scenario = async (options) => {
  say('recording a pilot on the emulator');
  const pilot = await recordPilot(options);
  const canned = await replay(pilot);
  const dataDir = join(options.folder, 'data');
  mkdirSync(dataDir);
  const app = await runningApp(pilot.credentials, { entry: options.app, apiUrl: canned.url, dataDir });
  const rows: Row[] = [];
  try {
    const begun = await memoryOf(app);
    const post = poster(app, canned, pilot);
    rows.push(...(await phase('first, never seen before', { app, canned, post, once: true })));
    rows.push(
      ...(await phase('after a push', {
        ...{ app, canned, post },
        before: (index) => canned.push(index),
      })),
    );
    rows.push(...(await phase('nothing changed', { app, canned, post, aims: true })));
    const evaluated = (await countsOf(app))('pilot_readiness_jobs_total{outcome="judged"}');
    rows.push(counted('memory (RSS) after start', 'MB', begun));
    rows.push(counted(`memory (RSS) after ${evaluated.toLocaleString('en')} evaluations`, 'MB', await memoryOf(app)));
    if (canned.missing.size > 0)
      throw new Error(`asked for what was never recorded:\n${[...canned.missing].slice(0, 10).join('\n')}`);
    return rows;
  } catch (error) {
    const asked = [...canned.missing].slice(0, 10).map((route) => `asked, and never recorded: ${route}`);
    throw new Error([error instanceof Error ? error.message : String(error), ...asked, app.tail()].join('\n'));
  } finally {
    await app.stop();
    await canned.close();
  }
};

function say(what: string): void {
  console.error(`${new Date().toISOString().slice(11, 19)} ${what}`);
}

interface Phase {
  app: App;
  canned: Canned;
  post: (index: number) => Promise<number>;
  before?: (index: number) => void;
  /** Each repository once; else round and round for a fixed time. */
  once?: boolean;
  aims?: boolean;
}

async function phase(what: string, { app, post, before, once, aims }: Phase): Promise<Row[]> {
  say(what);
  const acknowledged: number[] = [];
  const rates: number[] = [];
  const start = await snapshot(app);
  let last = start;
  let mark = start;
  let sent = 0;
  const send = async (): Promise<void> => {
    const index = sent % REPOSITORIES;
    sent += 1;
    before?.(index);
    acknowledged.push(await post(index));
  };
  while (once ? sent < REPOSITORIES : last.at - start.at < SECONDS * 1000) {
    const wanted = WAITING - (sent - (last.evaluated - start.evaluated));
    const left = once ? REPOSITORIES - sent : wanted;
    await evenly(Math.min(wanted, left), LOOK_MS, send);
    const now = await snapshot(app);
    if (now.at - mark.at >= WINDOW_MS) {
      rates.push(((now.evaluated - mark.evaluated) * 1000) / (now.at - mark.at));
      mark = now;
    }
    last = now;
  }
  await until(app, `${sent} are judged`, async () => (await snapshot(app)).evaluated - start.evaluated >= sent);
  const end = await snapshot(app);
  await idle(app);
  const evaluations = end.evaluated - start.evaluated;
  const overall = (evaluations * 1000) / (end.at - start.at);
  // While the first ones come in the queue is not full; on a slow machine there may be no second look.
  const row = spread(`${what}: evaluations`, '1/s', once || rates.length < 3 ? [overall] : rates.slice(1));
  acknowledged.sort((a, b) => a - b);
  return [
    aims ? { ...row, aim: { least: 100 } } : row,
    spread(`${what}: acknowledgement of a webhook meanwhile`, 'ms', acknowledged),
    counted(`${what}: acknowledgement p99`, 'ms', quantile(acknowledged, 0.99), { most: 50 }),
    counted(`${what}: processor time of the App per evaluation`, 'ms', (end.cpu - start.cpu) / evaluations),
    counted(`${what}: requests per evaluation`, '', (end.requests - start.requests) / evaluations),
    counted(`${what}: of them not answered 304`, '', (end.charged - start.charged) / evaluations),
  ];
}

/** Does it so often, spread over the time, and waits for all of them and the end of the time. */
async function evenly(times: number, ms: number, work: () => Promise<void>): Promise<void> {
  const began = performance.now();
  const all: Promise<void>[] = [];
  for (let turn = 0; turn < times; turn += 1) {
    await moment(began + (turn * ms) / times);
    all.push(work());
  }
  await moment(began + ms);
  await Promise.all(all);
}

async function moment(at: number): Promise<void> {
  const rest = at - performance.now();
  if (rest > 0) await new Promise((resolve) => setTimeout(resolve, rest));
}

interface Snapshot {
  at: number;
  evaluated: number;
  requests: number;
  charged: number;
  /** Milliseconds of processor time since it was started. */
  cpu: number;
}

async function snapshot(app: App): Promise<Snapshot> {
  const count = await countsOf(app);
  const failed =
    count('pilot_readiness_jobs_total{outcome="retry"}') + count('pilot_readiness_jobs_total{outcome="dead"}');
  if (failed > 0) throw new Error(`${failed} evaluations failed`);
  const charged = count('pilot_readiness_github_requests_total{counted="yes"}');
  return {
    at: performance.now(),
    evaluated: count('pilot_readiness_jobs_total{outcome="judged"}'),
    requests: charged + count('pilot_readiness_github_requests_total{counted="no"}'),
    charged,
    cpu: count('process_cpu_seconds_total') * 1000,
  };
}

/** Sends the recorded delivery as one of the repositories would; comes back with the milliseconds to its answer. */
function poster(app: App, canned: Canned, pilot: RecordedPilot): (index: number) => Promise<number> {
  return async (index) => {
    const body = canned.inWordsOf(index, pilot.delivery);
    const signature = createHmac('sha256', pilot.credentials.webhookSecret).update(body).digest('hex');
    const began = performance.now();
    const answer = await fetch(`${app.url}/api/github/webhooks`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-github-delivery': randomUUID(),
        'x-github-event': 'pull_request',
        'x-hub-signature-256': `sha256=${signature}`,
      },
      body,
    });
    await answer.arrayBuffer();
    if (answer.status !== 202) throw new Error(`a webhook was answered ${answer.status}`);
    return performance.now() - began;
  };
}

/** Megabytes of memory that the App holds now. */
async function memoryOf(app: App): Promise<number> {
  return (await countsOf(app))('process_resident_memory_bytes') / 2 ** 20;
}
