/** The App at one moment; memory in bytes. */
export interface Sample {
  seconds: number;
  rss: number;
  heap: number;
  external: number;
  /** Bytes of files that are remembered on purpose, up to a limit. */
  cached: number;
  handles: number;
  fds: number;
  due: number;
  running: number;
  dead: number;
  evaluated: number;
}

export interface SoakFacts {
  minutes: number;
  rate: number;
  sent: number;
  samples: Sample[];
  /** After the last event, when the queue had drained. */
  last: Sample;
  drainedMs: number;
  requests: number;
  /** What the App may hold: `--max-old-space-size`. */
  heapMb: number;
}

export interface SoakOutcome {
  faults: string[];
  markdown: string;
  json: object;
}

const MB = 1024 * 1024;
/** Caches fill first. */
const WARM_UP = 0.4;
/** The minimum over this many seconds: what garbage collection could not free. */
const WINDOW_S = 60;
/** In megabytes a minute. More would fill a small container within a day. */
const MAX_HEAP_SLOPE = 1;
const MAX_RSS_SLOPE = 3;
/** Connections come and go. */
const SPARE = 12;

/** What the samples mean, and what of it is a fault. */
export function outcomeOf(facts: SoakFacts): SoakOutcome {
  const { samples, last, drainedMs, sent } = facts;
  const warm = samples.filter(({ seconds }) => seconds >= facts.minutes * 60 * WARM_UP);
  const heapSlope = slopeOf(lowest(warm, 'heap'));
  const rssSlope = slopeOf(lowest(warm, 'rss'));
  const [first] = warm;
  const isMeasured = [last.rss, last.heap, last.handles, last.fds].every((one) => one > 0);
  const faults = [
    ...(first === undefined || lowest(warm, 'heap').length < 3 ? ['too short: nothing is proven about memory'] : []),
    ...(isMeasured ? [] : ['the App reported no memory, so nothing is proven']),
    ...(heapSlope > MAX_HEAP_SLOPE ? [`the heap grows by ${heapSlope.toFixed(2)} MB a minute`] : []),
    ...(rssSlope > MAX_RSS_SLOPE ? [`the memory grows by ${rssSlope.toFixed(2)} MB a minute`] : []),
    ...(first && last.handles > first.handles + SPARE
      ? [`${last.handles} handles at the end, ${first.handles} before`]
      : []),
    ...(first && last.fds > first.fds + SPARE ? [`${last.fds} open files at the end, ${first.fds} before`] : []),
    ...(last.due + last.running > 0
      ? [`${last.due} jobs are due and ${last.running} running after ${drainedMs} ms`]
      : []),
    ...(last.dead > 0 ? [`${last.dead} jobs were given up`] : []),
    ...(last.evaluated > 0 ? [] : ['nothing was evaluated']),
  ];
  const mb = (value: number | undefined): string => `${((value ?? 0) / MB).toFixed(0)} MB`;
  const rows: [string, string][] = [
    ['events sent', `${sent} in ${facts.minutes} minutes, ${(sent / facts.minutes / 60).toFixed(1)} a second`],
    ['evaluations', `${last.evaluated}, with ${facts.requests} requests`],
    ['most jobs due at once', String(Math.max(...samples.map(({ due }) => due)))],
    [
      'heap after warm-up, at the end',
      `${mb(first?.heap)}, ${mb(last.heap)}; ${heapSlope.toFixed(2)} MB a minute (at most ${MAX_HEAP_SLOPE})`,
    ],
    [
      'memory (RSS) after warm-up, at the end',
      `${mb(first?.rss)}, ${mb(last.rss)}; ${rssSlope.toFixed(2)} MB a minute (at most ${MAX_RSS_SLOPE})`,
    ],
    ['handles after warm-up, at the end', `${first?.handles}, ${last.handles}`],
    ['open files after warm-up, at the end', `${first?.fds}, ${last.fds}`],
    ['queue empty after the last event', `${(drainedMs / 1000).toFixed(0)} s`],
    ['jobs given up', String(last.dead)],
    ['result', faults.length === 0 ? 'passed' : faults.join('; ')],
  ];
  const markdown = [
    `\`npm run soak -- --minutes ${facts.minutes} --rate ${facts.rate}\`, embedded store, at most ${facts.heapMb} MB of heap, Node ${process.versions.node}; warm-up is the first ${WARM_UP * 100} %.`,
    '',
    '| | |',
    '|-|-|',
    ...rows.map(([name, value]) => `| ${name} | ${value} |`),
  ].join('\n');
  return { faults, markdown, json: { ...facts, heapSlope, rssSlope, faults } };
}

/** The lowest value of each window, with its minute. */
function lowest(samples: Sample[], key: 'heap' | 'rss'): [minute: number, megabytes: number][] {
  const windows = new Map<number, [number, number]>();
  for (const sample of samples) {
    const window = Math.floor(sample.seconds / WINDOW_S);
    const known = windows.get(window);
    if (known === undefined || sample[key] / MB < known[1])
      windows.set(window, [sample.seconds / 60, sample[key] / MB]);
  }
  return [...windows.values()];
}

/** Megabytes a minute, by least squares. */
function slopeOf(points: [number, number][]): number {
  if (points.length < 2) return 0;
  const mean = (index: 0 | 1): number => points.reduce((sum, point) => sum + point[index], 0) / points.length;
  const [x, y] = [mean(0), mean(1)];
  const above = points.reduce((sum, point) => sum + (point[0] - x) * (point[1] - y), 0);
  return above / points.reduce((sum, point) => sum + (point[0] - x) ** 2, 0);
}
