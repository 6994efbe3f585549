import type { OpenSlo } from '../../domain/conventions.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import { type Objective, objectivesOf, percentWords } from '../shared/slo/objective.ts';
import { absentMetrics, differences, openFaults } from './open-slo.ts';

type Slo = NonNullable<Metrics['slos']>[number];

const KINDS: { name: string; measures: Slo['measures'][] }[] = [
  { name: 'availability', measures: ['availability'] },
  { name: 'latency', measures: ['latency'] },
  { name: 'the quality of the output (or the rate of exceptions)', measures: ['quality', 'exception-rate'] },
  { name: 'data quality', measures: ['data-quality'] },
];
const EXAMPLE =
  '{ id: answers-in-time, measures: latency, target: 0.95, window: 28d, indicator: share of tickets sorted within 5 s, observations: { file: readiness/observations/slo.csv, at: day, value: in_time, total: all } }';

/**
 * Whether each side of the service has an objective with a number that can be missed and something that measures it,
 * in the metrics section or in OpenSLO files.
 */
export function judgeObjectives(metrics: Observation<Located<Metrics>>, files: OpenSlo[]): Finding[] {
  const located = metrics.state === 'seen' ? metrics.value : undefined;
  const all = located === undefined ? [] : objectivesOf(located);
  if (located === undefined && (files.length === 0 || metrics.state === 'invalid')) return absentMetrics(metrics);
  const place = located?.at('slos') ?? { path: files[0]?.path ?? '' };
  const measured = [...all.map(({ slo }): string => slo.measures), ...files.flatMap(({ measures }) => measures ?? [])];
  const missing = KINDS.filter(({ measures }) => !measures.some((one) => measured.includes(one))).map(
    ({ name, measures }) =>
      unmet(`Nothing says how good ${name} has to be`, place, {
        remedy: `Add an objective with measures: ${measures.join(' or ')} under slos in readiness/metrics.yaml, for example ${EXAMPLE}.`,
        ...(measured.length === 0 ? { cause: 'no-objectives' } : { part: measures[0] ?? '' }),
      }),
  );
  const twice = all.filter(({ slo }, index) => all.findIndex((one) => one.slo.id === slo.id) < index);
  const found = [
    ...missing,
    ...twice.map(({ slo, place: at }) =>
      unmet(`The objective ${slo.id} is there twice`, at, { remedy: 'Give each objective an id of its own.' }),
    ),
    ...all.flatMap(objectiveFaults),
    ...openFaults(files),
    ...differences(all, files),
  ];
  if (found.length > 0) return found;
  const words = [
    ...all.map(({ slo, target, rising }) => `${slo.id} ${rising ? 'at least' : 'at most'} ${percentWords(target)}`),
    ...files
      .filter(({ name }) => !all.some(({ slo }) => slo.id === name))
      .map(({ name, target = 0 }) => `${name} at least ${percentWords(target)}`),
  ];
  return [
    met(`Objectives: ${words.join(', ')}`, [
      ...all.map(({ place: at }) => at),
      ...files.map(({ path, line }) => ({ path, line })),
    ]),
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
