import { exitCodeOf } from '../domain/verdict.ts';
import { openPulls } from '../github/recognition/open-pulls.ts';
import type { Run } from './context.ts';
import { evaluateAndPublish } from './evaluate-and-publish.ts';

/**
 * Evaluates every open pull request again, on a schedule or on demand, because verdicts change over time. A failure never
 * ends the run. Without `check-run` only the comments change, and the jobs to run again are listed. The job's own check
 * belongs to the commit it runs at: if that is the head of a pull request, the exit code is that of the pull request.
 */
export async function evaluateOpenPullRequests(run: Run): Promise<number> {
  const { world, access, inputs } = run;
  const open = await openPulls(access, world.repository);
  const failures: string[] = [];
  let own = 0;
  for (const { number, sha: head } of open) {
    try {
      const { code, sha } = await evaluateAndPublish(run, number);
      if (sha === world.env.GITHUB_SHA) own = Math.max(own, code);
      world.info(`#${number}: ${code === 0 ? 'nothing open' : `exit code ${code}`}`);
      if (code !== 0) failures.push(`#${number}`);
    } catch (error) {
      failures.push(`#${number}`);
      own = Math.max(own, head === world.env.GITHUB_SHA ? exitCodeOf('undetermined') : 0);
      world.warning(`#${number} could not be evaluated: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  if (!inputs.checkRun && failures.length > 0) {
    world.warning(
      `The checks of ${failures.join(', ')} are the results of their own jobs: run them again, or set check-run: true.`,
    );
  }
  return own;
}
