import type { Self } from '../github/publish/comment.ts';
import type { Db } from '../store/db.ts';
import type { Job } from '../store/job.ts';
import type { Installation } from './installation.ts';
import type { Metrics } from './metrics.ts';

export interface JobContext extends Installation {
  db: Db;
  self: Self;
  metrics: Metrics;
  now: () => number;
  version: string;
  /** When the job will be tried again if this try fails; a defect is not tried for ever. */
  nextTry: Date;
  isLastTry: boolean;
  log: (line: string) => void;
  /** Whether this worker still holds the job: another one may have taken it, and its word is the newer. */
  isHeld: () => Promise<boolean>;
}

/** Pull requests that are to be judged next, and for how many milliseconds the verdict holds at most. */
export interface JobOutcome {
  others?: number[];
  validForMs?: number;
}

/** Owner and name of the repository that a job is about. */
export function nameOf(job: Pick<Job, 'repository'>): { owner: string; repo: string } {
  const [owner = '', repo = ''] = job.repository.split('/');
  return { owner, repo };
}
