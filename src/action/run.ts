import { PolicyError, UnavailableError, UserError } from '../domain/errors.ts';
import { exitCodeOf } from '../domain/verdict.ts';
import { connect } from '../github/index.ts';
import { answerCommand } from './command.ts';
import type { ActionWorld, Run } from './context.ts';
import { evaluateAndPublish } from './evaluate-and-publish.ts';
import { readInputs } from './inputs.ts';
import { evaluateOpenPullRequests } from './promotions.ts';
import { targetOf } from './targets.ts';

/**
 * Runs the Action once and returns its exit code: 0 ready or nothing to evaluate, 1 not ready, 2 undetermined, 3 unusable
 * policy or inputs. A read that fails makes the run undetermined, never green.
 */
export async function runAction(world: ActionWorld): Promise<number> {
  try {
    const inputs = readInputs(world);
    const access = connect({ token: inputs.token, ...(inputs.teamToken ? { teamToken: inputs.teamToken } : {}) });
    const run: Run = { world, inputs, access };
    const target = targetOf(world.event);
    switch (target.kind) {
      case 'nothing':
        world.info(`Nothing to evaluate: ${target.because}.`);
        return 0;
      case 'all-promotions':
        return await evaluateOpenPullRequests(run);
      case 'command':
        return await answerCommand(run, target.number, target.command);
      case 'pull-request':
        return (await evaluateAndPublish(run, target.number)).code;
      case 'merge-group':
        return (await evaluateAndPublish(run, target.number, target.sha)).code;
    }
  } catch (error) {
    return failed(world, error);
  }
}

function failed(world: ActionWorld, error: unknown): number {
  if (error instanceof UserError) {
    world.failed(`${error.message}. ${error.remedy}`);
    return exitCodeOf('invalid-policy');
  }
  if (error instanceof PolicyError) {
    world.failed(error.message);
    return exitCodeOf('invalid-policy');
  }
  world.output('verdict', 'undetermined');
  if (error instanceof UnavailableError) world.failed(`Could not verify: ${error.message}. Run the job again.`);
  else
    world.failed(
      `Internal error of pilot-readiness. Please report it: ${error instanceof Error ? error.message : String(error)}`,
    );
  return exitCodeOf('undetermined');
}
