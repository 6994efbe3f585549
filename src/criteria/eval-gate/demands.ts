import type { EvalMetric } from '../../domain/eval-results.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import type { CountedFile } from '../shared/evals/cases.ts';

/** Where high-risk decisions are made no attack may succeed, and each case stays under its ceilings. */
export function judgeDemands(
  evals: Located<Evals>,
  counted: CountedFile[],
  workflow: Observation<Located<Workflow>>,
): Finding[] {
  return [adversarial(evals, counted, workflow), ...ceilings(evals, counted)];
}

function adversarial(evals: Located<Evals>, counted: CountedFile[], workflow: Observation<Located<Workflow>>): Finding {
  const places = counted.map(({ file }) => ({ path: file.path }));
  const decisions = workflow.state === 'seen' ? workflow.value.value.decisions : undefined;
  const risky = decisions?.filter(({ risk }) => risk === 'high').map(({ id }) => id);
  if (risky?.length === 0) return met('No decision is high-risk, as the workflow declares', places);
  const reason = evals.value.notApplicable?.adversarial;
  if (reason !== undefined && risky === undefined)
    return met(`Adversarial cases declared not applicable: ${reason}`, evals.at('notApplicable', 'adversarial'));
  const cases = counted.flatMap((one) => one.cases).filter((one) => one.classes.includes('adversarial'));
  const failed = cases.filter(({ result }) => result !== 'pass');
  const why =
    risky === undefined
      ? 'no decisions are declared, so all count as high-risk'
      : `high-risk: ${risky.slice(0, 5).join(', ')}`;
  if (cases.length === 0)
    return unmet(`No adversarial case ran (${why})`, places, {
      remedy: 'Add adversarial cases for the high-risk decisions and run them.',
    });
  if (failed.length > 0)
    return unmet(`${failed.length} of ${cases.length} adversarial cases did not pass (${why})`, places, {
      remedy: `Make every adversarial case pass, the first is ${failed[0]?.id.slice(0, 80) ?? ''}; a skipped or failed one is an open door.`,
    });
  return met(`All ${cases.length} adversarial cases passed (${why})`, places);
}

interface Ceiling {
  key: 'costPerCase' | 'latencySeconds';
  words: string;
  /** Names under which tools report it, and what one of it is in our unit. */
  per: Record<string, number>;
  totals: Record<string, number>;
}
const CEILINGS: Ceiling[] = [
  {
    key: 'costPerCase',
    words: 'cost per case',
    per: { cost: 1, costpercase: 1, meancost: 1 },
    totals: { totalcost: 1, costtotal: 1, totalcostusd: 1 },
  },
  {
    key: 'latencySeconds',
    words: 'latency per case in seconds',
    per: { latency: 1, latencyseconds: 1, latencys: 1, meanlatency: 1, latencyms: 0.001 },
    totals: { totallatencyms: 0.001, totallatencyseconds: 1 },
  },
];

function ceilings(evals: Located<Evals>, counted: CountedFile[]): Finding[] {
  return CEILINGS.map((ceiling): Finding => {
    const limit = evals.value.ceilings?.[ceiling.key];
    const kebab = ceiling.key === 'costPerCase' ? 'cost-per-case' : 'latency-seconds';
    if (limit === undefined)
      return unmet(`No ceiling for ${ceiling.words}`, evals.at('ceilings'), {
        remedy: `Add ceilings.${kebab} to evals.yaml.`,
      });
    const values = counted.flatMap(({ file, cases }) =>
      file.run.metrics.flatMap((m) => perCase(m, ceiling, cases.length)),
    );
    const places = [evals.at('ceilings', ceiling.key), ...counted.map(({ file }) => ({ path: file.path }))];
    if (values.length === 0)
      return unmet(`The results do not tell ${ceiling.words}`, places, {
        remedy: `Report it as a metric of the results file; a home-made file maps it under mapping.metrics as ${ceiling.key === 'costPerCase' ? 'cost' : 'latency'}.`,
      });
    const worst = Math.max(...values);
    const shown = Number(worst.toPrecision(3));
    return worst > limit
      ? unmet(`${ceiling.words} is ${shown}, the ceiling is ${limit}`, places, {
          remedy: 'Make it cheaper or faster, or have the owners raise the ceiling.',
        })
      : met(`${ceiling.words} is ${shown}, ceiling ${limit}`, places);
  });
}

function perCase(metric: EvalMetric, ceiling: Ceiling, cases: number): number[] {
  const name = metric.name.toLowerCase().replace(/[^a-z]/g, '');
  const unit = ceiling.per[name];
  if (unit !== undefined) return [metric.value * unit];
  const total = ceiling.totals[name];
  return total === undefined || cases === 0 ? [] : [(metric.value * total) / cases];
}
