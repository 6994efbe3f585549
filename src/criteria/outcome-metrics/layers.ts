import { addDays, day, durationDays, endOfDay } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Measure, Metrics } from '../../evidence/schema/metrics.ts';
import { type DefinedMetric, definedMetrics, findMetric, type Layer } from '../shared/metrics/definitions.ts';
import { metricName } from '../shared/metrics/figures.ts';
import { lookAt } from '../shared/metrics/observed.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { messages } from './messages.ts';

const PROCESS: Measure[] = ['accuracy', 'exception-rate', 'uptime', 'latency'];
const OUTCOME: Measure[] = [
  'revenue',
  'cost',
  'cost-per-unit',
  'time',
  'cycle-time',
  'error',
  'error-rate',
  'rework-rate',
  'risk',
];
/** What a scorecard shows besides both layers: signs of trouble that come before the outcome gets worse. */
const LEADING: [Measure, string][] = [
  ['adoption', 'adoption by people other than the champions'],
  ['mttr', 'time to restore (mttr)'],
  ['data-quality', 'data quality'],
  ['automation-holding', 'automations that keep working outside the pilot'],
];

/** Whether there are process metrics that show how it works, and outcome metrics that show what it changes. */
export function judgeLayers(metrics: Located<Metrics>): Finding[] {
  const defined = definedMetrics(metrics);
  const inLayer = (name: Layer) => defined.filter(({ layer }) => layer === name);
  const process = inLayer('process').filter(({ measure }) => PROCESS.includes(measure));
  const outcome = inLayer('outcome').filter(({ measure }) => OUTCOME.includes(measure));
  const findings = inLayer('outcome')
    .filter(({ measure }) => measure === 'activity' || measure === 'satisfaction')
    .map(({ metric, measure, place }) => {
      const words = { name: metricName(metric), metric: metric.id, measure };
      return unmet(messages.useUnderOutcome(words), place, { part: metric.id });
    });
  if (process.length === 0)
    findings.push(
      unmet(messages.noProcessMetric({ measures: PROCESS }), metrics.at('process'), { cause: 'no-process-metrics' }),
    );
  if (outcome.length === 0)
    findings.push(unmet(messages.noOutcomeMetric(), metrics.at('outcome'), { cause: 'no-outcome-metrics' }));
  if (findings.length > 0) return findings;
  const ids = (list: DefinedMetric[]): string[] => list.map(({ metric }) => metric.id);
  const places = [...process, ...outcome].map(({ place }) => place);
  return [met(messages.bothLayers({ process: ids(process), outcome: ids(outcome) }), places)];
}

/** Owners of metrics, as written. */
export function ownersOf(metrics: Located<Metrics>): NamedPerson[] {
  return definedMetrics(metrics).flatMap(({ metric: { id, owner }, layer, index }) => {
    if (owner === undefined) return [];
    return [{ what: `The owner of ${id}`, written: owner, place: metrics.at(layer, index, 'owner'), part: id }];
  });
}

/** Whether each metric has an owner, a source, a cadence, and a newest row within that cadence. */
export function judgeUpkeep(metrics: Located<Metrics>, files: Named, now: number): Finding[] {
  const defined = definedMetrics(metrics);
  if (defined.length === 0) return [unmet(messages.noMetrics(), metrics.at(), { cause: 'no-outcome-metrics' })];
  return defined.flatMap(({ metric, place }): Finding[] => {
    const part = metric.id;
    const words = { name: metricName(metric), metric: part };
    const { owner, query, observations, cadence } = metric;
    const lacking = [
      ...(owner === undefined ? ['owner'] : []),
      ...(query === undefined && observations === undefined ? ['observations (or query)'] : []),
      ...(cadence === undefined ? ['cadence'] : []),
    ];
    if (cadence === undefined || lacking.length > 0)
      return [unmet(messages.incompleteMetric({ ...words, lacking }), place, { part })];
    const rows = lookAt(metric, files, place, { since: '1970-01-01' }, now);
    if ('open' in rows) return [{ ...rows.open, part }];
    const { to, place: file } = rows.seen;
    const until = addDays(endOfDay(to) ?? 0, durationDays(cadence) ?? 1);
    const seen = { name: words.name, day: to, cadence, file: file.path, due: day(until) };
    return now < until
      ? [met(messages.observedInTime(seen), [place, file], { part, until })]
      : [stale(messages.rowsOverdue(seen), [place, file], { part })];
  });
}

/** Whether the scorecard shows both layers and the leading metrics. */
export function judgeScorecard(metrics: Located<Metrics>): Finding[] {
  const place = metrics.at('scorecard');
  const { scorecard = [], slos = [] } = metrics.value;
  if (scorecard.length === 0) return [unmet(messages.noScorecard(), place)];
  const defined = definedMetrics(metrics);
  const shown = scorecard.flatMap((id) => findMetric(id, defined) ?? []);
  const objectives = slos.filter(({ id }) => scorecard.includes(id));
  const measured = new Set<string>([...shown.map(({ measure }) => measure), ...objectives.map((slo) => slo.measures)]);
  const known = new Set([...shown.map(({ metric }) => metric.id), ...objectives.map(({ id }) => id)]);
  const lacking = [
    ...(shown.some(({ layer }) => layer === 'process') ? [] : ['a process metric']),
    ...(shown.some(({ layer }) => layer === 'outcome') ? [] : ['an outcome metric']),
    ...LEADING.flatMap(([measure, words]) => (measured.has(measure) ? [] : [words])),
  ];
  const findings = scorecard
    .filter((id) => !known.has(id))
    .map((id) => unmet(messages.unknownOnScorecard({ metric: id }), metrics.at('scorecard', scorecard.indexOf(id))));
  if (lacking.length > 0) findings.push(unmet(messages.scorecardIncomplete({ lacking }), place));
  return findings.length > 0 ? findings : [met(messages.scorecardComplete({ count: scorecard.length }), place)];
}
