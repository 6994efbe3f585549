import type { WorkflowFile } from '../../../domain/conventions.ts';
import type { Observation, Place, ResolvableBy } from '../../../domain/observation.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';

/** The workflow that runs the suite, or why it is not known. */
export type SuiteWorkflow =
  | { state: 'known'; path: string }
  | { state: 'not-named'; place: Place }
  | { state: 'unavailable'; reason: string; resolvableBy: ResolvableBy };

/**
 * The workflow that evals.yaml names, or else the only one that has a job with the name of the suite's check. With
 * several such workflows, any run of a job of that name would do, so one has to be named.
 */
export function suiteWorkflow(evals: Located<Evals>, workflows: Observation<WorkflowFile[]>): SuiteWorkflow {
  const { workflow, gateContext } = evals.value;
  if (workflow !== undefined) return { state: 'known', path: workflow.replace(/^(\.\/)+/, '') };
  if (workflows.state === 'unavailable') return workflows;
  const files = workflows.state === 'seen' ? workflows.value : [];
  const [first, ...others] = files.filter(({ jobs }) => jobs.some((job) => isNamed(job, gateContext?.name)));
  if (first === undefined || others.length > 0) return { state: 'not-named', place: evals.at('gateContext') };
  return { state: 'known', path: first.path };
}

/** A check may be called `evals`, `Evals / evals` (with its workflow) or `evals (3.13)` (of a matrix). */
function isNamed(job: string, check: string | undefined): boolean {
  return (
    check
      ?.split(' / ')
      .at(-1)
      ?.replace(/ \([^()]*\)$/, '') === job
  );
}
