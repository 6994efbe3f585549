import type { DeliveryCounts } from './deliveries.ts';
import type { CrashOptions, StoreKind } from './options.ts';
import type { StoreState } from './store-state.ts';
import type { Checked } from './verdicts.ts';

export interface Outcome {
  kind: StoreKind;
  kills: number;
  /** Kills that met the App while it was asking GitHub something. */
  atWork: number;
  /** Kills of an App that had started to publish since it listened. */
  publishing: number;
  /** Milliseconds from each kill until it listened again. */
  recoveries: number[];
  deliveries: DeliveryCounts;
  pulls: (Checked & DeliveryCounts)[];
  store: StoreState;
  /** From the last kill until everything was evaluated. */
  settledMs: number;
  timeMs: number;
}

/** What is wrong with an outcome, one line each; none is a pass. */
export function faultsOf(outcome: Outcome): string[] {
  const { pulls, store, atWork, kills } = outcome;
  const early = pulls.filter((one) => one.isEarly).length;
  return [
    ...pulls.flatMap(({ repo, number, faults }) => faults.map((fault) => `${repo}#${number}: ${fault}`)),
    ...store.open.map((job) => `still in the queue: ${job}`),
    ...store.dead.map((job) => `given up: ${job}`),
    ...store.lost.map((id) => `acknowledged, but not in the store: delivery ${id}`),
    ...(store.ledger === '' ? [] : [`the ledger is broken at ${store.ledger}`]),
    ...(early === 0 ? ['no pull request was done before the last kill, so nothing is proven'] : []),
    ...(atWork === 0 ? [`none of ${kills} kills met the App at work, so nothing is proven`] : []),
  ];
}

/** The outcome as a stranger can read it. */
export function tableOf(outcome: Outcome, options: CrashOptions): string {
  const { kind, kills, atWork, publishing, recoveries, deliveries, pulls, store } = outcome;
  const sorted = [...recoveries].sort((a, b) => a - b);
  const right = pulls.filter((one) => one.faults.length === 0).length;
  const seconds = (ms: number | undefined): string => `${((ms ?? 0) / 1000).toFixed(1)} s`;
  const replicas = options.replicas > 1 ? `, ${options.replicas} replicas` : '';
  const facts: [string, string][] = [
    ['kill -9', `${kills}, of which ${atWork} met the App while it was asking GitHub something`],
    ['… after it had started to publish', `${publishing}`],
    [
      'listening again after',
      `median ${seconds(sorted[Math.floor(sorted.length / 2)])}, at most ${seconds(sorted.at(-1))}`,
    ],
    ['events that GitHub sent', `${deliveries.acknowledged + deliveries.refused}`],
    ['… acknowledged', `${deliveries.acknowledged}, of which the store lost ${store.lost.length}`],
    ['… not acknowledged', `${deliveries.refused} (the App was down; nothing is promised for them)`],
    [
      'pull requests',
      `${pulls.length}, of which ${pulls.filter((one) => one.isEarly).length} were done before the last kill`,
    ],
    ['… with one right verdict and one comment', `${right} of ${pulls.length}`],
    ['evaluated after the last kill within', seconds(outcome.settledMs)],
    ['jobs left', `${store.open.length} open, ${store.dead.length} given up, ${store.later} wake-ups for later`],
    [
      'ledger',
      store.ledger === ''
        ? `whole, ${store.entries} entries, ${store.verdicts.length} of them verdicts`
        : `broken at ${store.ledger}`,
    ],
    ['the whole run took', seconds(outcome.timeMs)],
  ];
  const width = Math.max(...facts.map(([name]) => name.length));
  const rows = pulls.map(
    (one) =>
      `  ${one.faults.length === 0 ? 'right' : 'WRONG'}  ${`${one.repo}#${one.number}`.padEnd(14)} ${one.isEarly ? 'before' : 'after '}  ${String(one.acknowledged).padStart(4)} / ${String(one.refused).padEnd(3)}  ${one.title}`,
  );
  return [
    `\n${kind} store${replicas}, seed ${options.seed}`,
    ...facts.map(([name, value]) => `  ${name.padEnd(width)}  ${value}`),
    '\n         pull request   done before or after the last kill, events acknowledged / refused, verdict',
    ...rows,
  ].join('\n');
}
