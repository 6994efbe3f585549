import type { Probot } from 'probot';
import * as z from 'zod';
import { defined } from '../domain/defined.ts';
import { statusOf } from '../github/publish/writer.ts';
import { openPulls } from '../github/recognition/open-pulls.ts';
import type { Db } from '../store/db.ts';
import { forgetDeliveries, knownDeliveries } from '../store/inbox.ts';
import { evaluatePulls } from '../store/job.ts';
import { forgetPull, openPullsOf, overduePromotions } from '../store/open-pulls.ts';
import { type Pilot, pilots } from '../store/pilots.ts';
import { enqueue } from '../store/queue.ts';
import { tryAcquireLock } from '../store/task-lock.ts';
import { lastVerdict, passingHeads } from '../store/verdicts.ts';
import type { Installation } from './installation.ts';
import { nameOf } from './job.ts';
import type { Metrics } from './metrics.ts';

export interface RecoveryOptions {
  db: Db;
  probot: Probot;
  installationOf: (id: number) => Promise<Installation>;
  metrics: Metrics;
  log: (line: string) => void;
  poke: () => void;
}

export interface Recovery {
  /** Runs all tasks now, even if another replica has their locks. Resolves when they are done. */
  runNow: () => Promise<void>;
  /** Starts nothing new and resolves after the current request. */
  stop: () => Promise<void>;
}

/** Shared by the tasks: after a long outage they take minutes, and a stop must not wait for that. */
type TaskOptions = RecoveryOptions & { isStopping: () => boolean };

const INTERVAL_MS = 5 * 60_000;
/** Checking every pilot costs a request each, so it runs less often than redelivery. */
const CHECK_SECONDS = 3600;
/** GitHub keeps deliveries for three days (Enterprise Server for seven); older ones cannot be redelivered. */
const RETENTION_DAYS = 7;
const MAX_PAGES = 20;
const MAX_ATTEMPTS = 4;
/** Events are processed within moments; an older event without a result was lost. */
const GRACE_SECONDS = 120;
/** Ignores updates this close to publishing: clock differences, and our own comment on the pull request. */
const CLOCK_MS = 60_000;

/**
 * Finds and evaluates what was missed while no process ran or because an event never arrived: on start and every few
 * minutes.
 */
export function startRecovery(options: RecoveryOptions): Recovery {
  const { db, log } = options;
  let stopping = false;
  const shared: TaskOptions = { ...options, isStopping: () => stopping };
  let underWay: Promise<void> = Promise.resolve();
  const attempt = async (what: string, work: () => Promise<void>): Promise<void> => {
    if (stopping) return;
    try {
      await work();
    } catch (error) {
      log(`${what} failed and will be retried: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const runTasks = async (isStart: boolean): Promise<void> => {
    const acquire = async (name: string, seconds: number): Promise<boolean> =>
      (await tryAcquireLock(db, name, seconds)) || isStart;
    await attempt('evaluating overdue promotions', async () => {
      if (await acquire('overdue', INTERVAL_MS / 1000 - 10))
        await evaluateOverdue(options, isStart ? 0 : GRACE_SECONDS);
    });
    await attempt('checking pilots', async () => {
      if (await acquire('look', CHECK_SECONDS)) await checkPilots(shared);
    });
    // Last, because GitHub asks for at most one redelivery per second and evaluations do not depend on it.
    await attempt('redelivering lost deliveries', async () => {
      if (await acquire('redeliver', INTERVAL_MS / 1000 - 10)) await redeliverFailed(shared);
    });
    await attempt('deleting old deliveries', async () => {
      await forgetDeliveries(db, new Date(Date.now() - 2 * RETENTION_DAYS * 86_400_000));
    });
  };
  const timer = setInterval(() => {
    underWay = underWay.then(() => runTasks(false));
  }, INTERVAL_MS);
  timer.unref();
  return {
    runNow: () => {
      underWay = underWay.then(() => runTasks(true));
      return underWay;
    },
    stop: async () => {
      stopping = true;
      clearInterval(timer);
      await underWay;
    },
  };
}

const DELIVERIES = z.array(
  z.object({ id: z.number(), guid: z.string(), delivered_at: z.string(), status_code: z.number(), event: z.string() }),
);

/** Asks GitHub to redeliver what it could not deliver and what is not in the inbox. */
async function redeliverFailed({ db, probot, metrics, log, isStopping }: TaskOptions): Promise<void> {
  const octokit = await probot.auth();
  const attempts = new Map<string, { id: number; event: string; times: number }>();
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data, headers } = await octokit.request('GET /app/hook/deliveries', {
      per_page: 100,
      ...defined({ cursor }),
    });
    const listed = DELIVERIES.parse(data);
    for (const { id, guid, status_code, event } of listed) {
      const known = attempts.get(guid);
      const wasDelivered = status_code >= 200 && status_code < 300;
      attempts.set(guid, {
        id: known?.id ?? id,
        event,
        times: (known?.times ?? 0) + (wasDelivered ? Number.POSITIVE_INFINITY : 1),
      });
    }
    cursor = /[?&]cursor=([^&>]+)[^>]*>; rel="next"/.exec(String(headers.link ?? ''))?.[1];
    const oldest = listed.at(-1)?.delivered_at ?? '';
    if (isStopping() || cursor === undefined || Date.parse(oldest) < Date.now() - RETENTION_DAYS * 86_400_000) break;
  }
  const lost = [...attempts].filter(([, { times }]) => times <= MAX_ATTEMPTS);
  const received = await knownDeliveries(
    db,
    lost.map(([guid]) => guid),
  );
  let requested = 0;
  for (const [guid, { id }] of lost) {
    if (isStopping()) break;
    if (received.has(guid)) continue;
    try {
      await octokit.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: id });
      requested += 1;
    } catch (error) {
      // A delivery that GitHub no longer has must not block the others.
      log(`delivery ${guid} cannot be redelivered (${statusOf(error) ?? 'no response'})`);
    }
  }
  if (requested > 0) log(`${requested} lost deliveries were requested again`);
  metrics.redelivered.inc(requested);
}

/** Enqueues promotions that received an event after their last published verdict and have no pending job. */
async function evaluateOverdue({ db, log, poke }: RecoveryOptions, graceSeconds: number): Promise<void> {
  const overdue = await overduePromotions(db, graceSeconds);
  for (const { repository, pullRequest, installationId } of overdue)
    await enqueue(db, {
      repository,
      jobs: evaluatePulls([pullRequest]),
      ...defined({ installationId }),
    });
  if (overdue.length === 0) return;
  log(`${overdue.length} promotions are evaluated again: their verdict is older than their last event`);
  poke();
}

/** Compares the open pull requests of each pilot on GitHub with the store; finds changes for which no event arrived. */
async function checkPilots(options: TaskOptions): Promise<void> {
  for (const pilot of await pilots(options.db)) {
    if (options.isStopping()) return;
    try {
      await checkPilot(options, pilot);
    } catch (error) {
      options.log(
        `${pilot.repository} could not be checked: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  options.poke();
}

async function checkPilot({ db, installationOf }: RecoveryOptions, pilot: Pilot): Promise<void> {
  if (pilot.installationId === undefined) return;
  const { repository, installationId } = pilot;
  const { access } = await installationOf(installationId);
  const known = new Map((await openPullsOf(db, repository)).map((pull) => [pull.pullRequest, pull]));
  const open = await openPulls(access, nameOf(pilot));
  const missed = await endedPulls(db, repository, new Set(open.map(({ number }) => number)));
  for (const { number, sha, baseRef, updatedAt } of open) {
    const pull = known.get(number);
    const published = (await lastVerdict(db, repository, number))?.publishedAt;
    const isNewer =
      updatedAt !== undefined && published !== undefined && Date.parse(updatedAt) > published.getTime() + CLOCK_MS;
    if (pull === undefined || pull.sha !== sha || pull.baseRef !== baseRef || published === undefined || isNewer)
      missed.push(number);
  }
  await enqueue(db, { repository, jobs: evaluatePulls(missed), installationId });
}

/** Pull requests that are not open anymore although the store knows them as open, or knows a check of theirs that passes. */
async function endedPulls(db: Db, repository: string, open: Set<number>): Promise<number[]> {
  const known = [...(await openPullsOf(db, repository)), ...(await passingHeads(db, repository))];
  const ended = new Set(known.map(({ pullRequest }) => pullRequest).filter((number) => !open.has(number)));
  for (const number of ended) await forgetPull(db, repository, number);
  return [...ended];
}
