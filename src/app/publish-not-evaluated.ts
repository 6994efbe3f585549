import * as z from 'zod';
import { PolicyError, UnavailableError } from '../domain/errors.ts';
import { conclusionOf } from '../domain/verdict.ts';
import { publishCheckRun } from '../github/publish/check-run.ts';
import { currentRuns } from '../github/publish/current.ts';
import { isLost, send, statusOf } from '../github/publish/writer.ts';
import { renderNotEvaluated } from '../render/markdown/without-report.ts';
import { CHECK_NAMES } from '../render/model/titles.ts';
import type { EvaluationJob } from '../store/job.ts';
import { openPull } from '../store/open-pulls.ts';
import { pilotOf } from '../store/pilots.ts';
import { forgetPublished } from '../store/verdicts.ts';
import { InstallationGone } from './installation.ts';
import { type JobContext, nameOf } from './job.ts';
import { recordNotEvaluated } from './record.ts';

const PULL = z.object({ head: z.object({ sha: z.string() }) });
/**
 * A merge queue removes a pull request whose group fails, so a short outage is waited for. It also removes one that
 * gets no result at all.
 */
const QUIET_TRIES = 3;

/** Whether GitHub or the network failed; such an error is retried indefinitely. */
export function isTransient(error: unknown): boolean {
  return error instanceof UnavailableError || isLost(error) || statusOf(error) === 429;
}

/**
 * Publishes that a promotion could not be evaluated, why, and what happens next. Skips other pull requests unless they
 * have a check run of ours, which would now be outdated. Never throws, so that the original error is kept.
 */
export async function publishNotEvaluated(job: EvaluationJob, context: JobContext, error: unknown): Promise<void> {
  try {
    if (error instanceof InstallationGone || !(await context.isHeld())) return;
    if (job.kind === 'evaluate-group' && job.tries <= QUIET_TRIES) return;
    await publishReason(job, context, error);
  } catch (again) {
    context.log(`${job.repository}#${job.pullRequest}: could not publish the failure: ${String(again)}`);
  }
}

async function publishReason(job: EvaluationJob, context: JobContext, error: unknown): Promise<void> {
  const { db, writer, self } = context;
  const { owner, repo } = nameOf(job);
  const known = await openPull(db, job.repository, job.pullRequest);
  const sha = job.kind === 'evaluate-group' ? job.sha : ((await headNow(job, context)) ?? known?.sha);
  if (sha === undefined) return;
  const at = { owner, repo, sha, appId: self.appId ?? 0 };
  const isExpected = job.kind === 'evaluate-group' || known?.promotion === true;
  if (!isExpected && !(await currentRuns(writer, at)).some(({ name }) => name === CHECK_NAMES.promotion)) return;
  const mode = (await pilotOf(db, { repository: job.repository }))?.mode ?? 'enforce';
  const reason = reasonOf(error);
  const again = context.isLastTry && !isTransient(error) ? ('given-up' as const) : context.nextTry;
  await recordNotEvaluated(db, job, {
    sha,
    baseRef: known?.baseRef ?? '',
    conclusion: conclusionOf('undetermined', mode),
    reason,
  });
  await forgetPublished(db, job.repository, { sha });
  await publishCheckRun(writer, {
    ...at,
    rendered: renderNotEvaluated(reason, mode, { commands: 'app', again }),
    externalId: `${job.pullRequest}:${job.kind === 'evaluate-group' ? 'group:' : ''}${job.lease}`,
    abandoned: `${job.pullRequest}:`,
  });
}

/** The current head according to GitHub; undefined when it cannot be read. */
async function headNow(job: EvaluationJob, { writer }: JobContext): Promise<string | undefined> {
  const { owner, repo } = nameOf(job);
  try {
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
    return PULL.parse((await send(writer, route, { owner, repo, pull_number: job.pullRequest })).data).head.sha;
  } catch {
    return undefined;
  }
}

/** A reason for people on GitHub, without internal details. */
function reasonOf(error: unknown): string {
  if (error instanceof PolicyError || error instanceof UnavailableError) return error.message;
  if (isLost(error)) return 'GitHub did not respond';
  if (statusOf(error) === 429) return "GitHub's rate limit is used up";
  return 'the App had an internal error; its operator can find it in the log';
}
