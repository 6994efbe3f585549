/** One line of the table. Times are milliseconds unless `unit` says otherwise. */
export interface Row {
  what: string;
  unit: string;
  median: number;
  /** The lowest and the highest that was seen; the same as the median for what is counted and not timed. */
  min: number;
  max: number;
  /** How many figures the median is of. */
  of: number;
  /** What the design asks for. A row without one is there to be known. */
  aim?: Aim;
}

export type Aim = { most: number } | { least: number };

/** What every scenario is told. */
export interface BenchOptions {
  /** Counted runs of what is timed as a whole. */
  runs: number;
  /** The folder of the project. */
  root: string;
  /** The App, bundled. */
  app: string;
  /** A folder of its own that is gone afterwards. */
  folder: string;
}

export type Scenario = (options: BenchOptions) => Promise<Row[]>;

/** The spread of measured figures. Throws when there is none: nothing measured is no measurement. */
export function spread(what: string, unit: string, figures: number[], aim?: Aim): Row {
  const sorted = [...figures].sort((a, b) => a - b);
  const [min, max] = [sorted[0], sorted.at(-1)];
  if (min === undefined || max === undefined) throw new Error(`${what}: nothing was measured`);
  return { what, unit, median: quantile(sorted, 0.5), min, max, of: sorted.length, ...(aim ? { aim } : {}) };
}

/** Something that was counted: it has no spread. */
export function counted(what: string, unit: string, figure: number, aim?: Aim): Row {
  return spread(what, unit, [figure], aim);
}

/** The figure below which that share of them lies. `sorted` is not empty. */
export function quantile(sorted: number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** Milliseconds that the work took. */
export async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** The figures of so many runs, after one that is not counted. */
export async function repeated(runs: number, run: () => Promise<number>): Promise<number[]> {
  await run();
  const figures: number[] = [];
  for (let index = 0; index < runs; index += 1) figures.push(await run());
  return figures;
}
