import { catalog } from '../criteria/index.ts';
import { isOrganizationRepository } from '../engine/policy/file.ts';
import { evaluateHead } from '../evaluation/evaluate-head.ts';
import { openPolicies, type Policies } from '../evaluation/policy-in-force.ts';
import { presentationOptions } from '../evaluation/presentation.ts';
import { stillHead } from '../github/publish/still-head.ts';
import { openPulls } from '../github/recognition/open-pulls.ts';
import { repositoriesOf } from '../github/recognition/pilots.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import { mayBeForgotten } from '../store/db.ts';
import type { EvaluationJob, Job } from '../store/job.ts';
import { forgetPull, sawPull } from '../store/open-pulls.ts';
import { pilotOf, pilots } from '../store/pilots.ts';
import { enqueue } from '../store/queue.ts';
import { answerCommandsJob } from './commands-job.ts';
import { decisionsOf } from './decisions.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import { previewOrganization } from './preview-organization.ts';
import { publishEvaluation } from './publish-evaluation.ts';
import { publishNotEvaluated } from './publish-not-evaluated.ts';
import { recordVerdict } from './record.ts';
import { revalidateAfter, soonest } from './revalidation.ts';
import { requestReviews } from './review-requests.ts';
import { knowsByNumber, rememberPilot, wasPilot } from './sticky-pilot.ts';

/**
 * Does one job: judges the pull request as it stands and tells it, the comment first and the check run last. What cannot
 * be looked at is told as undetermined before the error goes on, so that an older success never stands meanwhile.
 */
export async function evaluateJob(job: Job, context: JobContext): Promise<JobOutcome> {
  switch (job.kind) {
    case 'answer-comments':
      return answerCommandsJob(job, context);
    case 'refresh-repository':
      return enqueueOpenPulls(job, context);
    case 'evaluate-pull':
    case 'evaluate-group':
      return evaluatePull(job, context);
  }
}

async function evaluatePull(job: EvaluationJob, context: JobContext): Promise<JobOutcome> {
  try {
    if (job.kind === 'evaluate-pull') await previewOrganization(job, context);
    return await evaluateAndPublish(job, context);
  } catch (error) {
    await publishNotEvaluated(job, context, error);
    throw error;
  }
}

/** Every open pull request of a pilot; those of another repository concern nobody. */
async function enqueueOpenPulls(job: Job, context: JobContext): Promise<JobOutcome> {
  const { db, access, now } = context;
  const name = nameOf(job);
  const tags = await repositoryTags(access, name);
  const policies = await openPolicies({ access, catalog, ...name, now: now(), tags });
  const { reasons: words, answersAll } = policies;
  if (isOrganizationRepository(name.repo) && !tags.isPersonal) await discoverPilots(job, policies, context);
  const before = await pilotOf(db, { repositoryId: tags.id });
  const isProcessed = words.length > 0 || before !== undefined || answersAll || isOrganizationRepository(name.repo);
  if (!isProcessed) return {};
  return { others: (await openPulls(access, name)).map(({ number }) => number) };
}

/** A pilot that a new policy of the organization makes is not known yet, so no route leads to it. */
async function discoverPilots(
  { repository, installationId }: Job,
  policies: Policies,
  { db, access }: JobContext,
): Promise<void> {
  const { owner } = nameOf({ repository });
  const known = new Set((await pilots(db)).map((pilot) => pilot.repository.toLowerCase()));
  for (const { name, topics, custom_properties } of await repositoriesOf(access, owner)) {
    const words = policies.reasonsFor({ owner, repo: name, topics: topics ?? [], properties: custom_properties ?? {} });
    if (words.length === 0 || known.has(`${owner}/${name}`.toLowerCase())) continue;
    const installation = installationId === undefined ? {} : { installationId };
    await enqueue(db, { repository: `${owner}/${name}`, jobs: [{ kind: 'refresh-repository' }], ...installation });
  }
}

async function evaluateAndPublish(job: EvaluationJob, context: JobContext): Promise<JobOutcome> {
  const { db, writer, access, self, version } = context;
  const { owner, repo } = nameOf(job);
  const number = job.pullRequest;
  const { evaluation, combined, siblings } = await evaluateHead({
    access,
    catalog,
    owner,
    repo,
    number,
    now: context.now(),
    toolVersion: version,
    ...(job.kind === 'evaluate-group' ? { sha: job.sha } : {}),
    decisions: await decisionsOf(db, job.repository),
    ...(await wasPilot(db, job.repository)),
  });
  const { subject, promotion, isGroup } = evaluation;
  const { retired, released } = evaluation;
  const isEnded = retired !== undefined || released !== undefined;
  if (!evaluation.isPilot && !isEnded && (await knowsByNumber(db, job.repository, evaluation.repositoryId)))
    return { others: [number] };
  const isAnswered = evaluation.isPilot || isEnded || evaluation.answersAll === true;
  if (!isAnswered || subject.state !== 'open') {
    await forgetPull(db, job.repository, number);
    return {};
  }
  // A worker that lost its job meanwhile must not tell: its successor has read what is newer.
  if (!(await context.isHeld())) return {};
  if (!isGroup && !(await stillHead(writer, { owner, repo, number, sha: subject.sha }))) return { others: [number] };
  await mayBeForgotten(db, async (tx) => {
    if (evaluation.isPilot) await rememberPilot(tx, job, evaluation, new Date(context.now()));
    if (isGroup) return;
    const { sha, base } = subject;
    const { repository, installationId } = job;
    const known = installationId === undefined ? {} : { installationId };
    await sawPull(tx, { repository, pullRequest: number, sha, baseRef: base.ref, promotion: promotion.is, ...known });
  });
  const publishContext = {
    ...{ serverUrl: access.serverUrl, repository: job.repository, commands: 'app' as const },
    ...(self.appId === undefined ? {} : { appId: self.appId }),
  };
  const worded = presentationOptions(publishContext, evaluation, combined);
  const people = isGroup
    ? worded.people
    : await requestReviews(context, job.repository, evaluation, worded.people ?? {});
  const options = { ...worded, ...(people === undefined ? {} : { people }) };
  const recorded = await recordVerdict(db, job, evaluation, combined, options.enforcement);
  const outcome = isGroup ? {} : revalidateAfter(evaluation, context.now());
  const published = await publishEvaluation(job, context, { evaluation, siblings, options, recorded });
  return { ...published, ...soonest(outcome.validForMs, published.validForMs) };
}
