import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import { stickyPilotWords } from '../render/markdown/without-report.ts';
import type { Db } from '../store/db.ts';
import type { Job } from '../store/job.ts';
import { markAsPilot, movePilot, pilotOf } from '../store/pilots.ts';

/** A repository that was a pilot still is one: taking its tag away must not open the gate. */
export async function wasPilot(db: Db, repository: string): Promise<{ wasPilot?: { note: string } }> {
  const pilot = await pilotOf(db, { repository });
  return pilot === undefined ? {} : { wasPilot: { note: stickyPilotWords(pilot.since, pilot.untagged) } };
}

/** Whether it was a pilot under another name; then it is one under this name from now on. */
export async function knowsByNumber(db: Db, repository: string, repositoryId: number): Promise<boolean> {
  const pilot = await pilotOf(db, { repositoryId });
  if (pilot === undefined || pilot.repository === repository) return false;
  await movePilot(db, repositoryId, repository);
  return true;
}

export async function rememberPilot(db: Db, job: Job, evaluation: PullEvaluation, at: Date): Promise<void> {
  const { tags, repositoryId, report } = evaluation;
  await markAsPilot(db, {
    repository: job.repository,
    repositoryId,
    since: at,
    why: tags[0] ?? 'known before',
    tags,
    mode: report?.mode ?? 'enforce',
    ...(job.installationId === undefined ? {} : { installationId: job.installationId }),
  });
}
