import type { WorkflowFile } from '../../domain/conventions.ts';
import { addDays, parseInstant } from '../../domain/dates.ts';
import { type Finding, met, quote, stale, unmet } from '../../domain/finding.ts';
import type { RunFact } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';

const HOW =
  'Add a workflow that asks the service on a schedule, and name it: health: { endpoint: https://…, workflow: .github/workflows/health.yml }.';

/** Whether something asks the service regularly how it is. An address alone is asked by nobody. */
export function judgeHealth(metrics: Located<Metrics>, workflows: WorkflowFile[]): Finding {
  const { health } = metrics.value;
  const place = metrics.at('health');
  if (health?.workflow === undefined)
    return unmet(
      health?.endpoint === undefined
        ? 'Nothing checks whether the service is well'
        : `${quote(health.endpoint)} is declared, but nothing shows that anybody asks it`,
      place,
      { remedy: HOW, cause: 'no-health-check' },
    );
  const flow = workflows.find(({ path }) => path === health.workflow);
  if (flow === undefined)
    return unmet(`${quote(health.workflow)} is no workflow of this repository`, metrics.at('health', 'workflow'), {
      remedy: HOW,
    });
  if (!flow.triggers.includes('schedule'))
    return unmet(
      `${health.workflow} does not run by itself (it runs on ${flow.triggers.join(', ') || 'nothing'})`,
      [metrics.at('health', 'workflow'), { path: flow.path }],
      {
        remedy: `Add \`schedule:\` under \`on:\` in ${flow.path}.`,
      },
    );
  return met(`${health.workflow} checks the service on a schedule`, place);
}

/** Whether the newest run of that check ended well, lately. */
export function confirmHealth(metrics: Located<Metrics>, run: RunFact, withinDays: number, now: number): Finding {
  const { workflow = '' } = metrics.value.health ?? {};
  const place = metrics.at('health', 'workflow');
  const at = run.at === undefined ? undefined : parseInstant(run.at);
  if (!run.found || at === undefined)
    return unmet(`${workflow} has not run yet on the default branch`, place, {
      remedy: 'Merge it and let it run once; then judge again.',
    });
  if (run.conclusion !== 'success')
    return unmet(`The newest run of ${workflow} ended ${quote(run.conclusion ?? 'without a conclusion')}`, place, {
      remedy: 'See what the check found, mend it, and run it again.',
    });
  const until = addDays(at, withinDays);
  if (now >= until)
    return stale(`${workflow} last ran on ${run.at?.slice(0, 10)}; at most ${withinDays} days ago is needed`, place, {
      remedy: 'GitHub stops schedules of quiet repositories: enable the workflow again and run it.',
    });
  return met(`The newest run of ${workflow}, on ${run.at?.slice(0, 10)}, was green`, place, { until });
}
