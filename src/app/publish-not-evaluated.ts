import * as z from 'zod';
import { PolicyError, UnavailableError } from '../domain/errors.ts';
import { conclusionOf } from '../domain/verdict.ts';
import { publishCheckRun } from '../github/publish/check-run.ts';
import { currentRuns } from '../github/publish/newest-run.ts';
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
/** A queue drops a pull request whose group fails, so a short outage is waited for; without any answer it drops it too. */
const QUIET_TRIES = 3;

/** GitHub or the network failed, not we: it is tried for as long as it takes. */
export function isTransient(error: unknown): boolean {
  return error instanceof UnavailableError || isLost(error) || statusOf(error) === 429;
}

/**
 * Says on GitHub that a promotion could not be judged, why, and what happens next. Ordinary pull requests are left in
 * peace, unless an answer of ours stands there that would now be too old. Never throws: the error behind it matters more.
 */
export async function publishNotEvaluated(job: EvaluationJob, context: JobContext, error: unknown): Promise<void> {
  try {
    if (error instanceof InstallationGone || !(await context.isHeld())) return;
    if (job.kind === 'evaluate-group' && job.tries <= QUIET_TRIES) return;
    await tell(job, context, error);
  } catch (again) {
    context.log(`${job.repository}#${job.pullRequest}: could not say so on GitHub: ${String(again)}`);
  }
}

async function tell(job: EvaluationJob, context: JobContext, error: unknown): Promise<void> {
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

/** The head as GitHub has it, if it can be read at all. */
async function headNow(job: EvaluationJob, { writer }: JobContext): Promise<string | undefined> {
  const { owner, repo } = nameOf(job);
  try {
    const route = 'GET /repos/{owner}/{repo}/pulls/{pull_number}';
    return PULL.parse((await send(writer, route, { owner, repo, pull_number: job.pullRequest })).data).head.sha;
  } catch {
    return undefined;
  }
}

/** For people on GitHub: what stood in the way, but nothing of the inside of a defect. */
function reasonOf(error: unknown): string {
  if (error instanceof PolicyError || error instanceof UnavailableError) return error.message;
  if (isLost(error)) return 'GitHub did not answer';
  if (statusOf(error) === 429) return "GitHub's rate limit is used up";
  return 'the App met an error; its operator finds it in the log';
}
