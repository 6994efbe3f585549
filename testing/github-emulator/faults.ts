import type { Json } from './answers.ts';

/** What goes wrong, where, and how often. */
export interface Fault {
  /** `GET /repos/acme/triage`; one star stands for a piece of the path, two for any number. Or an expression on the same. */
  route: string | RegExp;
  status?: number;
  body?: Json;
  headers?: Record<string, string>;
  /** Seconds, sent as `retry-after`. */
  retryAfter?: number;
  /** The connection is cut instead of an answer. */
  reset?: boolean;
  /** Milliseconds before the answer. */
  delay?: number;
  /** Milliseconds between two halves of the true answer. */
  slowBody?: number;
  /** Only the first half of the true answer comes, as if it were all: JSON that ends in the middle. */
  truncate?: boolean;
  /** Half of the true answer comes, then the connection is cut. */
  cut?: boolean;
  /** Pages hold at most so many, whatever was asked for; `Link` names the next one, as GitHub may do at any time. */
  perPage?: number;
  /** So many requests go wrong, then all is well; without it every one. */
  times?: number;
  /** So many requests go well first. */
  after?: number;
}

interface Armed extends Fault {
  matches: RegExp;
  seen: number;
}

/** Things that go wrong on order. */
export interface Faults {
  /** Returns what takes it away again. */
  add(fault: Fault): () => void;
  clear(): void;
  /** How many requests went wrong since the last `clear`. */
  taken(): number;
  /** The fault of this request, counted as used. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let armed: Armed[] = [];
  let taken = 0;
  return {
    taken: () => taken,
    add: (fault) => {
      const one: Armed = { ...fault, matches: pattern(fault.route), seen: 0 };
      armed.push(one);
      return () => {
        armed = armed.filter((other) => other !== one);
      };
    },
    clear: () => {
      armed = [];
      taken = 0;
    },
    take: (method, path) => {
      for (const fault of armed) {
        if (!fault.matches.test(`${method} ${path}`)) continue;
        const turn = fault.seen - (fault.after ?? 0);
        fault.seen += 1;
        if (turn < 0 || turn >= (fault.times ?? Number.POSITIVE_INFINITY)) continue;
        taken += 1;
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
