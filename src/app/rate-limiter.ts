import { GitHubUnavailableError } from '../github/index.ts';

/** Request limits of one installation, chosen below the limits of GitHub. */
export interface Limits {
  /** Concurrent requests. */
  atOnce: number;
  /** Points per minute: a read costs one, a write five. */
  points: number;
  /** Requests per minute that create content. */
  writes: number;
}

/**
 * GitHub's secondary limits are 100 concurrent requests, 900 points and 80 content-creating requests per minute (best
 * practices for the REST API). These leave room for other clients of the same installation.
 */
const GITHUB: Limits = { atOnce: 40, points: 800, writes: 70 };
/** GitHub Enterprise Server has no limits by default. */
const OWN_SERVER: Limits = { atOnce: 40, points: Number.POSITIVE_INFINITY, writes: Number.POSITIVE_INFINITY };

/** The limits for the server of an API address. */
export function limitsOf(apiUrl: string): Limits {
  return /(^|\.)(github\.com|ghe\.com)$/i.test(new URL(apiUrl).hostname) ? GITHUB : OWN_SERVER;
}

export interface RateLimiter {
  /** Runs the work when the limits allow it. Throws GitHubUnavailableError, without running it, during a long pause. */
  run: <T>(isWrite: boolean, work: () => Promise<T>) => Promise<T>;
  /** Reads the rate limit headers of a response; after a refusal all requests wait. */
  onResponse: (status: number, headers: Headers) => void;
  /** Time in milliseconds since the epoch until which nothing is sent; 0 when there is no pause. */
  pausedUntil: () => number;
}

export interface Clock {
  now: () => number;
  sleep: (ms: number) => Promise<void>;
}

const REAL: Clock = {
  now: () => Date.now(),
  sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
};
/** The pause that GitHub recommends when a response names none. */
const UNNAMED_PAUSE_MS = 60_000;
/** A request that would wait longer fails instead, and its job is retried later. */
const MAX_PAUSE_MS = 45_000;
/** No limit of GitHub lasts longer; this caps pauses caused by a wrong clock or an odd response. */
const LONGEST_PAUSE_MS = 3_600_000;

/** Creates a limiter for one installation, so that a busy installation does not delay the others. */
export function createRateLimiter(limits: Limits, clock: Clock = REAL): RateLimiter {
  const points = budget(limits.points, clock);
  const writes = budget(limits.writes, clock);
  const waiting: (() => void)[] = [];
  let underWay = 0;
  let paused = 0;
  const enter = async (): Promise<void> => {
    if (underWay >= limits.atOnce) await new Promise<void>((resolve) => waiting.push(resolve));
    else underWay += 1;
  };
  const leave = (): void => {
    const next = waiting.shift();
    if (next === undefined) underWay -= 1;
    else next();
  };
  /** A pause may begin or grow while a request waits. */
  const waitOutPause = async (): Promise<void> => {
    for (let rest = paused - clock.now(); rest > 0; rest = paused - clock.now()) {
      if (rest > MAX_PAUSE_MS)
        throw new GitHubUnavailableError(`GitHub asked for a pause until ${timeOf(paused)}`, 'retry', 429);
      await clock.sleep(rest);
    }
  };
  return {
    run: async (isWrite, work) => {
      await enter();
      try {
        await waitOutPause();
        const wait = Math.max(points(isWrite ? 5 : 1), isWrite ? writes(1) : 0);
        if (wait > 0) {
          await clock.sleep(wait);
          await waitOutPause();
        }
        return await work();
      } finally {
        leave();
      }
    },
    onResponse: (status, headers) => {
      if (status !== 403 && status !== 429) return;
      const after = Number(headers.get('retry-after') ?? Number.NaN);
      const reset = Number(headers.get('x-ratelimit-reset') ?? Number.NaN) * 1000;
      const pauseUntil = (ms: number): void => {
        paused = Math.max(paused, Math.min(ms, clock.now() + LONGEST_PAUSE_MS));
      };
      if (Number.isFinite(after)) pauseUntil(clock.now() + after * 1000);
      else if (headers.get('x-ratelimit-remaining') === '0' && Number.isFinite(reset)) pauseUntil(reset);
      else if (status === 429) pauseUntil(clock.now() + UNNAMED_PAUSE_MS);
    },
    pausedUntil: () => (paused > clock.now() ? paused : 0),
  };
}

function timeOf(ms: number): string {
  return `${new Date(ms).toISOString().slice(11, 16)} UTC`;
}

const MINUTE_MS = 60_000;

/**
 * Returns how long to wait in milliseconds before this cost may be spent, so that no 60-second window exceeds the
 * limit.
 */
function budget(perMinute: number, clock: Clock): (cost: number) => number {
  if (!Number.isFinite(perMinute)) return () => 0;
  const taken: { at: number; cost: number }[] = [];
  let sum = 0;
  let at = Number.NEGATIVE_INFINITY;
  return (cost) => {
    at = Math.max(at, clock.now());
    for (let oldest = taken[0]; oldest !== undefined; oldest = taken[0]) {
      if (oldest.at > at - MINUTE_MS && sum + cost <= perMinute) break;
      at = Math.max(at, oldest.at + MINUTE_MS);
      sum -= oldest.cost;
      taken.shift();
    }
    taken.push({ at, cost });
    sum += cost;
    return at - clock.now();
  };
}
