import { parseInstant } from '../../../domain/dates.ts';
import { type Finding, met, quote, unmet } from '../../../domain/finding.ts';
import type { Located, Named } from '../../../engine/inputs.ts';
import type { Measure, Metrics } from '../../../evidence/schema/metrics.ts';
import { type DefinedMetric, definedMetrics, findMetric, measureOf } from './definitions.ts';
import { agrees, figure } from './figures.ts';
import { look } from './observed.ts';

export type Baseline = NonNullable<Metrics['baselines']>[number];

/** What is measured of every workflow before it is changed. */
export const STANDARD_MEASURES = ['cycle-time', 'error-rate', 'rework-rate', 'cost-per-unit'] as const;

const PLACEHOLDER = /^\W*(tbd|tbc|todo|tba|n\/?a|none|unknown|xxx+|changeme|fill.?me|\?+|-+)\W*$/i;

/** Words of a baseline's source, however it is written. */
function sourceOf(baseline: Baseline): string | undefined {
  const words = typeof baseline.source === 'string' ? baseline.source : baseline.source?.system;
  return words === undefined || PLACEHOLDER.test(words) ? undefined : words;
}

/** What each of the four measures lacks, one finding a measure: a policy may declare one of them not applicable. */
export function judgeBaselines(metrics: Located<Metrics>, files: Named, minN: number, now: number): Finding[] {
  const defined = definedMetrics(metrics);
  const baselines = (metrics.value.baselines ?? []).map((baseline, index) => ({ baseline, index }));
  return STANDARD_MEASURES.flatMap((measure) => {
    const own = baselines.filter(({ baseline }) => measureOf(baseline.metric, defined) === measure);
    if (own.length === 0) return [missingMeasure(measure, metrics)];
    const faults = own.flatMap(({ baseline, index }) => faultsOf(baseline, index, metrics, files, defined, minN, now));
    if (faults.length > 0) return faults.map((fault) => ({ ...fault, part: measure }));
    const [first] = own;
    const { value, unit, from, to } = first?.baseline ?? { value: 0, unit: '', from: '', to: '' };
    const metric = first && findMetric(first.baseline.metric, defined)?.metric;
    const shown = metric ? figure(value, { type: metric.type, unit }) : `${value} ${unit}`;
    return [
      met(`${measure} was ${shown} from ${from} to ${to}`, metrics.at('baselines', first?.index ?? 0), {
        part: measure,
      }),
    ];
  });
}

function missingMeasure(measure: Measure, metrics: Located<Metrics>): Finding {
  return unmet(`No baseline of ${measure}`, metrics.at('baselines'), {
    part: measure,
    remedy: `Measure ${measure} of the workflow as it runs without the pilot and add it under baselines (metric, value, unit, n, from, to, source); if it means nothing here, have it declared not applicable in the policy (check BK-1, part ${measure}).`,
  });
}

function faultsOf(
  baseline: Baseline,
  index: number,
  metrics: Located<Metrics>,
  files: Named,
  defined: DefinedMetric[],
  minN: number,
  now: number,
): Finding[] {
  const name = `baselines[${index}]`;
  const at = (...keys: (string | number)[]) => metrics.at('baselines', index, ...keys);
  const found: Finding[] = [];
  const n = baseline.n ?? baseline.total;
  if (n === undefined)
    found.push(
      unmet(`${name} (${baseline.metric}) does not say how many cases it rests on`, at(), {
        remedy: `Add n, at least ${minN}.`,
      }),
    );
  else if (n < minN)
    found.push(
      unmet(`${name}.n is ${n}, at least ${minN} needed`, at(baseline.n === undefined ? 'total' : 'n'), {
        remedy: `Measure ${minN - n} more cases of ${baseline.metric}.`,
      }),
    );
  if (sourceOf(baseline) === undefined)
    found.push(
      unmet(
        baseline.source === undefined
          ? `${name} (${baseline.metric}) names no source`
          : `${name}.source is ${quote(String(typeof baseline.source === 'string' ? baseline.source : baseline.source.system))}, which is a placeholder`,
        at('source'),
        { remedy: 'Name the system and the query it came from.' },
      ),
    );
  const [from, to] = [parseInstant(baseline.from), parseInstant(baseline.to)];
  if (from !== undefined && to !== undefined && from > to)
    found.push(
      unmet(`${name} ends on ${baseline.to}, before it begins on ${baseline.from}`, at('to'), {
        remedy: 'Correct from and to.',
      }),
    );
  if (to !== undefined && to > now)
    found.push(
      unmet(`${name} ends on ${baseline.to}, in the future`, at('to'), { remedy: 'State the time that was measured.' }),
    );
  found.push(...countFaults(baseline, name, at), ...rowFaults(baseline, name, at, files, defined, minN, now));
  return found;
}

/** `events` of `total` must give the declared value. */
function countFaults(
  baseline: Baseline,
  name: string,
  at: (...keys: string[]) => ReturnType<Located<Metrics>['at']>,
): Finding[] {
  const { events, total, value, unit } = baseline;
  if (events === undefined || total === undefined) return [];
  if (total === 0 || events > total)
    return [unmet(`${name} has ${events} events of ${total}`, at('events'), { remedy: 'Correct events and total.' })];
  const computed = (events / total) * (unit === '%' ? 100 : 1);
  if (agrees(value, computed)) return [];
  return [
    unmet(`${name}.value is ${value}, but ${events} of ${total} is ${Number(computed.toPrecision(4))}`, at('value'), {
      remedy: 'Correct the value or its counts.',
    }),
  ];
}

/** Rows, where there are some, must give the declared value and number. */
function rowFaults(
  baseline: Baseline,
  name: string,
  at: (...keys: string[]) => ReturnType<Located<Metrics>['at']>,
  files: Named,
  defined: DefinedMetric[],
  minN: number,
  now: number,
): Finding[] {
  const metric = findMetric(baseline.metric, defined)?.metric;
  if (baseline.observations === undefined || metric === undefined) return [];
  const between: [string, string] = [baseline.from, baseline.to];
  const rows = look(
    name,
    baseline.observations,
    { ...metric, unit: baseline.unit },
    files,
    at('observations'),
    { between },
    now,
  );
  if ('open' in rows) return [rows.open];
  const { value, n } = rows.seen;
  const file = baseline.observations.file;
  const found: Finding[] = [];
  if (!agrees(baseline.value, value))
    found.push(
      unmet(
        `${name}.value is ${baseline.value}, but the rows of ${file} give ${Number(value.toPrecision(4))}`,
        [at('value'), rows.seen.place],
        { remedy: 'State what the rows give, or correct the rows.' },
      ),
    );
  if (n < minN)
    found.push(
      unmet(`${name} rests on ${n} cases in ${file}, at least ${minN} needed`, [at('observations'), rows.seen.place], {
        remedy: `Measure ${minN - n} more cases of ${baseline.metric}.`,
      }),
    );
  return found;
}
