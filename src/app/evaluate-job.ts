import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { isOrganizationRepository } from '../engine/policy/file.ts';
import { evaluateHead } from '../evaluation/evaluate-head.ts';
import { openPolicies, type Policies } from '../evaluation/policy-in-force.ts';
import { checkNameOf, presentationOptions } from '../evaluation/presentation.ts';
import { isStillHead } from '../github/publish/current.ts';
import { openPulls } from '../github/recognition/open-pulls.ts';
import { repositoriesOf } from '../github/recognition/pilots.ts';
import { repositoryTags } from '../github/recognition/recognition.ts';
import { CHECK_NAMES } from '../render/model/titles.ts';
import { withRelaxedDurability } from '../store/db.ts';
import type { EvaluationJob, Job } from '../store/job.ts';
import { forgetPull, recordPullRead } from '../store/open-pulls.ts';
import { pilotOf, pilots } from '../store/pilots.ts';
import { enqueue } from '../store/queue.ts';
import { answerCommandsJob } from './commands-job.ts';
import { type JobContext, type JobOutcome, nameOf } from './job.ts';
import { previewOrganization } from './preview-organization.ts';
import { publishEvaluation } from './publish-evaluation.ts';
import { publishNotEvaluated } from './publish-not-evaluated.ts';
import { recordVerdict } from './record.ts';
import { earliest, revalidateAfter } from './revalidation.ts';
import { requestReviews } from './review-requests.ts';
import { memoryOf, rememberPilot } from './sticky-pilot.ts';
import { withdrawClosed, withdrawIfClosed, withdrawOutdated } from './withdraw-check.ts';

/**
 * Runs one job. A pull request is evaluated at its current head and published, the comment first and the check run
 * last. If the evaluation fails, the result is published as undetermined before the error is rethrown, so that an
 * outdated success never remains.
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
    if (job.kind === 'evaluate-pull') {
      const withdrawn = await withdrawIfClosed(job, context);
      if (withdrawn !== undefined) return withdrawn;
      await previewOrganization(job, context);
    }
    return await evaluateAndPublish(job, context);
  } catch (error) {
    await publishNotEvaluated(job, context, error);
    throw error;
  }
}

/** Enqueues every open pull request of a pilot; other repositories are skipped. */
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

/** A new organization policy may make a repository a pilot that the store does not know, so no route reaches it. */
async function discoverPilots(
  { repository, installationId }: Job,
  policies: Policies,
  { db, access }: JobContext,
): Promise<void> {
  const { owner } = nameOf({ repository });
  const known = new Set((await pilots(db)).map((pilot) => pilot.repository.toLowerCase()));
  for (const { name, topics, custom_properties } of await repositoriesOf(access, owner)) {
    const reasons = policies.reasonsFor({
      owner,
      repo: name,
      topics: topics ?? [],
      properties: custom_properties ?? {},
    });
    if (reasons.length === 0 || known.has(`${owner}/${name}`.toLowerCase())) continue;
    const installation = defined({ installationId });
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
    memory: memoryOf(context, job.repository),
  });
  const { subject, promotion, isGroup, retired, released } = evaluation;
  const isEnded = retired !== undefined || released !== undefined;
  const isAnswered = evaluation.isPilot || isEnded || evaluation.answersAll === true;
  if (subject.state !== 'open' && isAnswered && !isGroup) return withdrawClosed(job, context);
  if (!isAnswered || subject.state !== 'open') {
    await forgetPull(db, job.repository, number);
    return {};
  }
  // A worker that lost its job must not publish: its successor has read newer data.
  if (!(await context.isHeld())) return {};
  if (!isGroup && !(await isStillHead(writer, { owner, repo, number, sha: subject.sha }))) return { others: [number] };
  await withRelaxedDurability(db, async (tx) => {
    if (evaluation.isPilot) await rememberPilot(tx, job, evaluation, new Date(context.now()));
    if (isGroup) return;
    const { sha, base } = subject;
    const { repository, installationId } = job;
    const known = defined({ installationId, changedAt: subject.changedAt });
    await recordPullRead(tx, {
      repository,
      pullRequest: number,
      sha,
      baseRef: base.ref,
      promotion: promotion.is,
      ...known,
    });
  });
  const publishContext = {
    ...{ serverUrl: access.serverUrl, repository: job.repository, commands: 'app' as const },
    ...defined({ appId: self.appId }),
  };
  const presentation = presentationOptions(publishContext, evaluation, combined);
  const people = isGroup
    ? presentation.people
    : await requestReviews(context, job.repository, evaluation, presentation.people ?? {});
  const options = { ...presentation, ...defined({ people }) };
  const recorded = await recordVerdict(db, job, evaluation, combined, options.enforcement);
  const outcome = isGroup ? {} : revalidateAfter(evaluation, context.now());
  const published = await publishEvaluation(job, context, { evaluation, siblings, options, recorded });
  if (isGroup) return published;
  const isGate = checkNameOf(evaluation) === CHECK_NAMES.promotion;
  const outdated = await withdrawOutdated(job, context, { sha: subject.sha, isGate });
  const others = [...(published.others ?? []), ...(outdated.others ?? [])];
  return {
    ...(others.length > 0 ? { others } : {}),
    ...earliest(outcome.validForMs, published.validForMs, outdated.validForMs),
  };
}
