import { createHash } from 'node:crypto';
import { type Answer, Refusal } from './answers.ts';

/** The budget of each token, and what a request costs of it. */
export interface Rate {
  /** Requests an hour; 5,000 for an App's installation without its growth. */
  limit: number;
  /** Takes one, or refuses as GitHub does at the end of the budget. */
  take(key: string): void;
  /** Gives one back: what is answered 304 is free. */
  refund(key: string): void;
  headers(key: string): Record<string, string>;
}

export function createRate(limit: number): Rate {
  const used = new Map<string, { count: number; until: number }>();
  const of = (key: string) => {
    const seconds = Math.floor(Date.now() / 1000);
    const known = used.get(key);
    if (known !== undefined && known.until > seconds) return known;
    const fresh = { count: 0, until: seconds + 3600 };
    used.set(key, fresh);
    return fresh;
  };
  const rate: Rate = {
    limit,
    take: (key) => {
      const budget = of(key);
      if (budget.count >= rate.limit) throw new Refusal(403, 'API rate limit exceeded for this token.');
      budget.count += 1;
    },
    refund: (key) => {
      of(key).count -= 1;
    },
    headers: (key) => {
      const { count, until } = of(key);
      return {
        'x-ratelimit-limit': String(rate.limit),
        'x-ratelimit-remaining': String(Math.max(0, rate.limit - count)),
        'x-ratelimit-used': String(count),
        'x-ratelimit-reset': String(until),
        'x-ratelimit-resource': 'core',
      };
    },
  };
  return rate;
}

export interface Sent {
  status: number;
  headers: Record<string, string>;
  bytes: Buffer;
}

/** The body of a response with a weak ETag; 304 without a body when the ETag matches. */
export function sealed(answer: Answer, method: string, ifNoneMatch: string | undefined): Sent {
  const headers: Record<string, string> = { ...answer.headers };
  const { body } = answer;
  const bytes =
    body instanceof Uint8Array ? Buffer.from(body) : Buffer.from(body === undefined ? '' : JSON.stringify(body));
  if (!(body instanceof Uint8Array) && body !== undefined) headers['content-type'] = 'application/json; charset=utf-8';
  if (method !== 'GET' || answer.status !== 200) return { status: answer.status, headers, bytes };
  headers.etag = `W/"${createHash('sha256').update(bytes).digest('hex')}"`;
  const same = ifNoneMatch !== undefined && ifNoneMatch.replace(/^W\//, '') === headers.etag.slice(2);
  return same ? { status: 304, headers, bytes: Buffer.alloc(0) } : { status: 200, headers, bytes };
}
