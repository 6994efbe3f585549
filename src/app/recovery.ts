import type { Probot } from 'probot';
import * as z from 'zod';
import { statusOf } from '../github/publish/writer.ts';
import { openPulls } from '../github/recognition/open-pulls.ts';
import type { Db } from '../store/db.ts';
import { forgetDeliveries, knownDeliveries } from '../store/inbox.ts';
import { evaluatePulls } from '../store/job.ts';
import { openPullsOf, overduePromotions } from '../store/open-pulls.ts';
import { type Pilot, pilots } from '../store/pilots.ts';
import { enqueue } from '../store/queue.ts';
import { tryAcquireLock } from '../store/task-lock.ts';
import { lastVerdict } from '../store/verdicts.ts';
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
  /** Does all duties once, whoever else has them: on start. Ends when they are done. */
  once: () => Promise<void>;
  /** Begins nothing new and ends with the request that is under way. */
  stop: () => Promise<void>;
}

/** What the duties share: after a long outage they take minutes, and a stop must not wait for that. */
type Work = RecoveryOptions & { isStopping: () => boolean };

const EVERY_MS = 5 * 60_000;
/** Looking at every pilot costs a request each, so it is done less often than asking for lost deliveries. */
const LOOK_SECONDS = 3600;
/** GitHub keeps deliveries for three days (an Enterprise Server for seven); older ones cannot be had again. */
const KEPT_DAYS = 7;
const MAX_PAGES = 20;
const MAX_ATTEMPTS = 4;
/** An event is judged within moments; what is older without a word was lost. */
const GRACE_SECONDS = 120;
/** GitHub's clock and our own comment on the pull request: that much newer is no news. */
const CLOCK_MS = 60_000;

/** What a process that was away, or an event that never came, left open is found and judged: on start and by a timer. */
export function startRecovery(options: RecoveryOptions): Recovery {
  const { db, log } = options;
  let stopping = false;
  const shared: Work = { ...options, isStopping: () => stopping };
  let underWay: Promise<void> = Promise.resolve();
  const careful = async (what: string, work: () => Promise<void>): Promise<void> => {
    if (stopping) return;
    try {
      await work();
    } catch (error) {
      log(`${what} failed and is tried again: ${error instanceof Error ? error.message : String(error)}`);
    }
  };
  const round = async (isStart: boolean): Promise<void> => {
    const mine = async (name: string, seconds: number): Promise<boolean> =>
      (await tryAcquireLock(db, name, seconds)) || isStart;
    await careful('judging overdue promotions', async () => {
      if (await mine('overdue', EVERY_MS / 1000 - 10)) await judgeOverdue(options, isStart ? 0 : GRACE_SECONDS);
    });
    await careful('looking at every pilot', async () => {
      if (await mine('look', LOOK_SECONDS)) await lookAtPilots(shared);
    });
    // Last: one a second is what GitHub wants to be asked for, and nobody needs them to be judged.
    await careful('asking for lost deliveries', async () => {
      if (await mine('redeliver', EVERY_MS / 1000 - 10)) await redeliverFailed(shared);
    });
    await careful('forgetting old deliveries', async () => {
      await forgetDeliveries(db, new Date(Date.now() - 2 * KEPT_DAYS * 86_400_000));
    });
  };
  const timer = setInterval(() => {
    underWay = underWay.then(() => round(false));
  }, EVERY_MS);
  timer.unref();
  return {
    once: () => {
      underWay = underWay.then(() => round(true));
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

/** Asks GitHub to send again what it could not deliver and what is not in the inbox. */
async function redeliverFailed({ db, probot, metrics, log, isStopping }: Work): Promise<void> {
  const octokit = await probot.auth();
  const attempts = new Map<string, { id: number; event: string; times: number }>();
  let cursor: string | undefined;
  for (let page = 0; page < MAX_PAGES; page++) {
    const { data, headers } = await octokit.request('GET /app/hook/deliveries', {
      per_page: 100,
      ...(cursor === undefined ? {} : { cursor }),
    });
    const listed = DELIVERIES.parse(data);
    for (const { id, guid, status_code, event } of listed) {
      const known = attempts.get(guid);
      const isTaken = status_code >= 200 && status_code < 300;
      attempts.set(guid, {
        id: known?.id ?? id,
        event,
        times: (known?.times ?? 0) + (isTaken ? Number.POSITIVE_INFINITY : 1),
      });
    }
    cursor = /[?&]cursor=([^&>]+)[^>]*>; rel="next"/.exec(String(headers.link ?? ''))?.[1];
    const oldest = listed.at(-1)?.delivered_at ?? '';
    if (isStopping() || cursor === undefined || Date.parse(oldest) < Date.now() - KEPT_DAYS * 86_400_000) break;
  }
  const lost = [...attempts].filter(([, { times }]) => times <= MAX_ATTEMPTS);
  const kept = await knownDeliveries(
    db,
    lost.map(([guid]) => guid),
  );
  let asked = 0;
  for (const [guid, { id }] of lost) {
    if (isStopping()) break;
    if (kept.has(guid)) continue;
    try {
      await octokit.request('POST /app/hook/deliveries/{delivery_id}/attempts', { delivery_id: id });
      asked += 1;
    } catch (error) {
      // One that GitHub does not have any more must not keep the others from coming.
      log(`delivery ${guid} cannot be had again (${statusOf(error) ?? 'no answer'})`);
    }
  }
  if (asked > 0) log(`${asked} lost deliveries were asked for again`);
  metrics.redelivered.inc(asked);
}

/** Promotions about which something was heard after they were last told, without a job on its way to them. */
async function judgeOverdue({ db, log, poke: wake }: RecoveryOptions, graceSeconds: number): Promise<void> {
  const overdue = await overduePromotions(db, graceSeconds);
  for (const { repository, pullRequest, installationId } of overdue)
    await enqueue(db, {
      repository,
      jobs: evaluatePulls([pullRequest]),
      ...(installationId === undefined ? {} : { installationId }),
    });
  if (overdue.length === 0) return;
  log(`${overdue.length} promotions are judged again: their verdict is older than their last event`);
  wake();
}

/** What GitHub has of the pilots, against what is remembered: finds also what no event ever told. */
async function lookAtPilots(options: Work): Promise<void> {
  for (const pilot of await pilots(options.db)) {
    if (options.isStopping()) return;
    try {
      await lookAt(options, pilot);
    } catch (error) {
      options.log(
        `${pilot.repository} could not be looked at: ${error instanceof Error ? error.message : String(error)}`,
      );
    }
  }
  options.poke();
}

async function lookAt({ db, installationOf }: RecoveryOptions, pilot: Pilot): Promise<void> {
  if (pilot.installationId === undefined) return;
  const { repository, installationId } = pilot;
  const { access } = await installationOf(installationId);
  const known = new Map((await openPullsOf(db, repository)).map((pull) => [pull.pullRequest, pull]));
  const missed: number[] = [];
  for (const { number, sha, baseRef, updatedAt } of await openPulls(access, nameOf(pilot))) {
    const pull = known.get(number);
    const published = (await lastVerdict(db, repository, number))?.publishedAt;
    const isNewer =
      updatedAt !== undefined && published !== undefined && Date.parse(updatedAt) > published.getTime() + CLOCK_MS;
    if (pull === undefined || pull.sha !== sha || pull.baseRef !== baseRef || published === undefined || isNewer)
      missed.push(number);
  }
  await enqueue(db, { repository, jobs: evaluatePulls(missed), installationId });
}
