import type { Db } from '../store/db.ts';
import { claim, enqueue, extend, fail, finish, type Job } from '../store/queue.ts';
import type { JobOutcome } from './judge-job.ts';

export interface Worker {
  /** New jobs may be there: look now instead of at the next turn. */
  wake: () => void;
  /** Takes no new jobs and ends when those under way are settled. */
  stop: () => Promise<void>;
}

export interface WorkerOptions {
  name: string;
  judge: (job: Job, isHeld: () => Promise<boolean>) => Promise<JobOutcome>;
  failed: (error: unknown, job?: Job) => void;
  pollMs?: number;
}

const AT_ONCE = 4;
/** Longer than any judgement takes with all its waiting; a worker that died is replaced after it. */
const LEASE_SECONDS = 300;

/** Works through the queue until it is stopped. A job that fails waits and comes again; none is ever dropped. */
export function startWorker(db: Db, options: WorkerOptions): Worker {
  let stopping = false;
  let wake = (): void => undefined;
  const loop = async (): Promise<void> => {
    while (!stopping) {
      const jobs = await claim(db, { worker: options.name, limit: AT_ONCE, leaseSeconds: LEASE_SECONDS }).catch(
        (error: unknown) => {
          options.failed(error);
          return [];
        },
      );
      await Promise.all(jobs.map((job) => settle(db, job, options)));
      if (jobs.length === 0 && !stopping) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, options.pollMs ?? 1000);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
  };
  const running = loop();
  return {
    wake: () => wake(),
    stop: async () => {
      stopping = true;
      wake();
      await running;
    },
  };
}

function wakeAt(outcome: JobOutcome): Date | undefined {
  if (outcome.kind !== 'judged' || outcome.validForMs === undefined) return undefined;
  return new Date(Date.now() + Math.max(0, outcome.validForMs));
}

/** The lease is not lost with an error of the store: then the job comes again when it ran out. */
async function settle(db: Db, job: Job, options: WorkerOptions): Promise<void> {
  try {
    const outcome = await options.judge(job, () => extend(db, job, LEASE_SECONDS));
    await db.tx(async (tx) => {
      const isSettled = await finish(tx, job, wakeAt(outcome));
      if (!isSettled || outcome.kind !== 'others') return;
      await enqueue(tx, {
        repository: job.repository,
        pullRequests: outcome.pullRequests,
        ...(job.installationId === undefined ? {} : { installationId: job.installationId }),
      });
    });
  } catch (error) {
    options.failed(error, job);
    await fail(db, job, error instanceof Error ? error.message : String(error)).catch((again: unknown) =>
      options.failed(again, job),
    );
  }
}
