import { defined } from '../domain/defined.ts';
import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import { stickyPilotWords } from '../render/markdown/without-report.ts';
import type { Db } from '../store/db.ts';
import type { Job } from '../store/job.ts';
import { markAsPilot, movePilot, pilotOf } from '../store/pilots.ts';

/** A repository that was a pilot remains one: removing its tag must not open the gate. */
export async function wasPilot(db: Db, repository: string): Promise<{ wasPilot?: { note: string } }> {
  const pilot = await pilotOf(db, { repository });
  return pilot === undefined ? {} : { wasPilot: { note: stickyPilotWords(pilot.since, pilot.untagged) } };
}

/** Recognizes a renamed pilot by its repository id and records the new name. Returns whether it did. */
export async function adoptRenamedPilot(db: Db, repository: string, repositoryId: number): Promise<boolean> {
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
    ...defined({ installationId: job.installationId }),
  });
}
