import { NotSeen } from '../github/index.ts';

/** How much one installation may ask, so that its rate limits are never the ones that stop it. */
export interface Limits {
  /** Requests under way at the same time. */
  atOnce: number;
  /** Points a minute: a read costs one, a write five. */
  points: number;
  /** Requests a minute that make something people are told of. */
  writes: number;
}

/**
 * GitHub's secondary limits are 100 at once, 900 points and 80 content-making requests a minute (best practices for the
 * REST API); below them with room for what others do with the same installation.
 */
const GITHUB: Limits = { atOnce: 40, points: 800, writes: 70 };
/** An Enterprise Server has no limits unless its operator sets some. */
const OWN_SERVER: Limits = { atOnce: 40, points: Number.POSITIVE_INFINITY, writes: Number.POSITIVE_INFINITY };

/** The limits that the server behind an API address keeps. */
export function limitsOf(apiUrl: string): Limits {
  return /(^|\.)(github\.com|ghe\.com)$/i.test(new URL(apiUrl).hostname) ? GITHUB : OWN_SERVER;
}

export interface RateLimiter {
  /** Does the work when it is its turn. Throws NotSeen, and does nothing, when GitHub asked for a long pause. */
  run: <T>(isWrite: boolean, work: () => Promise<T>) => Promise<T>;
  /** What an answer says of the limits: after a refusal the whole lane waits. */
  heard: (status: number, headers: Headers) => void;
  /** Milliseconds since the epoch before which nothing is sent; 0 when there is no pause. */
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
/** What GitHub asks for when it names no time. */
const UNNAMED_PAUSE_MS = 60_000;
/** Whoever would have to wait longer is told so instead of being sent, and comes again. */
const MAX_PAUSE_MS = 45_000;
/** No limit of GitHub holds longer: a clock that is wrong, or a strange answer, must not stop a lane for ever. */
const LONGEST_PAUSE_MS = 3_600_000;

/** One lane for each installation: a busy one never holds the others. */
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
  /** A pause may begin, or grow, while somebody waits. */
  const pauseOver = async (): Promise<void> => {
    for (let rest = paused - clock.now(); rest > 0; rest = paused - clock.now()) {
      if (rest > MAX_PAUSE_MS) throw new NotSeen(`GitHub asks for a pause until ${timeOf(paused)}`, 'retry', 429);
      await clock.sleep(rest);
    }
  };
  return {
    run: async (isWrite, work) => {
      await enter();
      try {
        await pauseOver();
        const wait = Math.max(points(isWrite ? 5 : 1), isWrite ? writes(1) : 0);
        if (wait > 0) {
          await clock.sleep(wait);
          await pauseOver();
        }
        return await work();
      } finally {
        leave();
      }
    },
    heard: (status, headers) => {
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

/** Milliseconds to wait before so much may be taken: no minute, wherever it begins, ever holds more than the limit. */
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
