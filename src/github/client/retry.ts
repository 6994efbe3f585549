import { GitHubUnavailableError } from './unavailable.ts';

export interface RetryOptions {
  /** The maximum total wait of one request in milliseconds, over all attempts. */
  maxWaitMs: number;
  sleep: (ms: number) => Promise<void>;
  now: () => number;
}

const MAX_TRIES = 6;
const FIRST_WAIT_MS = 500;
/** The wait that GitHub recommends for a secondary limit without a stated time (best practices for the REST API). */
const SECONDARY_WAIT_MS = 60_000;

/** The parts of a failed request that decide about a retry. */
export interface Failure {
  status: number;
  headers: Record<string, string>;
  message: string;
}

/**
 * Retries a read after server errors, broken connections and rate limits, up to the maximum wait; then throws a
 * GitHubUnavailableError that a later retry can resolve. Other failures are rethrown immediately.
 */
export async function withRetry<T>(
  options: RetryOptions,
  attempt: () => Promise<T>,
  failureOf: (error: unknown) => Failure | undefined,
): Promise<T> {
  let waited = 0;
  for (let tries = 1; ; tries++) {
    try {
      return await attempt();
    } catch (error) {
      const failure = failureOf(error);
      const wait = failure === undefined ? undefined : waitFor(failure, tries, options.now());
      if (failure === undefined || wait === undefined) throw error;
      if (tries >= MAX_TRIES || waited + wait > options.maxWaitMs) {
        throw new GitHubUnavailableError(failureMessage(failure, options.now() + wait), 'retry', failure.status);
      }
      waited += wait;
      await options.sleep(wait);
    }
  }
}

/** Whether GitHub refused because of a rate limit; a 403 can also be about permissions. */
export function isRateLimit({ status, headers, message }: Failure): boolean {
  if (status === 429) return true;
  const isNamed = headers['retry-after'] !== undefined || headers['x-ratelimit-remaining'] === '0';
  return status === 403 && (isNamed || /secondary rate limit|abuse detection/i.test(message));
}

/** Milliseconds to wait before the next attempt; undefined when a retry would fail the same way. */
function waitFor(failure: Failure, tries: number, now: number): number | undefined {
  const { status, headers, message } = failure;
  if (status === 403 || status === 429) {
    const after = Number(headers['retry-after']);
    if (headers['retry-after'] !== undefined && Number.isFinite(after)) return Math.max(0, after) * 1000;
    if (headers['x-ratelimit-remaining'] === '0') {
      return Math.max(1000, Number(headers['x-ratelimit-reset'] ?? 0) * 1000 - now);
    }
    if (status === 429 || /secondary rate limit|abuse detection/i.test(message)) {
      return SECONDARY_WAIT_MS * 2 ** (tries - 1);
    }
    return undefined;
  }
  return status >= 500 || status === 408 ? FIRST_WAIT_MS * 2 ** (tries - 1) : undefined;
}

function failureMessage(failure: Failure, next: number): string {
  if (failure.status === 403 || failure.status === 429) {
    const at = new Date(next);
    const time = Number.isNaN(at.getTime()) ? 'later' : `at ${at.toISOString().slice(11, 16)} UTC`;
    return `GitHub's rate limit is used up; next try ${time}`;
  }
  return `GitHub did not respond (${failure.status})`;
}
