import { type Db, mayBeForgotten } from '../store/db.ts';
import { evaluatePulls, type Job } from '../store/job.ts';
import { claim, enqueue, extend, fail, finish, LIMITS, pauseAfter, takeBack } from '../store/queue.ts';
import { InstallationGone } from './installation.ts';
import type { JobContext, JobOutcome } from './job.ts';
import type { Metrics } from './metrics.ts';
import { isTransient } from './publish-not-evaluated.ts';

export interface Worker {
  /** New jobs may be there: look now instead of at the next turn. */
  poke: () => void;
  /** Takes no new jobs and ends when those under way are settled. */
  stop: () => Promise<void>;
}

/** What an evaluation needs to know of its try. */
export type Try = Pick<JobContext, 'isHeld' | 'nextTry' | 'isLastTry'>;

export interface WorkerOptions {
  name: string;
  judge: (job: Job, attempt: Try) => Promise<JobOutcome>;
  /** When GitHub wants to be left in peace until: milliseconds since the epoch, or 0. */
  pausedUntil: (job: Job) => number;
  failed: (error: unknown, job?: Job) => void;
  metrics: Metrics;
  pollMs?: number;
  /** How long a job is claimed for; it is renewed all the while it is worked on. */
  leaseSeconds?: number;
}

/** An evaluation waits for GitHub nearly all its time. */
const AT_ONCE = 8;
/** Where it does not, more at once bring nothing, and whoever sends a webhook waits behind all of them. */
const BUSY_AT_ONCE = 2;
const BUSY = 0.85;
/** A worker that died is replaced after it; one that lives renews it three times meanwhile. */
const LEASE_SECONDS = 30;
/** Longer than any evaluation takes with all its waiting: after it even a living worker is taken for stuck. */
const MAX_MS = 300_000;
/** GitHub ends a request after ten seconds: what a killed process had sent is done by then, or never will be. */
const PAUSE_SECONDS = 10;

/** Works through the queue until it is stopped. A job that fails waits and comes again; none is ever dropped. */
export function startWorker(db: Db, options: WorkerOptions): Worker {
  const underWay = new Set<Promise<void>>();
  const isBusy = busyness();
  let stopping = false;
  let news = false;
  let poke = (): void => undefined;
  const turn = (): void => {
    news = true;
    poke();
  };
  /** Until something is new, a job ended, or the next look is due. */
  const rest = (): Promise<void> =>
    new Promise((resolve) => {
      const timer = setTimeout(resolve, options.pollMs ?? 1000);
      poke = () => {
        clearTimeout(timer);
        resolve();
      };
      if (news) poke();
    });
  const loop = async (): Promise<void> => {
    // The embedded store belongs to one process: whoever had jobs before this one is dead.
    if (db.kind === 'embedded') await takeBack(db, PAUSE_SECONDS).catch((error: unknown) => options.failed(error));
    while (!stopping) {
      news = false;
      const limit = (isBusy() ? BUSY_AT_ONCE : AT_ONCE) - underWay.size;
      const jobs = limit <= 0 ? [] : await claimed(db, limit, options);
      for (const job of jobs) {
        const work = settle(db, job, options).finally(() => {
          underWay.delete(work);
          turn();
        });
        underWay.add(work);
      }
      // One that may have killed its worker takes no others along.
      if (jobs.some((job) => job.lost > 0)) await Promise.all(underWay);
      await rest();
    }
    await Promise.all(underWay);
  };
  const running = loop();
  return {
    poke: turn,
    stop: async () => {
      stopping = true;
      turn();
      await running;
    },
  };
}

/** Whether this process had next to no idle time since it was last asked; looked at over a tenth of a second at least. */
function busyness(): () => boolean {
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

async function claimed(db: Db, limit: number, options: WorkerOptions): Promise<Job[]> {
  try {
    return await claim(db, { worker: options.name, limit, leaseSeconds: options.leaseSeconds ?? LEASE_SECONDS });
  } catch (error) {
    options.failed(error);
    return [];
  }
}

/** The lease is not lost with an error of the store: then the job comes again when it ran out. */
async function settle(db: Db, job: Job, options: WorkerOptions): Promise<void> {
  const { metrics } = options;
  const nextTry = new Date(Math.max(Date.now() + pauseAfter(job.tries), options.pausedUntil(job)));
  const end = metrics.evaluation.startTimer();
  const leaseSeconds = options.leaseSeconds ?? LEASE_SECONDS;
  const isHeld = (): Promise<boolean> => mayBeForgotten(db, (tx) => extend(tx, job, leaseSeconds));
  const began = Date.now();
  const beat = setInterval(
    () => {
      if (Date.now() - began < MAX_MS) isHeld().catch((error: unknown) => options.failed(error, job));
    },
    (leaseSeconds * 1000) / 3,
  );
  try {
    const isLastTry = job.tries >= LIMITS.maxTries;
    const outcome = await options.judge(job, { isHeld, nextTry, isLastTry });
    const isSettled = await settled(db, job, outcome);
    metrics.jobs.inc({ outcome: isSettled ? (outcome.others === undefined ? 'judged' : 'others') : 'lost' });
  } catch (error) {
    options.failed(error, job);
    if (error instanceof InstallationGone) return await dropped(db, job, options);
    // Only what is our own defect is given up: GitHub comes back, and until then nothing is green.
    const limits = isTransient(error) ? { ...LIMITS, maxTries: 2 ** 31 - 1 } : LIMITS;
    const after = new Date(Math.max(nextTry.getTime(), options.pausedUntil(job)));
    const text = error instanceof Error ? error.message : String(error);
    await fail(db, job, text, { limits, after }).then(
      (outcome) => metrics.jobs.inc({ outcome }),
      (again: unknown) => options.failed(again, job),
    );
  } finally {
    clearInterval(beat);
    end();
  }
}

async function settled(db: Db, job: Job, { others, validForMs }: JobOutcome): Promise<boolean> {
  const nextChangeAt = validForMs === undefined ? undefined : new Date(Date.now() + Math.max(0, validForMs));
  return mayBeForgotten(db, (loose) =>
    loose.tx(async (tx) => {
      const isSettled = await finish(tx, job, nextChangeAt);
      if (isSettled && others !== undefined)
        await enqueue(tx, {
          repository: job.repository,
          jobs: evaluatePulls(others),
          ...(job.installationId === undefined ? {} : { installationId: job.installationId }),
        });
      return isSettled;
    }),
  );
}

/** Nobody is there to be told; when the App is installed again, everything is judged anew. */
async function dropped(db: Db, job: Job, { metrics, failed }: WorkerOptions): Promise<void> {
  await finish(db, job).then(
    () => metrics.jobs.inc({ outcome: 'lost' }),
    (again: unknown) => failed(again, job),
  );
}
