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
  /** The fault of this request, counted as used. */
  take(method: string, path: string): Fault | undefined;
}

export function createFaults(): Faults {
  let armed: Armed[] = [];
  return {
    add: (fault) => {
      const one: Armed = { ...fault, matches: pattern(fault.route), seen: 0 };
      armed.push(one);
      return () => {
        armed = armed.filter((other) => other !== one);
      };
    },
    clear: () => {
      armed = [];
    },
    take: (method, path) => {
      for (const fault of armed) {
        if (!fault.matches.test(`${method} ${path}`)) continue;
        const turn = fault.seen - (fault.after ?? 0);
        fault.seen += 1;
        if (turn >= 0 && turn < (fault.times ?? Number.POSITIVE_INFINITY)) return fault;
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
