import type { OpenSlo } from '../../domain/conventions.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { filled } from '../shared/shape-checks.ts';
import { type Objective, objectivesOf, targetWords } from '../shared/slo/objective.ts';
import { unreadable } from '../shared/unreadable.ts';
import { messages } from './messages.ts';
import { differences, openFaults } from './open-slo.ts';

type Slo = NonNullable<Metrics['slos']>[number];

const KINDS: { kind: string; measures: Slo['measures'][] }[] = [
  { kind: 'availability', measures: ['availability'] },
  { kind: 'latency', measures: ['latency'] },
  { kind: 'output quality (or the exception rate)', measures: ['quality', 'exception-rate'] },
  { kind: 'data quality', measures: ['data-quality'] },
];

/**
 * Whether each side of the service has an objective with a number that can be missed and an indicator that measures it,
 * in the metrics section or in OpenSLO files.
 */
export function judgeObjectives(metrics: Observation<Located<Metrics>>, files: OpenSlo[]): Finding[] {
  if (metrics.state === 'invalid') return unreadable(metrics);
  if (metrics.state === 'absent' && files.length === 0)
    return [unmet(messages.noServiceTargets(), metrics.place, { cause: `absent:${metrics.place.path}` })];
  const located = metrics.state === 'seen' ? metrics.value : undefined;
  const all = located === undefined ? [] : objectivesOf(located);
  const place = located?.at('slos') ?? { path: files[0]?.path ?? '' };
  const measured = [...all.map(({ slo }): string => slo.measures), ...files.flatMap(({ measures }) => measures ?? [])];
  const notCovered = KINDS.filter(({ measures }) => !measures.some((one) => measured.includes(one)));
  const repeated = all.filter(({ slo }, index) => all.findIndex((one) => one.slo.id === slo.id) < index);
  const found = [
    ...notCovered.map(({ kind, measures }) =>
      unmet(
        messages.kindNotCovered({ kind, measures: measures.join(' or ') }),
        place,
        measured.length === 0 ? { cause: 'no-objectives' } : { part: measures[0] ?? '' },
      ),
    ),
    ...repeated.map(({ slo, place: at }) => unmet(messages.declaredTwice({ id: slo.id }), at)),
    ...all.flatMap(objectiveFaults),
    ...openFaults(files),
    ...differences(all, files),
  ];
  if (found.length > 0) return found;
  const objectives = [
    ...all.map((one) => `${one.slo.id} ${targetWords(one)}`),
    ...files
      .filter(({ name }) => !all.some(({ slo }) => slo.id === name))
      .map(({ name, target = 0 }) => `${name} ${targetWords({ target, rising: true })}`),
  ];
  const places = [...all.map(({ place: at }) => at), ...files.map(({ path, line }) => ({ path, line }))];
  return [met(messages.objectivesSet({ objectives }), places)];
}

function objectiveFaults({ slo, at, target, rising }: Objective): Finding[] {
  const { id, indicator, op } = slo;
  const part = id;
  const isUnusable = target <= 0 || target > 1 || (!rising && target >= 1);
  return [
    ...filled(indicator, { what: `The indicator of ${id}`, place: at('indicator'), part }),
    ...(op === 'eq' ? [unmet(messages.exactTarget({ id }), at('op'), { part })] : []),
    ...(isUnusable ? [unmet(messages.unusableTarget({ id, target: slo.target }), at('target'), { part })] : []),
  ];
}
