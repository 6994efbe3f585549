import type { Json } from './answers.ts';

/** A fault to inject. */
export interface Fault {
  /** `GET /repos/acme/triage`; `*` matches one path segment, `**` any number. Or a regular expression. */
  route: string | RegExp;
  status?: number;
  body?: Json;
  headers?: Record<string, string>;
  /** Seconds, sent as `retry-after`. */
  retryAfter?: number;
  /** Cuts the connection instead of responding. */
  reset?: boolean;
  /** Delay before the response in milliseconds. */
  delay?: number;
  /** Delay between two halves of the real response in milliseconds. */
  slowBody?: number;
  /** Sends only the first half of the real response as if it were complete. */
  truncate?: boolean;
  /** Sends half of the real response, then cuts the connection. */
  cut?: boolean;
  /** Limits the page size, whatever was requested; `Link` names the next page, as GitHub may do at any time. */
  perPage?: number;
  /** Number of failing requests; all by default. */
  times?: number;
  /** Number of requests that succeed first. */
  after?: number;
}

interface Armed extends Fault {
  matches: RegExp;
  seen: number;
}

/** Injected faults. */
export interface Faults {
  /** Returns a function that removes the fault. */
  add(fault: Fault): () => void;
  clear(): void;
  /** The number of failed requests since the last `clear`. */
  count(): number;
  /** The fault for this request, counted as used. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let armed: Armed[] = [];
  let count = 0;
  return {
    count: () => count,
    add: (fault) => {
      const one: Armed = { ...fault, matches: pattern(fault.route), seen: 0 };
      armed.push(one);
      return () => {
        armed = armed.filter((other) => other !== one);
      };
    },
    clear: () => {
      armed = [];
      count = 0;
    },
    take: (method, path) => {
      for (const fault of armed) {
        if (!fault.matches.test(`${method} ${path}`)) continue;
        const turn = fault.seen - (fault.after ?? 0);
        fault.seen += 1;
        if (turn < 0 || turn >= (fault.times ?? Number.POSITIVE_INFINITY)) continue;
        count += 1;
        return fault;
      }
      return undefined;
    },
  };
}

function pattern(route: string | RegExp): RegExp {
  if (route instanceof RegExp) return new RegExp(route.source, route.flags.replace('g', ''));
  const source = route
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replace(/\*\*/g, '\u0000')
    .replace(/\*/g, '[^/]+')
    .replace(/\u0000/g, '.*');
  return new RegExp(`^${source}$`);
}
