import type { WorkflowFile } from '../../domain/conventions.ts';
import { matcher } from '../../domain/cover.ts';

/** Usual names of the production environment. */
const PRODUCTION = /^(prod|production|live)($|[\s_./-])/i;

/** Workflows that deploy to production when something is merged into the branch. An environment given by an expression is not considered. */
export function deploysOn(workflows: WorkflowFile[], branch: string): { path: string; environment: string }[] {
  return workflows.flatMap((workflow) => {
    const environment = workflow.environments.find((name) => PRODUCTION.test(name));
    return environment !== undefined && startsOnPush(workflow, branch) ? [{ path: workflow.path, environment }] : [];
  });
}

function startsOnPush({ triggers, pushBranches }: WorkflowFile, branch: string): boolean {
  if (!triggers.includes('push')) return false;
  if (pushBranches === undefined) return true;
  let starts = false;
  for (const written of pushBranches) {
    const takesAway = written.startsWith('!');
    if (matcher([takesAway ? written.slice(1) : written])(branch)) starts = !takesAway;
  }
  return starts;
}
