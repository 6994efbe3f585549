import { addDays, day, durationDays, endOfDay } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Measure, Metrics } from '../../evidence/schema/metrics.ts';
import { type DefinedMetric, definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { metricName } from '../shared/metrics/figures.ts';
import { lookAt } from '../shared/metrics/observed.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';

const PROCESS: Measure[] = ['accuracy', 'exception-rate', 'uptime', 'latency'];
const OUTCOME: Partial<Record<Measure, string>> = {
  revenue: 'revenue',
  cost: 'cost',
  'cost-per-unit': 'cost',
  time: 'time',
  'cycle-time': 'time',
  error: 'error',
  'error-rate': 'error',
  'rework-rate': 'error',
  risk: 'risk',
};
const LEADING: [Measure, string][] = [
  ['adoption', 'adoption by others than the champions'],
  ['mttr', 'time to restore (mttr)'],
  ['data-quality', 'data quality'],
  ['automation-holding', 'automations that hold outside the pilot'],
];

/** A process layer that shows it works, and an outcome layer that shows it matters. */
export function judgeLayers(metrics: Located<Metrics>): Finding[] {
  const defined = definedMetrics(metrics);
  const layer = (name: string) => defined.filter((one) => one.layer === name);
  const process = layer('process').filter(({ measure }) => PROCESS.includes(measure));
  const outcome = layer('outcome').filter(({ measure }) => OUTCOME[measure] !== undefined);
  const findings = layer('outcome')
    .filter(({ measure }) => measure === 'activity' || measure === 'satisfaction')
    .map(({ metric, measure, place }) =>
      unmet(`${metricName(metric)} stands under outcome and measures ${measure}: use is not value`, place, {
        part: metric.id,
        remedy: `Move ${metric.id} to leading, and name what it changes: revenue, cost, time, error or risk.`,
      }),
    );
  if (process.length === 0)
    findings.push(
      unmet(
        'No process metric measures production accuracy, exception rate, uptime or latency',
        metrics.at('process'),
        {
          remedy: `Add one under process and say what it measures: ${PROCESS.join(', ')}.`,
          cause: 'no-process-metrics',
        },
      ),
    );
  if (outcome.length === 0)
    findings.push(
      unmet('No outcome metric measures revenue, cost, time, error or risk', metrics.at('outcome'), {
        remedy: 'Add one under outcome with measures: revenue, cost, time, error or risk.',
        cause: 'no-outcome-metrics',
      }),
    );
  if (findings.length > 0) return findings;
  const names = (list: DefinedMetric[]): string => list.map(({ metric }) => metric.id).join(', ');
  return [
    met(
      `Process: ${names(process)}. Outcome: ${names(outcome)}`,
      [...process, ...outcome].map(({ place }) => place),
    ),
  ];
}

/** Owners of metrics, as written. */
export function ownersOf(metrics: Located<Metrics>): NamedPerson[] {
  return definedMetrics(metrics).flatMap(({ metric, layer, index }) =>
    metric.owner === undefined
      ? []
      : [
          {
            what: `The owner of ${metric.id}`,
            written: metric.owner,
            place: metrics.at(layer, index, 'owner'),
            part: metric.id,
          },
        ],
  );
}

/** Each metric has an owner, a source, a cadence, and a newest row inside that cadence. */
export function judgeUpkeep(metrics: Located<Metrics>, files: Named, now: number): Finding[] {
  const defined = definedMetrics(metrics);
  if (defined.length === 0) return [unmet('There is no metric', metrics.at(), { cause: 'no-outcome-metrics' })];
  return defined.map(({ metric, place }): Finding => {
    const part = metric.id;
    const lacking = [
      metric.owner === undefined ? 'owner' : '',
      metric.query === undefined && metric.observations === undefined ? 'query or observations' : '',
      metric.cadence === undefined ? 'cadence' : '',
    ].filter((word) => word !== '');
    if (lacking.length > 0)
      return unmet(`${metricName(metric)} has no ${lacking.join(', no ')}`, place, {
        part,
        remedy: `Add ${lacking.join(' and ')} to ${part}.`,
      });
    const rows = lookAt(metric, files, place, { since: '1970-01-01' }, now);
    if ('open' in rows) return { ...rows.open, part };
    const days = durationDays(metric.cadence ?? '') ?? 1;
    const until = addDays(endOfDay(rows.seen.to) ?? 0, days);
    if (now >= until)
      return stale(
        `${metricName(metric)} was last observed on ${rows.seen.to}, its cadence is ${metric.cadence}`,
        [place, rows.seen.place],
        { part, remedy: `Add the newest rows to ${rows.seen.place.path}; they were due by ${day(until)}.` },
      );
    return met(`${metricName(metric)} was observed on ${rows.seen.to}`, [place, rows.seen.place], { part, until });
  });
}

/** A scorecard with both layers and with what tells early. */
export function judgeScorecard(metrics: Located<Metrics>): Finding[] {
  const place = metrics.at('scorecard');
  const { scorecard = [], slos = [] } = metrics.value;
  if (scorecard.length === 0)
    return [
      unmet('There is no scorecard', place, {
        remedy: 'List under scorecard the ids of the process, outcome and leading metrics that are looked at together.',
      }),
    ];
  const defined = definedMetrics(metrics);
  const shown = scorecard.flatMap((id) => findMetric(id, defined) ?? []);
  const objectives = slos.filter(({ id }) => scorecard.includes(id));
  const known = new Set([...shown.map(({ metric }) => metric.id), ...objectives.map(({ id }) => id)]);
  const unknownPeople = scorecard.filter((id) => !known.has(id));
  const missing = [
    shown.some(({ layer }) => layer === 'process') ? '' : 'a process metric',
    shown.some(({ layer }) => layer === 'outcome') ? '' : 'an outcome metric',
    ...LEADING.map(([measure, words]) =>
      shown.some((one) => one.measure === measure) || objectives.some((slo) => slo.measures === measure) ? '' : words,
    ),
  ].filter((word) => word !== '');
  const findings = [
    ...unknownPeople.map((id) =>
      unmet(`The scorecard lists ${id}, which is defined nowhere`, metrics.at('scorecard', scorecard.indexOf(id)), {
        remedy: `Define ${id} under process, outcome, leading or slos, or take it off the scorecard.`,
      }),
    ),
    ...(missing.length === 0
      ? []
      : [
          unmet(`The scorecard lacks ${missing.join(', ')}`, place, {
            remedy: `Define and list ${missing.join(', ')}; say at the metric what it measures (measures).`,
          }),
        ]),
  ];
  return findings.length > 0
    ? findings
    : [met(`The scorecard shows ${scorecard.length} figures of both layers`, place)];
}
