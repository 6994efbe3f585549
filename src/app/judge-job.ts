import * as z from 'zod';
import { PolicyError } from '../core/errors.ts';
import { catalogue } from '../criteria/index.ts';
import { judgeHead } from '../gate/judge-head.ts';
import { checkRunOf, commentOf, tellingOptions } from '../gate/told.ts';
import { publishCheckRun } from '../publish/check-run.ts';
import { publishComment, type Self } from '../publish/comment.ts';
import { stillHead } from '../publish/still-head.ts';
import { allPages, send, twice } from '../publish/writer.ts';
import type { RenderedCheckRun } from '../render/check-run.ts';
import { renderNotJudged } from '../render/without-report.ts';
import type { Job } from '../store/queue.ts';
import type { Installation } from './installation.ts';

export interface JobContext extends Installation {
  self: Self;
  now: () => number;
  version: string;
  /** Whether this worker still holds the job: another one may have taken it, and its word is the newer. */
  isHeld: () => Promise<boolean>;
}

/** Others to judge; or judged, and for how long that holds at most. */
export type JobOutcome = { kind: 'others'; pullRequests: number[] } | { kind: 'judged'; validForMs?: number };

const PULL = z.object({ number: z.number(), state: z.string(), head: z.object({ sha: z.string() }) });

/**
 * Does one job: judges the pull request as it stands and tells it, the comment first and the check run last. What cannot
 * be looked at is told as undetermined before the error goes on, so that an older success never stands meanwhile.
 */
export async function judgeJob(job: Job, context: JobContext): Promise<JobOutcome> {
  const [owner = '', repo = ''] = job.repository.split('/');
  const { writer, access, self, version } = context;
  if (job.pullRequest === 0) {
    const open = await allPages(writer, 'GET /repos/{owner}/{repo}/pulls', { owner, repo, state: 'open' }, PULL);
    return { kind: 'others', pullRequests: open.map(({ number }) => number) };
  }
  const { data } = await twice(writer, () =>
    send(writer, 'GET /repos/{owner}/{repo}/pulls/{pull_number}', { owner, repo, pull_number: job.pullRequest }),
  );
  const pull = PULL.parse(data);
  if (pull.state !== 'open') return { kind: 'judged' };
  const publish = async (sha: string, rendered: RenderedCheckRun): Promise<void> => {
    const externalId = `${pull.number}:${job.lease}`;
    await publishCheckRun(writer, {
      owner,
      repo,
      sha,
      rendered,
      externalId,
      ...(self.appId === undefined ? {} : { appId: self.appId }),
    });
  };
  try {
    const { judgement, folded } = await judgeHead({
      access,
      catalogue,
      owner,
      repo,
      number: pull.number,
      now: context.now(),
      toolVersion: version,
    });
    const { subject, report } = judgement;
    if (!judgement.isPilot) return { kind: 'judged' };
    if (!(await context.isHeld())) return { kind: 'judged' };
    if (!(await stillHead(writer, { owner, repo, number: pull.number, sha: subject.sha })))
      return { kind: 'others', pullRequests: [pull.number] };
    const teller = { serverUrl: access.serverUrl, repository: job.repository, commands: 'app' as const };
    const options = tellingOptions(teller, judgement, folded);
    if (judgement.promotion.is) {
      await publishComment(writer, {
        owner,
        repo,
        number: pull.number,
        body: commentOf(judgement, options),
        self,
      });
    }
    await publish(subject.sha, checkRunOf(judgement, options));
    const ends = report?.validUntil ?? null;
    if (ends === null || !judgement.promotion.is) return { kind: 'judged' };
    return { kind: 'judged', validForMs: Date.parse(ends) - context.now() };
  } catch (error) {
    if (await context.isHeld())
      await publish(pull.head.sha, renderNotJudged(reasonOf(error), 'enforce', { commands: 'app' }));
    throw error;
  }
}

/** For people on GitHub: what stood in the way, but nothing of the inside of a defect. */
function reasonOf(error: unknown): string {
  if (error instanceof PolicyError) return error.message;
  if (error instanceof Error && error.name === 'UnavailableError') return error.message;
  return 'the App met an error; its operator finds it in the log';
}
