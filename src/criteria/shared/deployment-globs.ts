import type { WorkflowFile } from '../../domain/conventions.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';

/** Where prompts, models and deployment files usually are, for pilots that declare no `deployment:`. */
const USUAL_DEPLOYMENT = ['prompts/**', 'deploy/**', 'deployment/**', 'config/**', 'model*', 'models/**', 'infra/**'];

/** Globs of what changes the behavior of the running service. */
export function deploymentGlobs(pilot: Observation<Located<Pilot>>): string[] {
  const declared = pilot.state === 'seen' ? pilot.value.value.deployment : undefined;
  return declared === undefined || declared.length === 0 ? USUAL_DEPLOYMENT : declared;
}

/** Globs of the deployment pipeline: its folders and the workflows that deploy. */
export function pipelineGlobs(workflows: Observation<WorkflowFile[]>): string[] {
  const flows = workflows.state === 'seen' ? workflows.value : [];
  const deploying = flows.filter(
    ({ path, environments }) => environments.length > 0 || /deploy|release|rollback/i.test(path),
  );
  return ['deploy/**', 'deployment/**', 'infra/**', ...deploying.map(({ path }) => path)];
}
