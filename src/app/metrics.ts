import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '../store/db.ts';
import { queueDepth } from '../store/queue-state.ts';

/** The metrics of the App, as documented in docs/operating.md. No label contains the name of a repository or person. */
export interface Metrics {
  deliveries: Counter<'event' | 'outcome'>;
  acknowledge: Histogram;
  jobs: Counter<'outcome'>;
  evaluation: Histogram;
  verdicts: Counter<'verdict'>;
  githubRequests: Counter<'counted'>;
  redelivered: Counter;
  ledgerBroken: Gauge;
  /** Registers functions that return cache sizes, by kind. */
  observeCaches: (sizes: Record<string, () => number>) => void;
  /** All metrics in Prometheus format. Queue metrics are read from the store on each call. */
  text: (db: Db) => Promise<{ type: string; body: string }>;
}

export function openMetrics(): Metrics {
  const registers = [new Registry()];
  const [registry] = registers as [Registry];
  collectDefaultMetrics({ register: registry });
  const name = (rest: string): string => `pilot_readiness_${rest}`;
  const queue = new Gauge({
    name: name('queue_jobs'),
    help: 'Jobs by state: due, later, running, dead',
    labelNames: ['state'],
    registers,
  });
  const oldest = new Gauge({
    name: name('queue_oldest_seconds'),
    help: 'Waiting time of the oldest due job in seconds',
    registers,
  });
  const cached = new Gauge({
    name: name('cached'),
    help: 'GitHub cache size by kind (bytes for blobs and parsed, entries for answers): blobs, answers, parsed',
    labelNames: ['kind'],
    registers,
  });
  let caches: Record<string, () => number> = {};
  return {
    deliveries: new Counter({
      name: name('deliveries_total'),
      help: 'Webhook deliveries by event and outcome: kept, duplicate, refused',
      labelNames: ['event', 'outcome'],
      registers,
    }),
    acknowledge: new Histogram({
      name: name('acknowledge_seconds'),
      help: 'Time from receiving a complete delivery to storing it',
      buckets: [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.5, 2, 10],
      registers,
    }),
    jobs: new Counter({
      name: name('jobs_total'),
      help: 'Jobs by outcome: judged, others, retry, dead, lost',
      labelNames: ['outcome'],
      registers,
    }),
    evaluation: new Histogram({
      name: name('evaluation_seconds'),
      help: 'Time from claiming a job to publishing its result',
      buckets: [0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 180],
      registers,
    }),
    verdicts: new Counter({
      name: name('verdicts_total'),
      help: 'Verdicts on promotions: ready, not-ready, undetermined, invalid-policy',
      labelNames: ['verdict'],
      registers,
    }),
    githubRequests: new Counter({
      name: name('github_requests_total'),
      help: 'Requests to GitHub, by whether they count against the rate limit',
      labelNames: ['counted'],
      registers,
    }),
    redelivered: new Counter({
      name: name('redelivered_total'),
      help: 'Failed deliveries that GitHub was asked to redeliver',
      registers,
    }),
    ledgerBroken: new Gauge({
      name: name('ledger_broken'),
      help: '1 while the ledger does not verify and no promotion is ready',
      registers,
    }),
    observeCaches: (sizes) => {
      caches = sizes;
    },
    text: async (db) => {
      for (const [kind, size] of Object.entries(caches)) cached.set({ kind }, size());
      const { oldestSeconds, ...states } = await queueDepth(db);
      for (const [state, count] of Object.entries(states)) queue.set({ state }, count);
      oldest.set(oldestSeconds);
      return { type: registry.contentType, body: await registry.metrics() };
    },
  };
}
