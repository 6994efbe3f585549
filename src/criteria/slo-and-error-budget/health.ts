import type { WorkflowFile } from '../../domain/conventions.ts';
import { addDays, day, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, stale, unmet } from '../../domain/finding.ts';
import type { RunFact } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { messages } from './messages.ts';

/** Whether a workflow checks the service on a schedule. An address alone is checked by nothing. */
export function judgeHealth(metrics: Located<Metrics>, workflows: WorkflowFile[]): Finding {
  const { endpoint, workflow } = metrics.value.health ?? {};
  const place = metrics.at('health');
  if (workflow === undefined)
    return unmet(endpoint === undefined ? messages.noHealthCheck() : messages.endpointNotChecked({ endpoint }), place, {
      cause: 'no-health-check',
    });
  const own = metrics.at('health', 'workflow');
  const flow = workflows.find(({ path }) => path === workflow);
  if (flow === undefined) return unmet(messages.unknownWorkflow({ workflow }), own);
  const { triggers, path } = flow;
  return triggers.includes('schedule')
    ? met(messages.healthScheduled({ workflow }), place)
    : unmet(messages.notScheduled({ workflow, triggers: triggers.length > 0 ? triggers : 'none' }), [own, { path }]);
}

/** Whether the newest run of the health check succeeded, and recently. */
export function judgeHealthRun(metrics: Located<Metrics>, run: RunFact, withinDays: number, now: number): Finding {
  const { workflow = '' } = metrics.value.health ?? {};
  const place = metrics.at('health', 'workflow');
  const at = run.at === undefined ? undefined : parseInstant(run.at);
  if (!run.found || at === undefined) return unmet(messages.healthNeverRan({ workflow }), place);
  const { conclusion = 'no conclusion' } = run;
  if (conclusion !== 'success') return unmet(messages.healthFailed({ workflow, conclusion }), place);
  const until = addDays(at, withinDays);
  const words = { workflow, day: day(at), limit: withinDays };
  return now < until ? met(messages.healthy(words), place, { until }) : stale(messages.healthTooOld(words), place);
}
