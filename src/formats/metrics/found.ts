import type { Fault } from '../../domain/observation.ts';
import { wholeFile } from '../decode.ts';

/** Metric files above this many bytes are refused before parsing. */
export const METRICS_MAX_BYTES = 10 * 1024 * 1024;
/** More numbers than this are no metrics but raw rows. */
export const MAX_METRICS = 5_000;

/** One number of somebody else's metric file. What the file does not say is left out: no unit or direction is guessed. */
export interface FoundMetric {
  /** Where it stands, as a path can name it: `eval.accuracy`, `runs[0].score`; of a benchmark, its suite and name. */
  path: string;
  value: number;
  unit?: string;
  good?: 'lower' | 'higher';
  /** The spread as its tool writes it, such as `± 3`. */
  range?: string;
  /** Hex commit that the file says it was measured at. */
  commit?: string;
}

export type MetricsFormat = 'json' | 'yaml' | 'benchmark' | 'benchmark-history';
export type MetricsRead = { ok: true; format: MetricsFormat; metrics: FoundMetric[] } | { ok: false; faults: Fault[] };

export function refused(path: string, problem: string, remedy: string): { ok: false; faults: Fault[] } {
  return { ok: false, faults: [wholeFile(path, problem, remedy)] };
}

export function tooMany(path: string): { ok: false; faults: Fault[] } {
  return refused(
    path,
    `holds more than ${MAX_METRICS} numbers`,
    'Name a file with metrics; raw rows belong in a table under observations/.',
  );
}
