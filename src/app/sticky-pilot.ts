import { defined } from '../domain/defined.ts';
import type { PilotMemory, PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import { stickyPilotWords } from '../render/markdown/without-report.ts';
import type { Db } from '../store/db.ts';
import type { Job } from '../store/job.ts';
import { markAsPilot, pilotOf } from '../store/pilots.ts';
import { decisionsOf } from './decisions.ts';
import type { JobContext } from './job.ts';

/**
 * What the store holds about a repository, by its id: a pilot that was renamed keeps it, another repository under its
 * name has nothing. A repository that was a pilot remains one: removing its tag must not open the gate.
 */
export function memoryOf(context: JobContext, repository: string): (repositoryId: number) => Promise<PilotMemory> {
  return async (repositoryId) => {
    const pilot = await pilotOf(context.db, { repositoryId });
    return {
      decisions: await decisionsOf(context, { repository, repositoryId }),
      ...(pilot === undefined ? {} : { wasPilot: { note: stickyPilotWords(pilot.since, pilot.untagged) } }),
    };
  };
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
