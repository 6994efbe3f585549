import type { Metric } from '../../../evidence/schema/metrics.ts';

/** Numbers and comparisons, formatted for people. */

export type Op = 'lt' | 'lte' | 'gt' | 'gte' | 'eq';

export const OP_WORDS: Record<Op, string> = {
  lt: 'below',
  lte: 'at most',
  gt: 'above',
  gte: 'at least',
  eq: 'exactly',
};
const ROUNDING = 1e-9;

/** Whether the value is in that relation to the line. A small tolerance absorbs the rounding of decimal sums. */
export function reaches(value: number, op: Op, line: number): boolean {
  const tolerance = ROUNDING * Math.max(1, Math.abs(value), Math.abs(line));
  if (op === 'eq') return Math.abs(value - line) <= tolerance;
  if (op === 'lt') return value < line - tolerance;
  if (op === 'gt') return value > line + tolerance;
  return op === 'lte' ? value <= line + tolerance : value >= line - tolerance;
}

/** `at most 5%`. */
export function lineWords(op: Op, line: number, metric: Pick<Metric, 'type' | 'unit'> | undefined): string {
  return `${OP_WORDS[op]} ${metric ? figure(line, metric) : plain(line)}`;
}

/** Whether the metric is a share: shown as a percentage, whatever unit it is kept in. */
export function isShare(metric: Pick<Metric, 'type' | 'unit'>): boolean {
  return metric.type === 'proportion' && (metric.unit === '1' || metric.unit === '%');
}

/** The factor from a share computed as 0 to 1 to the unit of its metric. */
export function unitScale(metric: Pick<Metric, 'type' | 'unit'>): number {
  return (metric.type === 'proportion' || metric.type === 'rate') && metric.unit === '%' ? 100 : 1;
}

/** A value of a metric with its unit: `10.0%`, `46.2 min`, `4.4 USD/ticket`. */
export function figure(value: number, metric: Pick<Metric, 'type' | 'unit'>): string {
  if (isShare(metric)) return `${percentPoints(value, metric)}%`;
  if (metric.unit === '1') return plain(value);
  return metric.unit === '%' ? `${plain(value)}%` : `${plain(value)} ${metric.unit.replace(/[{}]/g, '')}`;
}

/** A difference of two values; shares differ in percentage points. */
export function differenceFigure(value: number, metric: Pick<Metric, 'type' | 'unit'>): string {
  return isShare(metric) ? `${percentPoints(value, metric)} points` : figure(value, metric);
}

/** The bare number of a difference, for the ends of an interval. */
export function differenceNumber(value: number, metric: Pick<Metric, 'type' | 'unit'>): string {
  return isShare(metric) ? percentPoints(value, metric) : plain(value);
}

function percentPoints(value: number, metric: Pick<Metric, 'unit'>): string {
  return (metric.unit === '%' ? value : value * 100).toFixed(1);
}

/** A number with few digits: whole from 1,000, one decimal from 10, three significant digits below. */
export function plain(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (Math.abs(value) >= 1000) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : String(Number(value.toPrecision(3)));
}

/**
 * Whether a declared figure is what the rows give: within half a unit of its last written digit, or half a percent.
 * Declared figures are usually rounded.
 */
export function agrees(declared: number, computed: number): boolean {
  const decimals = String(declared).split('.')[1]?.length ?? 0;
  const rounding = 0.5 * 10 ** -decimals + 1e-12;
  return (
    Math.abs(declared - computed) <= Math.max(Math.min(rounding, 0.05 * Math.abs(computed)), 0.005 * Math.abs(computed))
  );
}

/** Whether two amounts differ by no more than a share of the larger one. */
export function within(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)) + 1e-9;
}

/** `Cycle time`, from its title or its id. */
export function metricName(metric: Pick<Metric, 'id' | 'title'>): string {
  if (metric.title) return metric.title;
  const words = metric.id.replace(/[-_.]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
