import { durationDays } from '../../domain/dates.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located, Named } from '../../engine/inputs.ts';
import type { Metric, Metrics } from '../../evidence/schema/metrics.ts';
import { definedMetrics, findMetric } from '../shared/metrics/definitions.ts';
import { figure, lineWords, metricName, reaches } from '../shared/metrics/figures.ts';
import { headlineOf } from '../shared/metrics/headline.ts';
import { freshness, lookAt, type Observed } from '../shared/metrics/observed.ts';
import { targetOf } from '../shared/metrics/targets.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';

type KillCriterion = NonNullable<Metrics['killCriteria']>[number];

/** What is wrong with a kill line as it is written: it must stop the pilot on the worse side of the target. */
export function faultOfLine(kill: KillCriterion, metric: Metric, metrics: Metrics): string | undefined {
  const target = targetOf(metric, metrics);
  const rising = kill.op === 'gt' || kill.op === 'gte';
  if (kill.op === 'eq') return 'stops only at one exact value';
  if (rising !== (metric.good === 'lower'))
    return `stops when ${metric.id} is ${lineWords(kill.op, kill.threshold, metric)}, and ${metric.good} is good`;
  if (target === undefined) return `has no target to stand against: ${metric.id} has none`;
  const worse = metric.good === 'lower' ? kill.threshold > target.value : kill.threshold < target.value;
  return worse
    ? undefined
    : `is ${figure(kill.threshold, metric)}, not on the worse side of the target ${figure(target.value, metric)}`;
}

/** Whether the newest observations reach a kill line. The point estimate stops; the interval only warns. */
export function judgeKillLines(metrics: Located<Metrics>, files: Named, maxAgeDays: number, now: number): Finding[] {
  const lines = metrics.value.killCriteria ?? [];
  if (lines.length === 0)
    return [
      unmet('There is no kill criterion: nothing would ever stop the pilot', metrics.at('killCriteria'), {
        remedy:
          'Add kill-criteria to metrics.yaml: metric, op, threshold, window, what happens (action) and who decides (decider).',
        cause: 'no-kill-criteria',
      }),
    ];
  const defined = definedMetrics(metrics);
  return lines.map((kill, index) => {
    const place = metrics.at('killCriteria', index);
    const found = findMetric(kill.metric, defined);
    if (found === undefined)
      return unmet(`killCriteria[${index}] names the metric ${kill.metric}, which is not defined`, place, {
        remedy: `Define ${kill.metric} under process or outcome, with observations.`,
        part: kill.metric,
      });
    const newestDays = durationDays(kill.window) ?? 1;
    const rows = lookAt(found.metric, files, found.place, { newestDays }, now);
    if ('open' in rows) return { ...rows.open, part: kill.metric };
    return {
      ...judgeLine(kill, found.metric, rows.seen, maxAgeDays, now, [place, rows.seen.place]),
      part: kill.metric,
      figure: headlineOf(found.metric, rows.seen, metrics),
    };
  });
}

function judgeLine(
  kill: KillCriterion,
  metric: Metric,
  seen: Observed,
  maxAgeDays: number,
  now: number,
  places: Finding['places'],
): Finding {
  const name = metricName(metric);
  const line = lineWords(kill.op, kill.threshold, metric);
  const says = `${name} is ${figure(seen.value, metric)} (${seen.n} cases, ${seen.from} to ${seen.to})`;
  if (reaches(seen.value, kill.op, kill.threshold))
    return unmet(`${says}: the kill line "${line}" is reached. Action: ${kill.action}`, places, {
      remedy: `${kill.decider} decides: ${kill.action}. The pilot is promoted only when newer observations stay clear of the line.`,
    });
  const age = freshness(name, seen, maxAgeDays, now);
  if (age.finding) return age.finding;
  const edge = kill.op === 'gt' || kill.op === 'gte' ? seen.interval?.upper : seen.interval?.lower;
  const near = edge !== undefined && reaches(edge, kill.op, kill.threshold);
  return met(
    `${says}, kill line "${line}" not reached${near ? `; warning: it is not excluded, with so few cases it may be ${figure(edge, metric)}` : ''}`,
    places,
    { until: age.until },
  );
}

/** Whether an outcome metric has a kill line that can stop the pilot. */
export function judgeLineOf(metric: Metric, index: number, metrics: Located<Metrics>): Finding {
  const part = metric.id;
  const own = (metrics.value.killCriteria ?? []).flatMap((kill, at) => (kill.metric === part ? [{ kill, at }] : []));
  if (own.length === 0)
    return unmet(`${metricName(metric)} has no kill criterion`, metrics.at('outcome', index), {
      part,
      remedy: `Add a kill criterion for ${part}: a number on the worse side of its target, a window, an action and a decider.`,
    });
  const faults = own.map(({ kill, at }) => ({ at, fault: faultOfLine(kill, metric, metrics.value) }));
  const sound = faults.find(({ fault }) => fault === undefined);
  const [first] = faults;
  if (sound === undefined && first !== undefined)
    return unmet(`killCriteria[${first.at}] ${first.fault}`, metrics.at('killCriteria', first.at, 'threshold'), {
      part,
      remedy: `Give ${part} a target and a kill line beyond it on the worse side (${metric.good} is good).`,
    });
  return met(`${metricName(metric)} has a stop line`, metrics.at('killCriteria', sound?.at ?? 0), { part });
}

/** Who decides when a line is reached. */
export function decidersOf(metrics: Located<Metrics>): NamedPerson[] {
  return (metrics.value.killCriteria ?? []).map((kill, index) => ({
    what: `The decider of killCriteria[${index}] (${kill.metric})`,
    written: kill.decider,
    place: metrics.at('killCriteria', index, 'decider'),
    part: kill.metric,
  }));
}
