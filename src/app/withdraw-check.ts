import * as z from 'zod';
import { UnavailableError } from '../domain/errors.ts';
import { publishCheckRun } from '../github/publish/check-run.ts';
import { type CurrentRun, currentRuns } from '../github/publish/current.ts';
import { type GitHubWriter, type RepositoryName, send, withOneRetry } from '../github/publish/writer.ts';
import { openPullsAt } from '../github/recognition/recognition.ts';
import { renderWithdrawn, type WithdrawalReason } from '../render/markdown/without-report.ts';
import { CHECK_NAMES } from '../render/model/titles.ts';
import type { EvaluationJob } from '../store/job.ts';
import { forgetPull, openPull } from '../store/open-pulls.ts';
import { forgetPublished, lastVerdict, passingHeads, settlePassing } from '../store/verdicts.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import { recordWithdrawal } from './record.ts';

const PULL = z.object({
  state: z.string(),
  merged_at: z.string().nullish(),
  head: z.object({ sha: z.string() }),
});
type Pull = z.infer<typeof PULL>;
/** A withdrawal that failed is tried again after this time. */
const RETRY_MS = 60_000;

/**
 * The outcome for a pull request that the store knew and that is not open anymore; undefined when it has to be
 * evaluated. Costs no request for a pull request that is known to be open.
 */
export async function withdrawIfClosed(job: EvaluationJob, context: JobContext): Promise<JobOutcome | undefined> {
  const { db } = context;
  if ((await openPull(db, job.repository, job.pullRequest)) !== undefined) return undefined;
  if ((await lastVerdict(db, job.repository, job.pullRequest)) === undefined) return undefined;
  const pull = await readPull(context.writer, { ...nameOf(job), number: job.pullRequest });
  return pull.state === 'open' ? undefined : withdrawFrom(job, context, pull);
}

/** Withdraws every passing check of a pull request that is not open. A merged one keeps its result. */
export async function withdrawClosed(job: EvaluationJob, context: JobContext): Promise<JobOutcome> {
  const pull = await readPull(context.writer, { ...nameOf(job), number: job.pullRequest });
  return pull.state === 'open' ? { others: [job.pullRequest] } : withdrawFrom(job, context, pull);
}

async function withdrawFrom(job: EvaluationJob, context: JobContext, pull: Pull): Promise<JobOutcome> {
  const { db } = context;
  await forgetPull(db, job.repository, job.pullRequest);
  if ((pull.merged_at ?? '') !== '') {
    await settlePassing(db, job.repository, job.pullRequest);
    return {};
  }
  const known = await passingHeads(db, job.repository, job.pullRequest);
  const others: number[] = [];
  for (const sha of new Set([pull.head.sha, ...known.map(({ headSha }) => headSha)]))
    others.push(...(await withdrawCheck(job, context, sha, 'closed')));
  return others.length > 0 ? { others } : {};
}

/**
 * Withdraws what an open pull request no longer stands for: passing checks on former heads, and on its head when it is
 * not a promotion anymore. A failure does not touch the published result; it is tried again.
 */
export async function withdrawOutdated(
  job: EvaluationJob,
  context: JobContext,
  { sha, isGate }: { sha: string; isGate: boolean },
): Promise<JobOutcome> {
  const others: number[] = [];
  try {
    for (const { headSha } of await passingHeads(context.db, job.repository, job.pullRequest)) {
      if (headSha === sha && isGate) continue;
      others.push(...(await withdrawCheck(job, context, headSha, headSha === sha ? 'no-promotion' : 'moved')));
    }
  } catch (error) {
    context.log(`${job.repository}#${job.pullRequest}: could not withdraw an outdated check: ${String(error)}`);
    return { others, validForMs: RETRY_MS };
  }
  return others.length > 0 ? { others } : {};
}

/**
 * Completes a new failing check run on a commit where ours passes. Another open pull request with this commit keeps or
 * gets its own result: those numbers are returned, to be evaluated and published again.
 */
async function withdrawCheck(
  job: EvaluationJob,
  context: JobContext,
  sha: string,
  reason: WithdrawalReason,
): Promise<number[]> {
  const { db, writer, self } = context;
  const { repository, pullRequest } = job;
  const at = { ...nameOf(job), sha, appId: self.appId ?? 0 };
  const run = (await currentRuns(writer, at)).find(({ name }) => name === CHECK_NAMES.promotion);
  const others = run !== undefined && isPassing(run) ? await othersAt(job, context, sha) : [];
  if (run === undefined || !isPassing(run) || others.includes(writerOf(run))) {
    await settlePassing(db, repository, pullRequest, sha);
    return [];
  }
  // A worker that lost its job must not publish: its successor has read newer data.
  if (!(await context.isHeld())) return [];
  const passing = await passingHeads(db, repository);
  const isShared = others.some((number) => passing.some((one) => one.pullRequest === number && one.headSha === sha));
  if (!isShared) {
    await recordWithdrawal(db, job, sha, reason);
    await publishCheckRun(writer, {
      ...at,
      rendered: renderWithdrawn(pullRequest, reason),
      externalId: `${pullRequest}:${job.lease}`,
      abandoned: `${pullRequest}:`,
    });
  }
  await forgetPublished(db, repository, { sha });
  await settlePassing(db, repository, pullRequest, sha);
  return others;
}

async function othersAt(job: EvaluationJob, { access }: JobContext, sha: string): Promise<number[]> {
  const open = await openPullsAt(access, nameOf(job), sha);
  if (!open.known) throw new UnavailableError(open.reason);
  return open.value.filter((number) => number !== job.pullRequest);
}

/** These conclusions satisfy a required check on GitHub. */
function isPassing({ status, conclusion }: CurrentRun): boolean {
  return status === 'completed' && /^(success|neutral|skipped)$/.test(conclusion ?? '');
}

/** The pull request whose evaluation wrote the run. */
function writerOf({ external_id }: CurrentRun): number {
  return Number.parseInt(external_id ?? '', 10);
}

async function readPull(writer: GitHubWriter, at: RepositoryName & { number: number }): Promise<Pull> {
  const { owner, repo, number } = at;
  const { data } = await withOneRetry(writer, () =>
    send(writer, 'GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: number }),
  );
  return PULL.parse(data);
}
