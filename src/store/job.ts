/** What a job does. Each subject is one row of the queue, so it cannot be queued or run twice at the same time. */
export type JobSubject =
  | { kind: 'evaluate-pull'; pullRequest: number }
  /** The commit of a merge group, evaluated for the pull request that it would merge. */
  | { kind: 'evaluate-group'; pullRequest: number; sha: string }
  /** Finds the open pull requests of a repository and enqueues each. */
  | { kind: 'refresh-repository' }
  /** Answers the comments of a repository, one after the other. */
  | { kind: 'answer-comments' };

/** A claim of a job. */
interface Claim {
  repository: string;
  installationId?: number;
  tries: number;
  /** How often its worker disappeared during a run. */
  lost: number;
  /** When it was claimed, by the clock of the database: later changes may not have been seen. */
  claimedAt: Date;
  /** Identifies this claim: a worker whose lease expired cannot finish the job of its successor. */
  lease: string;
}

export type Job<S extends JobSubject = JobSubject> = S extends unknown ? S & Claim : never;
/** A job that evaluates one pull request. */
export type EvaluationJob = Job<Extract<JobSubject, { pullRequest: number }>>;

/** One job per distinct pull request, sorted by number. */
export function evaluatePulls(numbers: number[]): JobSubject[] {
  return [...new Set(numbers)]
    .sort((a, b) => a - b)
    .map((pullRequest): JobSubject => ({ kind: 'evaluate-pull', pullRequest }));
}

/** The repository and pull request of a job: `acme/triage#12`, `acme/triage`. */
export function describeJob(job: JobSubject & { repository: string }): string {
  return 'pullRequest' in job ? `${job.repository}#${job.pullRequest}` : job.repository;
}

/** The columns that identify a job: no pull request has the number 0, and no commit id is `commands`. */
export interface JobColumns {
  pull_request: number;
  sha: string;
}
const COMMENTS = 'commands';

export function columnsOf(job: JobSubject): JobColumns {
  switch (job.kind) {
    case 'evaluate-pull':
      return { pull_request: job.pullRequest, sha: '' };
    case 'evaluate-group':
      return { pull_request: job.pullRequest, sha: job.sha };
    case 'refresh-repository':
      return { pull_request: 0, sha: '' };
    case 'answer-comments':
      return { pull_request: 0, sha: COMMENTS };
  }
}

export function subjectOf({ pull_request: pullRequest, sha }: JobColumns): JobSubject {
  if (pullRequest === 0) return { kind: sha === COMMENTS ? 'answer-comments' : 'refresh-repository' };
  return sha === '' ? { kind: 'evaluate-pull', pullRequest } : { kind: 'evaluate-group', pullRequest, sha };
}
