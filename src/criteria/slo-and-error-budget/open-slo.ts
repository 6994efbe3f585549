import type { OpenSlo } from '../../domain/conventions.ts';
import { durationDays } from '../../domain/dates.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import type { Objective } from '../shared/slo/objective.ts';
import { messages } from './messages.ts';

/** What an OpenSLO file lacks: a target, a window, an indicator, a measure, or a file of its own. */
export function openFaults(files: OpenSlo[]): Finding[] {
  return files.flatMap(({ path, line, name, target, window, hasIndicator, measures }, index) => {
    const lacking = [
      ...(target === undefined || target <= 0 || target > 1 ? ['objectives[].target'] : []),
      ...(window === undefined || durationDays(window) === undefined ? ['timeWindow[].duration'] : []),
      ...(hasIndicator ? [] : ['indicator']),
    ];
    const place = { path, line };
    const isRepeated = files.findIndex((one) => one.path === path) < index;
    return [
      ...(lacking.length > 0 ? [unmet(messages.openSloIncomplete({ name, lacking, path }), place)] : []),
      ...(measures === undefined ? [unmet(messages.openSloUnclear({ name, path }), place)] : []),
      ...(isRepeated ? [unmet(messages.severalObjectives({ path }), place, { cause: `several:${path}` })] : []),
    ];
  });
}

/** Objectives that are declared both under `slos` and in an OpenSLO file, with different numbers. */
export function differences(all: Objective[], files: OpenSlo[]): Finding[] {
  return files.flatMap(({ path, line, name, target, window }) => {
    const own = all.find(({ slo }) => slo.id === name);
    if (own === undefined || target === undefined || window === undefined) return [];
    const other = { path, line };
    if (Math.abs(own.target - target) >= 1e-9) {
      const words = { name, path, own: own.target, other: target };
      return [unmet(messages.targetsDiffer(words), [own.at('target'), other], { part: name })];
    }
    if (durationDays(own.slo.window) === durationDays(window)) return [];
    const words = { name, path, own: own.slo.window, other: window };
    return [unmet(messages.windowsDiffer(words), [own.at('window'), other], { part: name })];
  });
}

/** Objectives of OpenSLO files for which there are no rows. */
export function unobserved(metrics: Located<Metrics>, files: OpenSlo[]): Finding[] {
  const known = new Set((metrics.value.slos ?? []).map(({ id }) => id));
  return files
    .filter(({ name }) => !known.has(name))
    .map(({ path, line, name }) =>
      unmet(messages.notObserved({ name }), [metrics.at('slos'), { path, line }], { part: name }),
    );
}
