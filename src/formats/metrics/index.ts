import { defined } from '../../domain/defined.ts';
import type { Fault } from '../../domain/observation.ts';
import { wholeFile } from '../decode.ts';
import { decodeText, parseJson } from '../evals/text.ts';
import { openYaml } from '../yaml/open.ts';
import type { YamlNode } from '../yaml/tree.ts';
import { isBenchmarks, isHistory, readBenchmarks, readHistory } from './benchmarks.ts';
import {
  type FoundMetric,
  MAX_METRICS,
  METRICS_MAX_BYTES,
  type MetricsFormat,
  type MetricsRead,
  refused,
  tooMany,
} from './found.ts';
import { childPath, parseMetricPath } from './path.ts';

export { readDvc } from './dvc.ts';
export { type FoundMetric, METRICS_MAX_BYTES, type MetricsRead } from './found.ts';

const HISTORY = /^\s*window\.BENCHMARK_DATA\s*=\s*/;

/**
 * The numbers of a metric file that another tool wrote: nested JSON or YAML (DVC, dvclive and most scripts), the
 * arrays of github-action-benchmark and its `data.js`, which is read and never run. Every number gets a path; a file
 * without numbers is a fault. Files over METRICS_MAX_BYTES, too deep or with more than MAX_METRICS numbers are refused.
 * Linear in the file; never throws.
 */
export function readMetrics(path: string, bytes: Uint8Array): MetricsRead {
  try {
    const document = open(path, bytes);
    if ('faults' in document) return document;
    const { value, format } = document;
    if (isBenchmarks(value)) return readBenchmarks(path, value);
    if (isHistory(value)) return readHistory(path, value);
    const metrics = numbersIn(value);
    if (metrics === undefined) return tooMany(path);
    if (metrics.length === 0)
      return refused(path, 'holds no number', 'Name the file in which the metrics stand as numbers.');
    return { ok: true, format, metrics };
  } catch {
    return refused(path, 'could not be read', "Write the metrics as plain JSON, or report this file's format.");
  }
}

/** The one number at a path of a metric file, or the fault that says what stands there instead. */
export function metricAt(path: string, bytes: Uint8Array, at: string): { value: FoundMetric } | { fault: Fault } {
  const fault = (problem: string, allowed: string | undefined, remedy: string): { fault: Fault } => ({
    fault: { ...wholeFile(path, problem, remedy), key: at.slice(0, 80), ...defined({ allowed }) },
  });
  const read = readMetrics(path, bytes);
  if (!read.ok) return { fault: read.faults[0] ?? wholeFile(path, 'could not be read', 'Write it again.') };
  const isNested = read.format === 'json' || read.format === 'yaml';
  const wanted = isNested ? parseMetricPath(at)?.reduce<string | undefined>(joined, '') : at;
  // Flat files have keys with dots in them: the path as it is written comes first.
  const value =
    read.metrics.find((one) => one.path === `"${at}"` || one.path === at) ??
    read.metrics.find((one) => one.path === wanted);
  if (value !== undefined) return { value };
  if (wanted === undefined)
    return fault('is no path', 'keys parted by dots, places in lists in brackets', 'Write it like eval.accuracy.');
  const near = read.metrics.slice(0, 5).map((one) => one.path);
  return fault('leads to no number', near.join(', '), 'Name one of the numbers the file holds.');
}

function joined(parent: string | undefined, step: string | number): string | undefined {
  return parent === undefined ? undefined : childPath(parent, step);
}

type Opened = { value: unknown; format: MetricsFormat } | { ok: false; faults: Fault[] };

function open(path: string, bytes: Uint8Array): Opened {
  if (bytes.length > METRICS_MAX_BYTES)
    return refused(path, `is ${bytes.length} bytes, more than ${METRICS_MAX_BYTES}`, 'Keep the metrics, not the rows.');
  if (/\.toml$/i.test(path))
    return refused(path, 'is TOML, which is not read here', 'Let the tool write the metrics as JSON or YAML.');
  if (/\.ya?ml$/i.test(path)) {
    const yaml = openYaml(path, bytes);
    if (!yaml.ok) return { ok: false, faults: yaml.faults };
    if (yaml.documents.length > 1)
      return refused(path, 'holds several YAML documents', 'Keep one document with the metrics.');
    return { value: plainOf(yaml.documents[0]), format: 'yaml' };
  }
  const decoded = decodeText(bytes);
  if (!decoded.ok) return refused(path, decoded.problem, decoded.remedy);
  const text = decoded.text.replace(HISTORY, '').replace(/;\s*$/, '');
  const parsed = parseJson(text);
  if (parsed.ok) return { value: parsed.value, format: 'json' };
  const { problem, remedy, line = 1, column = 1 } = parsed;
  return { ok: false, faults: [{ path, line, column, key: '', problem, remedy }] };
}

/** Aliases share their node, and the tree's size is bounded with them followed. */
function plainOf(node: YamlNode | undefined): unknown {
  if (node === undefined) return null;
  if (node.kind === 'scalar') return node.value;
  if (node.kind === 'list') return node.items.map(plainOf);
  return new Map(node.entries.map((entry) => [entry.key, plainOf(entry.node)]));
}

/** Every finite number with its path, in the document's order; undefined when there are too many. */
function numbersIn(document: unknown): FoundMetric[] | undefined {
  const found: FoundMetric[] = [];
  const waiting: { path: string; value: unknown }[] = [{ path: '', value: document }];
  while (waiting.length > 0) {
    const { path, value } = waiting.pop() as { path: string; value: unknown };
    if (typeof value === 'number' && Number.isFinite(value) && path !== '') found.push({ path, value });
    if (found.length > MAX_METRICS) return undefined;
    for (const [key, child] of entriesOf(value).reverse()) {
      const below = childPath(path, key);
      if (below !== undefined) waiting.push({ path: below, value: child });
    }
  }
  return found;
}

function entriesOf(value: unknown): [string | number, unknown][] {
  if (Array.isArray(value)) return value.map((item, index) => [index, item]);
  if (value instanceof Map) return [...value];
  return typeof value === 'object' && value !== null ? Object.entries(value) : [];
}
