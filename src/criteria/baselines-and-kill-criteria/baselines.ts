import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metric, Metrics } from '../../evidence/schema/metrics.ts';
import { type Baseline, definedMetrics, findMetric, measureOf } from '../shared/metrics/definitions.ts';
import { agrees, figure } from '../shared/metrics/figures.ts';
import { look } from '../shared/metrics/observed.ts';
import { dated, filled } from '../shared/shape-checks.ts';
import { messages } from './messages.ts';

/** What is measured of every workflow before it is changed. */
const STANDARD_MEASURES = ['cycle-time', 'error-rate', 'rework-rate', 'cost-per-unit'] as const;

interface BaselineLimits {
  minN: number;
  now: number;
}

/** One baseline with its place, its name in sentences and its metric, where that is defined. */
interface LocatedBaseline {
  baseline: Baseline;
  name: string;
  at: (...keys: string[]) => Place;
  metric: Metric | undefined;
}

/** What each of the four measures lacks, per measure: a policy may declare one of them not applicable. */
export function judgeBaselines(metrics: Located<Metrics>, files: Named, limits: BaselineLimits): Finding[] {
  const defined = definedMetrics(metrics);
  const all = (metrics.value.baselines ?? []).map((baseline, index) => ({
    baseline,
    name: `baselines[${index}]`,
    at: (...keys: string[]) => metrics.at('baselines', index, ...keys),
    metric: findMetric(baseline.metric, defined)?.metric,
  }));
  return STANDARD_MEASURES.flatMap((measure) => {
    const part = measure;
    const own = all.filter(({ baseline }) => measureOf(baseline.metric, defined) === measure);
    const [first] = own;
    if (first === undefined) return [unmet(messages.noBaseline({ measure }), metrics.at('baselines'), { part })];
    const faults = own.flatMap((one) => faultsOf(one, files, limits));
    if (faults.length > 0) return faults.map((fault) => ({ ...fault, part }));
    const { value, unit, from, to } = first.baseline;
    const shown = first.metric ? figure(value, { type: first.metric.type, unit }) : `${value} ${unit}`;
    return [met(messages.baselineMeasured({ measure, value: shown, from, to }), first.at(), { part })];
  });
}

function faultsOf(located: LocatedBaseline, files: Named, limits: BaselineLimits): Finding[] {
  const { baseline, name, at } = located;
  const { metric, from, to, source } = baseline;
  return [
    ...caseFaults(located, limits.minN),
    ...filled(typeof source === 'object' ? source.system : source, {
      what: `The source of ${name} (${metric})`,
      place: at('source'),
    }),
    ...(from > to ? [unmet(messages.endsBeforeItBegins({ name, from, to }), at('to'))] : []),
    ...dated(to, limits.now, { what: `The end of ${name}`, place: at('to') }),
    ...countFaults(located),
    ...rowFaults(located, files, limits),
  ];
}

function caseFaults({ baseline, name, at }: LocatedBaseline, needed: number): Finding[] {
  const { metric, n = baseline.total } = baseline;
  if (n === undefined) return [unmet(messages.noCaseCount({ name, metric, needed }), at())];
  if (n >= needed) return [];
  const place = at(baseline.n === undefined ? 'total' : 'n');
  return [unmet(messages.tooFewBaselineCases({ name, metric, n, needed, missing: needed - n }), place)];
}

/** `events` of `total` must give the declared value. */
function countFaults({ baseline, name, at }: LocatedBaseline): Finding[] {
  const { events, total, value, unit } = baseline;
  if (events === undefined || total === undefined) return [];
  if (total === 0 || events > total) return [unmet(messages.impossibleCounts({ name, events, total }), at('events'))];
  const computed = (events / total) * (unit === '%' ? 100 : 1);
  if (agrees(value, computed)) return [];
  const words = { name, value, events, total, computed: Number(computed.toPrecision(4)) };
  return [unmet(messages.countsDisagree(words), at('value'))];
}

/** Rows, where a baseline names some, must give the declared value and number of cases. */
function rowFaults(
  { baseline, name, at, metric }: LocatedBaseline,
  files: Named,
  { minN, now }: BaselineLimits,
): Finding[] {
  const { observations, value, unit, from, to } = baseline;
  if (observations === undefined || metric === undefined) return [];
  const place = at('observations');
  const rows = look(name, observations, { ...metric, unit }, files, place, { between: [from, to] }, now);
  if ('open' in rows) return [rows.open];
  const { seen } = rows;
  const { file } = observations;
  const found: Finding[] = [];
  if (!agrees(value, seen.value)) {
    const words = { name, value, file, computed: Number(seen.value.toPrecision(4)) };
    found.push(unmet(messages.rowsDisagree(words), [at('value'), seen.place]));
  }
  if (seen.n < minN) {
    const words = { name, metric: metric.id, file, n: seen.n, needed: minN, missing: minN - seen.n };
    found.push(unmet(messages.tooFewBaselineRows(words), [place, seen.place]));
  }
  return found;
}
