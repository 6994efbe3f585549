import type { GitHub } from '../emulator/index.ts';

type Fault = Parameters<GitHub['faults']['add']>[0];

const soon = (): number => Math.floor(Date.now() / 1000) + 2;
const RATE = { 'x-ratelimit-remaining': '0', 'x-ratelimit-limit': '5000' };

/** Everything that can come between us and GitHub, by name. Whoever waits for what is named here waits seconds, not minutes. */
export const FAULTS: Record<string, () => Omit<Fault, 'route'>> = {
  '500': () => ({ status: 500 }),
  '502 that is a page': () => ({ status: 502, headers: { 'content-type': 'text/html' } }),
  '503 with retry-after': () => ({ status: 503, retryAfter: 1 }),
  '403': () => ({ status: 403, body: { message: 'Resource not accessible by integration' } }),
  '403 with retry-after': () => ({ status: 403, retryAfter: 1 }),
  '403, budget used up': () => ({ status: 403, headers: { ...RATE, 'x-ratelimit-reset': String(soon()) } }),
  '403, budget used up by a clock an hour behind': () => ({
    ...{ status: 403, headers: { ...RATE, 'x-ratelimit-reset': String(soon() - 3600) } },
  }),
  '429 with retry-after': () => ({ status: 429, retryAfter: 1 }),
  '429': () => ({ status: 429 }),
  '404': () => ({ status: 404 }),
  '200 and nothing': () => ({ status: 200, body: {} }),
  'a reset connection': () => ({ reset: true }),
  'JSON that ends in the middle': () => ({ truncate: true }),
  'an answer that is cut off': () => ({ cut: true }),
  'a slow answer': () => ({ delay: 30, slowBody: 30 }),
  'short pages': () => ({ perPage: 1 }),
};
