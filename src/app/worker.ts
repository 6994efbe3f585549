import { defined } from '../domain/defined.ts';
import { type Db, withRelaxedDurability } from '../store/db.ts';
import { evaluatePulls, type Job } from '../store/job.ts';
import { claim, enqueue, extend, fail, finish, LIMITS, pauseAfter, shortenLeases } from '../store/queue.ts';
import { InstallationGone } from './installation.ts';
import type { JobContext, JobOutcome } from './job.ts';
import type { Metrics } from './metrics.ts';
import { isTransient } from './publish-not-evaluated.ts';

export interface Worker {
  /** Checks for new jobs now instead of at the next poll. */
  poke: () => void;
  /** Takes no new jobs and resolves when those in progress are finished. */
  stop: () => Promise<void>;
}

/** The current attempt of a job. */
export type Attempt = Pick<JobContext, 'isHeld' | 'nextTry' | 'isLastTry'>;

export interface WorkerOptions {
  name: string;
  handleJob: (job: Job, attempt: Attempt) => Promise<JobOutcome>;
  /** Time in milliseconds since the epoch until which GitHub asked us to pause; 0 when there is no pause. */
  pausedUntil: (job: Job) => number;
  onFailure: (error: unknown, job?: Job) => void;
  metrics: Metrics;
  pollMs?: number;
  /** Whether the process is too busy for more jobs; measured by default. */
  isBusy?: () => boolean;
  /** Duration of a claim in seconds; it is renewed while the job runs. */
  leaseSeconds?: number;
}

/** An evaluation mostly waits for GitHub. */
const MAX_JOBS = 8;
/** Under CPU load more concurrent jobs bring nothing and delay webhooks. */
const MAX_JOBS_WHEN_BUSY = 2;
const BUSY = 0.85;
/** The job of a dead worker is taken over after this time; a live worker renews three times in it. */
const LEASE_SECONDS = 30;
/** Longer than any evaluation including its waits: after it a live worker counts as stuck. */
const MAX_JOB_MS = 300_000;
/** GitHub ends a request after ten seconds; after that, requests of a killed process have no effect anymore. */
const TAKEOVER_PAUSE_SECONDS = 10;

/** Processes the queue until stopped. A failed job is retried later; none is lost. */
export function startWorker(db: Db, options: WorkerOptions): Worker {
  const underWay = new Set<Promise<void>>();
  const isBusy = options.isBusy ?? createBusyCheck();
  let stopping = false;
  let hasWork = false;
  let poke = (): void => undefined;
  const notify = (): void => {
    hasWork = true;
    poke();
  };
  /** Resolves when a job may be available, when one ended, or after the poll interval. */
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, options.pollMs ?? 1000);
      poke = () => {
        clearTimeout(timer);
        resolve();
      };
      if (hasWork) poke();
    });
  const loop = async (): Promise<void> => {
    // The embedded store belongs to one process: any earlier claim is from a dead one.
    if (db.kind === 'embedded')
      await shortenLeases(db, TAKEOVER_PAUSE_SECONDS).catch((error: unknown) => options.onFailure(error));
    while (!stopping) {
      hasWork = false;
      const limit = (isBusy() ? MAX_JOBS_WHEN_BUSY : MAX_JOBS) - underWay.size;
      const jobs = limit <= 0 ? [] : await claimJobs(db, limit, options);
      for (const job of jobs) {
        const work = runJob(db, job, options).finally(() => {
          underWay.delete(work);
          notify();
        });
        underWay.add(work);
      }
      // A job that may have killed its worker runs alone.
      if (jobs.some((job) => job.lost > 0)) await Promise.all(underWay);
      await rest();
    }
    await Promise.all(underWay);
  };
  const running = loop();
  return {
    poke: notify,
    stop: async () => {
      stopping = true;
      notify();
      await running;
    },
  };
}

/**
 * Returns a function that reports whether the event loop was busy since its last call, measured over at least 100 ms.
 */
export function createBusyCheck(): () => boolean {
  let before = performance.eventLoopUtilization();
  let at = performance.now();
  let isBusy = false;
  return () => {
    if (performance.now() - at < 100) return isBusy;
    isBusy = performance.eventLoopUtilization(before).utilization > BUSY;
    before = performance.eventLoopUtilization();
    at = performance.now();
    return isBusy;
  };
}

async function claimJobs(db: Db, limit: number, options: WorkerOptions): Promise<Job[]> {
  try {
    return await claim(db, { worker: options.name, limit, leaseSeconds: options.leaseSeconds ?? LEASE_SECONDS });
  } catch (error) {
    options.onFailure(error);
    return [];
  }
}

/** If the store fails here, the lease expires and the job runs again. */
async function runJob(db: Db, job: Job, options: WorkerOptions): Promise<void> {
  const { metrics } = options;
  const nextTry = new Date(Math.max(Date.now() + pauseAfter(job.tries), options.pausedUntil(job)));
  const end = metrics.evaluation.startTimer();
  const leaseSeconds = options.leaseSeconds ?? LEASE_SECONDS;
  const isHeld = (): Promise<boolean> => withRelaxedDurability(db, (tx) => extend(tx, job, leaseSeconds));
  const began = Date.now();
  const renewal = setInterval(
    () => {
      if (Date.now() - began < MAX_JOB_MS) isHeld().catch((error: unknown) => options.onFailure(error, job));
    },
    (leaseSeconds * 1000) / 3,
  );
  try {
    const isLastTry = job.tries >= LIMITS.maxTries;
    const outcome = await options.handleJob(job, { isHeld, nextTry, isLastTry });
    const isSettled = await finishJob(db, job, outcome);
    metrics.jobs.inc({ outcome: isSettled ? (outcome.others === undefined ? 'judged' : 'others') : 'lost' });
  } catch (error) {
    options.onFailure(error, job);
    if (error instanceof InstallationGone) return await dropJob(db, job, options);
    // Only internal errors exhaust the attempts. GitHub outages are retried indefinitely, and the check is not green
    // meanwhile.
    const limits = isTransient(error) ? { ...LIMITS, maxTries: 2 ** 31 - 1 } : LIMITS;
    const after = new Date(Math.max(nextTry.getTime(), options.pausedUntil(job)));
    const text = error instanceof Error ? error.message : String(error);
    await fail(db, job, text, { limits, after }).then(
      (outcome) => metrics.jobs.inc({ outcome }),
      (again: unknown) => options.onFailure(again, job),
    );
  } finally {
    clearInterval(renewal);
    end();
  }
}

async function finishJob(db: Db, job: Job, { others, validForMs }: JobOutcome): Promise<boolean> {
  const nextChangeAt = validForMs === undefined ? undefined : new Date(Date.now() + Math.max(0, validForMs));
  return withRelaxedDurability(db, (relaxed) =>
    relaxed.tx(async (tx) => {
      const isSettled = await finish(tx, job, nextChangeAt);
      if (isSettled && others !== undefined)
        await enqueue(tx, {
          repository: job.repository,
          jobs: evaluatePulls(others),
          ...defined({ installationId: job.installationId }),
        });
      return isSettled;
    }),
  );
}

/** There is nobody to publish to. When the App is installed again, everything is evaluated anew. */
async function dropJob(db: Db, job: Job, { metrics, onFailure }: WorkerOptions): Promise<void> {
  await finish(db, job).then(
    () => metrics.jobs.inc({ outcome: 'lost' }),
    (again: unknown) => onFailure(again, job),
  );
}
