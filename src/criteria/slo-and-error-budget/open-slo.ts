import type { OpenSlo } from '../../domain/conventions.ts';
import { durationDays } from '../../domain/dates.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Objective } from '../shared/slo/objective.ts';

/** What an OpenSLO objective lacks to be one: a target, a window, something that is counted. */
export function openFaults(files: OpenSlo[]): Finding[] {
  return files.flatMap(({ path, line, name, target, window, hasIndicator, measures }, index) => {
    const lacking = [
      ...(target === undefined || target <= 0 || target > 1 ? ['target between 0 and 1'] : []),
      ...(window === undefined || durationDays(window) === undefined ? ['time window in days or weeks'] : []),
      ...(hasIndicator ? [] : ['indicator']),
    ];
    const place = { path, line };
    const found: Finding[] = [];
    if (lacking.length > 0)
      found.push(
        unmet(`The objective ${quote(name)} has no ${lacking.join(', no ')}`, place, {
          remedy: `Complete ${path}: objectives[].target, timeWindow[].duration, indicator or indicatorRef.`,
        }),
      );
    if (measures === undefined)
      found.push(
        unmet(`What the objective ${quote(name)} measures cannot be told by its name`, place, {
          remedy: `Add the label measures: availability, latency, quality, exception-rate or data-quality to ${path}.`,
        }),
      );
    if (files.findIndex((one) => one.path === path) < index)
      found.push(
        unmet(`${path} holds several objectives, so the history of each cannot be read`, place, {
          remedy: 'Keep one objective a file.',
          cause: `several:${path}`,
        }),
      );
    return found;
  });
}

/** The same objective told twice with other numbers. */
export function differences(all: Objective[], files: OpenSlo[]): Finding[] {
  return files.flatMap(({ path, line, name, target, window }) => {
    const own = all.find(({ slo }) => slo.id === name);
    if (own === undefined || target === undefined || window === undefined) return [];
    const sameTarget = Math.abs(own.target - target) < 1e-9;
    if (sameTarget && durationDays(own.slo.window) === durationDays(window)) return [];
    return [
      unmet(
        sameTarget
          ? `The window of ${name} is ${own.slo.window} in one place and ${window} in the other`
          : `The target of ${name} is ${own.target} in one place and ${target} in the other`,
        [own.at(sameTarget ? 'window' : 'target'), { path, line }],
        { remedy: `Write the same in ${path} and under slos.`, part: name },
      ),
    ];
  });
}

/** Objectives of OpenSLO files that no rows stand behind. */
export function unobserved(metrics: Located<Metrics>, files: OpenSlo[]): Finding[] {
  const known = new Set((metrics.value.slos ?? []).map(({ id }) => id));
  return files
    .filter(({ name }) => !known.has(name))
    .map(({ path, line, name }) =>
      unmet(`No rows show whether ${name} is kept`, [metrics.at('slos'), { path, line }], {
        remedy: `Add an entry with id: ${name} and observations under slos in readiness/metrics.yaml.`,
        part: name,
      }),
    );
}

/** No metrics section, or one that cannot be read. */
export function absentMetrics(metrics: Observation<Located<Metrics>>): Finding[] {
  if (metrics.state === 'invalid')
    return metrics.faults.map(({ path, line, column, key, problem, remedy }) =>
      unmet(`${key} ${problem}`.trim(), { path, line, column }, { remedy, cause: `invalid:${metrics.place.path}` }),
    );
  const place = metrics.state === 'absent' ? metrics.place : { path: '' };
  return [
    unmet('Nothing says how good the service has to be', place, {
      remedy: 'Declare objectives under slos in readiness/metrics.yaml, or keep them as OpenSLO files.',
      cause: `absent:${place.path}`,
    }),
  ];
}
