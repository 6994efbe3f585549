import { durationDays } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Place } from '../../domain/observation.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metric, Metrics } from '../../evidence/schema/metrics.ts';
import { definedMetrics, findMetric, targetOf } from '../shared/metrics/definitions.ts';
import { figure, lineWords, metricName, reaches } from '../shared/metrics/figures.ts';
import { headlineOf } from '../shared/metrics/headline.ts';
import { describeObserved, freshness, lookAt, type Observed } from '../shared/metrics/observed.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { messages } from './messages.ts';

type KillCriterion = NonNullable<Metrics['killCriteria']>[number];

const nameOf = (index: number): string => `kill-criteria[${index}]`;

/** Whether the newest observations reach a stop line. The value itself stops the pilot; the interval only warns. */
export function judgeKillLines(metrics: Located<Metrics>, files: Named, maxAgeDays: number, now: number): Finding[] {
  const all = metrics.value.killCriteria ?? [];
  if (all.length === 0)
    return [unmet(messages.noKillCriteria(), metrics.at('killCriteria'), { cause: 'no-kill-criteria' })];
  const defined = definedMetrics(metrics);
  return all.map((kill, index) => {
    const part = kill.metric;
    const place = metrics.at('killCriteria', index);
    const found = findMetric(kill.metric, defined);
    if (found === undefined)
      return unmet(messages.metricNotDefined({ name: nameOf(index), metric: kill.metric }), place, { part });
    const newestDays = durationDays(kill.window) ?? 1;
    const rows = lookAt(found.metric, files, found.place, { newestDays }, now);
    if ('open' in rows) return { ...rows.open, part };
    const { seen } = rows;
    return {
      ...judgeLine(kill, found.metric, seen, [place, seen.place], { maxAgeDays, now }),
      part,
      figure: headlineOf(found.metric, seen, metrics),
    };
  });
}

function judgeLine(
  { op, threshold, action, decider }: KillCriterion,
  metric: Metric,
  seen: Observed,
  places: Place[],
  { maxAgeDays, now }: { maxAgeDays: number; now: number },
): Finding {
  const words = { observed: describeObserved(metric, seen), line: lineWords(op, threshold, metric) };
  if (reaches(seen.value, op, threshold)) return unmet(messages.stopLineReached({ ...words, action, decider }), places);
  const age = freshness(metricName(metric), seen, maxAgeDays, now);
  if (age.finding) return age.finding;
  const edge = isRising(op) ? seen.interval?.upper : seen.interval?.lower;
  const isNear = edge !== undefined && reaches(edge, op, threshold);
  const message = isNear
    ? messages.stopLineNear({ ...words, edge: figure(edge, metric) })
    : messages.stopLineNotReached(words);
  return met(message, places, { until: age.until });
}

/** What keeps an outcome metric from having a stop line that can stop the pilot; one usable line is enough. */
export function stopLineFaults(metric: Metric, index: number, metrics: Located<Metrics>): Finding[] {
  const part = metric.id;
  const own = (metrics.value.killCriteria ?? []).flatMap((kill, at) => (kill.metric === part ? [{ kill, at }] : []));
  const [first] = own;
  if (first === undefined) {
    const words = { name: metricName(metric), metric: part };
    return [unmet(messages.noStopLine(words), metrics.at('outcome', index), { part })];
  }
  const faults = own.map(({ kill, at }) => faultOfLine(kill, nameOf(at), metric, metrics.value));
  const [fault] = faults;
  if (fault === undefined || faults.includes(undefined)) return [];
  return [unmet(fault, metrics.at('killCriteria', first.at, 'threshold'), { part })];
}

/** Where the stop lines of the outcome metrics are, the first usable one of each. */
export function stopLinePlaces(metrics: Located<Metrics>): Place[] {
  const { outcome = [], killCriteria = [] } = metrics.value;
  return outcome.flatMap((metric) => {
    const at = killCriteria.findIndex(
      (kill) => kill.metric === metric.id && faultOfLine(kill, '', metric, metrics.value) === undefined,
    );
    return at < 0 ? [] : [metrics.at('killCriteria', at)];
  });
}

/** What is wrong with a stop line as it is written: it must stop the pilot on the worse side of the target. */
function faultOfLine(kill: KillCriterion, name: string, metric: Metric, metrics: Metrics): Statement | undefined {
  const { op, threshold } = kill;
  const { id, good } = metric;
  if (op === 'eq') return messages.exactStopLine({ name });
  const line = lineWords(op, threshold, metric);
  if (isRising(op) !== (good === 'lower')) return messages.stopLineOnBetterSide({ name, metric: id, line, good });
  const target = targetOf(metric, metrics);
  if (target === undefined) return messages.noTarget({ name, metric: id });
  const isWorse = good === 'lower' ? threshold > target.value : threshold < target.value;
  const shown = { line: figure(threshold, metric), target: figure(target.value, metric) };
  return isWorse ? undefined : messages.stopLineNotWorse({ name, good, ...shown });
}

function isRising(op: KillCriterion['op']): boolean {
  return op === 'gt' || op === 'gte';
}

/** Who decides when a line is reached. */
export function decidersOf(metrics: Located<Metrics>): NamedPerson[] {
  return (metrics.value.killCriteria ?? []).map((kill, index) => ({
    what: `The decider of ${nameOf(index)} (${kill.metric})`,
    written: kill.decider,
    place: metrics.at('killCriteria', index, 'decider'),
    part: kill.metric,
  }));
}
