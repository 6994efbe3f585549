import { catalogue } from '../criteria/index.ts';
import { isOrganisationRepository } from '../engine/policy/file.ts';
import { judgeHead } from '../evaluation/evaluate-head.ts';
import { openPolicies, type Policies } from '../evaluation/policy-in-force.ts';
import { tellingOptions } from '../evaluation/presentation.ts';
import { stillHead } from '../github/publish/still-head.ts';
import { openPulls } from '../github/recognition/open-pulls.ts';
import { repositoriesOf } from '../github/recognition/pilots.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import { mayBeForgotten } from '../store/db.ts';
import { forgetPull, sawPull } from '../store/open-pulls.ts';
import { pilotOf, pilots } from '../store/pilots.ts';
import { COMMANDS, enqueue, type Job } from '../store/queue.ts';
import { answerCommandsJob } from './commands-job.ts';
import { decisionsOf } from './decisions.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import { previewOrganisation } from './preview-organization.ts';
import { tellJudged } from './publish-evaluation.ts';
import { tellNotJudged } from './publish-not-evaluated.ts';
import { recordVerdict } from './record.ts';
import { holdsFor, soonest } from './revalidation.ts';
import { requestReviews } from './review-requests.ts';
import { knowsByNumber, rememberPilot, wasPilot } from './sticky-pilot.ts';

/**
 * Does one job: judges the pull request as it stands and tells it, the comment first and the check run last. What cannot
 * be looked at is told as undetermined before the error goes on, so that an older success never stands meanwhile.
 */
export async function judgeJob(job: Job, context: JobContext): Promise<JobOutcome> {
  if (job.sha === COMMANDS) return answerCommandsJob(job, context);
  if (job.pullRequest === 0) return expand(job, context);
  try {
    await previewOrganisation(job, context);
    return await judge(job, context);
  } catch (error) {
    await tellNotJudged(job, context, error);
    throw error;
  }
}

/** Every open pull request of a pilot; those of another repository concern nobody. */
async function expand(job: Job, context: JobContext): Promise<JobOutcome> {
  const { db, access, now } = context;
  const name = nameOf(job);
  const tags = await repositoryTags(access, name);
  const policies = await openPolicies({ access, catalogue, ...name, now: now(), tags });
  const { words, answersAll } = policies;
  if (isOrganisationRepository(name.repo) && !tags.isPersonal) await enlist(job, policies, context);
  const before = await pilotOf(db, { repositoryId: tags.id });
  const isHeard = words.length > 0 || before !== undefined || answersAll || isOrganisationRepository(name.repo);
  if (!isHeard) return {};
  return { others: (await openPulls(access, name)).map(({ number }) => number) };
}

/** A pilot that a new policy of the organisation makes is not known yet, so no route leads to it. */
async function enlist(
  { repository, installationId }: Job,
  policies: Policies,
  { db, access }: JobContext,
): Promise<void> {
  const { owner } = nameOf({ repository });
  const known = new Set((await pilots(db)).map((pilot) => pilot.repository.toLowerCase()));
  for (const { name, topics, custom_properties } of await repositoriesOf(access, owner)) {
    const words = policies.wordsFor({ owner, repo: name, topics: topics ?? [], properties: custom_properties ?? {} });
    if (words.length === 0 || known.has(`${owner}/${name}`.toLowerCase())) continue;
    const installation = installationId === undefined ? {} : { installationId };
    await enqueue(db, { repository: `${owner}/${name}`, pullRequests: [0], ...installation });
  }
}

async function judge(job: Job, context: JobContext): Promise<JobOutcome> {
  const { db, writer, access, self, version } = context;
  const { owner, repo } = nameOf(job);
  const number = job.pullRequest;
  const { judgement, folded, siblings } = await judgeHead({
    access,
    catalogue,
    owner,
    repo,
    number,
    now: context.now(),
    toolVersion: version,
    ...(job.sha === undefined ? {} : { sha: job.sha }),
    decisions: await decisionsOf(db, job.repository),
    ...(await wasPilot(db, job.repository)),
  });
  const { subject, promotion, isGroup } = judgement;
  const { retired, released } = judgement;
  const isEnded = retired !== undefined || released !== undefined;
  if (!judgement.isPilot && !isEnded && (await knowsByNumber(db, job.repository, judgement.repositoryId)))
    return { others: [number] };
  const isAnswered = judgement.isPilot || isEnded || judgement.answersAll === true;
  if (!isAnswered || subject.state !== 'open') {
    await forgetPull(db, job.repository, number);
    return {};
  }
  // A worker that lost its job meanwhile must not tell: its successor has read what is newer.
  if (!(await context.isHeld())) return {};
  if (!isGroup && !(await stillHead(writer, { owner, repo, number, sha: subject.sha }))) return { others: [number] };
  await mayBeForgotten(db, async (tx) => {
    if (judgement.isPilot) await rememberPilot(tx, job, judgement, new Date(context.now()));
    if (isGroup) return;
    const { sha, base } = subject;
    const { repository, installationId } = job;
    const known = installationId === undefined ? {} : { installationId };
    await sawPull(tx, { repository, pullRequest: number, sha, baseRef: base.ref, promotion: promotion.is, ...known });
  });
  const teller = {
    ...{ serverUrl: access.serverUrl, repository: job.repository, commands: 'app' as const },
    ...(self.appId === undefined ? {} : { appId: self.appId }),
  };
  const worded = tellingOptions(teller, judgement, folded);
  const people = isGroup
    ? worded.people
    : await requestReviews(context, job.repository, judgement, worded.people ?? {});
  const options = { ...worded, ...(people === undefined ? {} : { people }) };
  const recorded = await recordVerdict(db, job, judgement, folded, options.enforcement);
  const outcome = isGroup ? {} : holdsFor(judgement, context.now());
  const told = await tellJudged(job, context, { judgement, siblings, options, recorded });
  return { ...told, ...soonest(outcome.validForMs, told.validForMs) };
}
