import type { Acceptance, ValueHistory } from '../asks.ts';
import { isBlankText } from '../documents/blank-text.ts';
import { type Finding, met, quote, unmet } from '../finding.ts';
import { judgeLoosening, type Line } from '../metrics/loosened.ts';
import type { Observation, Place } from '../observation.ts';
import { camelKeys, pilotStart } from '../order.ts';
import type { Located } from '../reads.ts';
import type { Metrics } from '../sections/metrics.ts';
import type { Pilot } from '../sections/pilot.ts';

type Slo = NonNullable<Metrics['slos']>[number];

/** One objective with its target as a share of 1, whether it was written so or in per cent. */
export interface Objective {
  slo: Slo;
  place: Place;
  at: (key: string) => Place;
  target: number;
  /** The share of good cases is to reach the target; else the share of bad ones is to stay below it. */
  rising: boolean;
}

const KINDS: { name: string; measures: Slo['measures'][] }[] = [
  { name: 'availability', measures: ['availability'] },
  { name: 'latency', measures: ['latency'] },
  { name: 'the quality of the output (or the rate of exceptions)', measures: ['quality', 'exception-rate'] },
  { name: 'data quality', measures: ['data-quality'] },
];
const EXAMPLE =
  '{ id: answers-in-time, measures: latency, target: 0.95, window: 28d, indicator: share of tickets sorted within 5 s, observations: { file: readiness/observations/slo.csv, at: day, value: in_time, total: all } }';

/** The objectives as they are declared. */
export function objectivesOf(metrics: Located<Metrics>): Objective[] {
  return (metrics.value.slos ?? []).map((slo, index) => ({
    slo,
    place: metrics.at('slos', index),
    at: (key) => metrics.at('slos', index, key),
    target: shareOf(slo.target),
    rising: slo.op === undefined || slo.op === 'gt' || slo.op === 'gte',
  }));
}

/** `0.995` and `99.5` are the same target. */
function shareOf(target: number): number {
  return target > 1 ? target / 100 : target;
}

/** `99.5 %`. */
export function percentWords(share: number): string {
  return `${Number((share * 100).toPrecision(6))} %`;
}

/** Whether each side of the service has an objective with a number that can be missed and something that measures it. */
export function judgeObjectives(metrics: Located<Metrics>): Finding[] {
  const all = objectivesOf(metrics);
  const missing = KINDS.filter(({ measures }) => !all.some(({ slo }) => measures.includes(slo.measures))).map(
    ({ name, measures }) =>
      unmet(`Nothing says how good ${name} has to be`, metrics.at('slos'), {
        remedy: `Add an objective with measures: ${measures.join(' or ')} under slos in readiness/metrics.yaml, for example ${EXAMPLE}.`,
        ...(all.length === 0 ? { cause: 'no-objectives' } : { part: measures[0] ?? '' }),
      }),
  );
  const twice = all.filter(({ slo }, index) => all.findIndex((one) => one.slo.id === slo.id) < index);
  const found = [
    ...missing,
    ...twice.map(({ slo, place }) =>
      unmet(`The objective ${slo.id} is there twice`, place, { remedy: 'Give each objective an id of its own.' }),
    ),
    ...all.flatMap(objectiveFaults),
  ];
  if (found.length > 0) return found;
  const words = all.map(
    ({ slo, target, rising }) => `${slo.id} ${rising ? 'at least' : 'at most'} ${percentWords(target)}`,
  );
  return [
    met(
      `Objectives: ${words.join(', ')}`,
      all.map(({ place }) => place),
    ),
  ];
}

function objectiveFaults({ slo, at, target, rising }: Objective): Finding[] {
  const part = slo.id;
  const found: Finding[] = [];
  if (isBlankText(slo.indicator))
    found.push(
      unmet(`What ${slo.id} counts is not said (${quote(slo.indicator)})`, at('indicator'), {
        remedy: 'Say which cases count as good, and of how many.',
        part,
      }),
    );
  if (slo.op === 'eq')
    found.push(
      unmet(`${slo.id} is reached only at one exact value`, at('op'), {
        remedy: 'Use gte for a share of good cases, lte for a share of bad ones.',
        part,
      }),
    );
  if (target <= 0 || target > 1 || (!rising && target >= 1))
    found.push(
      unmet(`The target of ${slo.id} (${slo.target}) can never be missed or never be reached`, at('target'), {
        remedy: 'Write the target as a share between 0 and 1, or in per cent: 0.995 or 99.5.',
        part,
      }),
    );
  return found;
}

/** Targets of objectives over time, as the history of `slos` holds them. */
function sloLines(value: unknown): Line[] {
  return (Array.isArray(value) ? (camelKeys(value) as Record<string, unknown>[]) : []).flatMap((one) => {
    const { id, op, target } = typeof one === 'object' && one !== null ? one : {};
    if (typeof target !== 'number') return [];
    const stricter = op === 'lt' || op === 'lte' ? ('lower' as const) : ('higher' as const);
    return [{ key: `target of ${id}`, value: shareOf(target), stricter, shown: String(target) }];
  });
}

export interface TargetsQuestion {
  metrics: Located<Metrics>;
  pilot: Located<Pilot>;
  history: ValueHistory;
  startHistory: ValueHistory;
  acceptance: Observation<Acceptance>;
}

/** Targets that were lowered once the pilot ran, where they could follow what was seen. */
export function judgeTargets({ metrics, pilot, history, startHistory, acceptance }: TargetsQuestion): Finding[] {
  const declared = pilot.value.startedOn;
  return judgeLoosening(history, sloLines, {
    start: pilotStart(declared, startHistory),
    declared,
    acceptance,
    place: metrics.at('slos'),
    code: 'SL-1',
  });
}
