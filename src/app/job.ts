import type { Self } from '../github/publish/comment.ts';
import type { Db } from '../store/db.ts';
import type { Job } from '../store/job.ts';
import type { VerifiedLedger } from '../store/verified-ledger.ts';
import type { Audience } from './audience.ts';
import type { Installation } from './installation.ts';
import type { Metrics } from './metrics.ts';

export interface JobContext extends Installation {
  db: Db;
  ledger: VerifiedLedger;
  self: Self;
  metrics: Metrics;
  now: () => number;
  version: string;
  /** When the job is retried if this attempt fails. Internal errors are retried a limited number of times. */
  nextTry: Date;
  isLastTry: boolean;
  log: (line: string) => void;
  audience: Audience;
  /** Whether this worker still holds the job. If another worker took it, that worker's result is newer. */
  isHeld: () => Promise<boolean>;
}

/** Pull requests to evaluate next, and how long the verdict is valid at most, in milliseconds. */
export interface JobOutcome {
  others?: number[];
  validForMs?: number;
}

/** Splits the repository of a job into owner and name. */
export function nameOf(job: Pick<Job, 'repository'>): { owner: string; repo: string } {
  const [owner = '', repo = ''] = job.repository.split('/');
  return { owner, repo };
}
