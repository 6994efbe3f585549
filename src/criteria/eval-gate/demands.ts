import type { EvalMetric } from '../../domain/eval-results.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { type CountedFile, distinctCases } from '../shared/evals/cases.ts';
import { messages } from './messages.ts';

/** Whether no attack succeeds where a decision is high-risk. Without declared decisions, all count as high-risk. */
export function judgeAdversarial(
  evals: Located<Evals>,
  counted: CountedFile[],
  workflow: Observation<Located<Workflow>>,
): Finding {
  const places = counted.map(({ file }) => ({ path: file.path }));
  const declared = workflow.state === 'seen' ? workflow.value.value.decisions : undefined;
  const risky = declared?.filter(({ risk }) => risk === 'high').map(({ id }) => id);
  if (risky?.length === 0) return met(messages.noHighRisk(), places);
  const reason = evals.value.notApplicable?.adversarial;
  if (reason !== undefined && risky === undefined)
    return met(messages.adversarialExempt({ reason }), evals.at('notApplicable', 'adversarial'));
  const cases = distinctCases(evals.value, counted).cases.filter((one) => one.class === 'adversarial');
  const failed = cases.filter(({ result }) => result !== 'pass');
  const why =
    risky === undefined ? messages.allCountAsHighRisk() : messages.highRiskDecisions({ decisions: risky.slice(0, 5) });
  if (cases.length === 0) return unmet(messages.noAdversarialCase({ why }), places);
  const total = cases.length;
  const [first] = failed;
  return first === undefined
    ? met(messages.adversarialPassed({ total, why }), places)
    : unmet(messages.adversarialFailed({ failed: failed.length, total, why, first: first.id.slice(0, 80) }), places);
}

interface Ceiling {
  option: 'costPerCase' | 'latencySeconds';
  /** The key in evals.yaml. */
  key: string;
  /** The metric as a custom format maps it. */
  metric: string;
  what: string;
  /** Names under which tools report it, and what one of it is in our unit. */
  per: Record<string, number>;
  totals: Record<string, number>;
}
const CEILINGS: Ceiling[] = [
  {
    option: 'costPerCase',
    key: 'cost-per-case',
    metric: 'cost',
    what: 'cost per case',
    per: { cost: 1, costpercase: 1, meancost: 1 },
    totals: { totalcost: 1, costtotal: 1, totalcostusd: 1 },
  },
  {
    option: 'latencySeconds',
    key: 'latency-seconds',
    metric: 'latency',
    what: 'latency per case in seconds',
    per: { latency: 1, latencyseconds: 1, latencys: 1, meanlatency: 1, latencyms: 0.001 },
    totals: { totallatencyms: 0.001, totallatencyseconds: 1 },
  },
];

/** Whether each case stays below its ceilings for cost and latency. */
export function judgeCeilings(evals: Located<Evals>, counted: CountedFile[]): Finding[] {
  return CEILINGS.map((ceiling): Finding => {
    const { option, key, metric, what } = ceiling;
    const limit = evals.value.ceilings?.[option];
    if (limit === undefined) return unmet(messages.noCeiling({ what, key }), evals.at('ceilings'));
    const values = counted.flatMap(({ file, cases }) =>
      file.run.metrics.flatMap((one) => convertPerCase(one, ceiling, cases.length)),
    );
    const places = [evals.at('ceilings', option), ...counted.map(({ file }) => ({ path: file.path }))];
    if (values.length === 0) return unmet(messages.notMeasured({ what, metric }), places);
    const worst = Math.max(...values);
    const words = { what, worst: Number(worst.toPrecision(3)), limit };
    return worst > limit ? unmet(messages.aboveCeiling(words), places) : met(messages.withinCeiling(words), places);
  });
}

function convertPerCase(metric: EvalMetric, ceiling: Ceiling, cases: number): number[] {
  const name = metric.name.toLowerCase().replace(/[^a-z]/g, '');
  const unit = ceiling.per[name];
  if (unit !== undefined) return [metric.value * unit];
  const total = ceiling.totals[name];
  return total === undefined || cases === 0 ? [] : [(metric.value * total) / cases];
}
