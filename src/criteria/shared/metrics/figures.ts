import type { Metric } from '../../../evidence/schema/metrics.ts';

/** Numbers and comparisons in the words people read. */

export type Op = 'lt' | 'lte' | 'gt' | 'gte' | 'eq';

const SIGNS: Record<Op, string> = { lt: 'below', lte: 'at most', gt: 'above', gte: 'at least', eq: 'exactly' };
const ROUNDING = 1e-9;

/** Whether the value stands in that relation to the line. Sums of decimals are compared with a hair of tolerance. */
export function reaches(value: number, op: Op, line: number): boolean {
  const hair = ROUNDING * Math.max(1, Math.abs(value), Math.abs(line));
  if (op === 'eq') return Math.abs(value - line) <= hair;
  if (op === 'lt') return value < line - hair;
  if (op === 'gt') return value > line + hair;
  return op === 'lte' ? value <= line + hair : value >= line - hair;
}

/** `at most 5%`. */
export function lineWords(op: Op, line: number, metric: Pick<Metric, 'type' | 'unit'> | undefined): string {
  return `${SIGNS[op]} ${metric ? figure(line, metric) : plain(line)}`;
}

/** Whether a share: shown in per cent whatever unit it is kept in. */
export function isShare(metric: Pick<Metric, 'type' | 'unit'>): boolean {
  return metric.type === 'proportion' && (metric.unit === '1' || metric.unit === '%');
}

/** What a share computed as 0 to 1 is in the unit of its metric. */
export function unitScale(metric: Pick<Metric, 'type' | 'unit'>): number {
  return (metric.type === 'proportion' || metric.type === 'rate') && metric.unit === '%' ? 100 : 1;
}

/** A value of a metric with its unit: `10.0%`, `46.2 min`, `4.4 USD/ticket`. */
export function figure(value: number, metric: Pick<Metric, 'type' | 'unit'>): string {
  if (isShare(metric)) return `${percentPoints(value, metric)}%`;
  if (metric.unit === '1') return plain(value);
  return metric.unit === '%' ? `${plain(value)}%` : `${plain(value)} ${metric.unit.replace(/[{}]/g, '')}`;
}

/** A difference of two values: shares differ in points. */
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

/** At most four significant digits, no exponent for everyday sizes. */
export function plain(value: number): string {
  if (Number.isInteger(value)) return String(value);
  if (Math.abs(value) >= 1000) return value.toFixed(0);
  return Math.abs(value) >= 10 ? value.toFixed(1) : String(Number(value.toPrecision(3)));
}

/**
 * Whether a declared figure is what the rows give: within half a unit of its last written digit, or half a per cent.
 * A figure is always declared rounded.
 */
export function agrees(declared: number, computed: number): boolean {
  const decimals = String(declared).split('.')[1]?.length ?? 0;
  const rounding = 0.5 * 10 ** -decimals + 1e-12;
  return (
    Math.abs(declared - computed) <= Math.max(Math.min(rounding, 0.05 * Math.abs(computed)), 0.005 * Math.abs(computed))
  );
}

/** Whether two sums are the same up to a share of the larger one. */
export function within(a: number, b: number, tolerance: number): boolean {
  return Math.abs(a - b) <= tolerance * Math.max(Math.abs(a), Math.abs(b)) + 1e-9;
}

/** `Cycle time`, from its title or its id. */
export function metricName(metric: Pick<Metric, 'id' | 'title'>): string {
  if (metric.title) return metric.title;
  const words = metric.id.replace(/[-_.]+/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
