import { exitCodeOf } from '../domain/verdict.ts';
import type { CombinedConclusion } from '../engine/combine-conclusions.ts';
import { outcomeOf, unmetCodes } from '../evaluation/conclude.ts';
import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import { checkRunOf, commentOf, type PresentationOptions, presentationOptions } from '../evaluation/presentation.ts';
import { publishCheckRun } from '../github/publish/check-run.ts';
import { publishComment } from '../github/publish/comment.ts';
import { isStillHead } from '../github/publish/current.ts';
import { renderJson } from '../render/machine/json.ts';
import { renderSarif } from '../render/machine/sarif.ts';
import type { RenderedCheckRun } from '../render/markdown/check-run.ts';
import { proposedPolicyWords } from '../render/markdown/proposed-policy.ts';
import type { PullRequestOptions } from '../render/markdown/pull-request.ts';
import { renderJobSummary } from '../render/markdown/report.ts';
import { renderReleased, renderWithdrawn } from '../render/markdown/without-report.ts';
import { faultLine } from '../render/model/words.ts';
import type { Run } from './context.ts';
import { writerOf } from './writer.ts';

/** Publishes an evaluation: outputs, files, job summary, then the comment, and the check run last. */
export async function publish(
  run: Run,
  evaluation: PullEvaluation,
  combined: CombinedConclusion,
  code: number,
): Promise<void> {
  const { world, inputs } = run;
  const outcome = outcomeOf(evaluation);
  world.output('promotion', String(evaluation.promotion.is));
  world.output('verdict', outcome ?? (evaluation.report && evaluation.isPilot ? evaluation.report.verdict : ''));
  world.output('unmet', unmetCodes(evaluation.report).join(','));
  if (inputs.reportFile && evaluation.report) {
    await world.writeFile(inputs.reportFile, renderJson(evaluation.report));
    world.output('report', inputs.reportFile);
  }
  if (inputs.sarifFile && evaluation.report) await world.writeFile(inputs.sarifFile, renderSarif(evaluation.report));
  if (evaluation.released) {
    await world.summary(renderReleased(evaluation.released).summary);
    return;
  }
  if (!evaluation.isPilot) {
    await world.summary(
      "This repository is not a pilot: it has neither the topic `pilot` nor a policy file on its default branch, and no organization's policy that could be read names it. Nothing was evaluated.\n",
    );
    return;
  }
  const repository = `${world.repository.owner}/${world.repository.repo}`;
  const options = presentationOptions(
    { serverUrl: run.access.serverUrl, repository, commands: 'action' },
    evaluation,
    combined,
  );
  await world.summary(summaryOf(evaluation, options));
  for (const fault of evaluation.policyFaults ?? []) world.warning(faultLine(fault));
  if (evaluation.promotion.is && !evaluation.isGroup) await writeComment(run, evaluation, options);
  if (inputs.checkRun) await writeCheckRun(run, evaluation, options);
  if (code === 0) return;
  if (combined.from !== evaluation.subject.number)
    world.failed(`Its commit is also the head of #${combined.from}, a promotion that is not ready`);
  else if (combined.unlisted !== undefined && (outcome === undefined || outcome === 'ready'))
    world.failed(`Undetermined: the other pull requests with this commit could not be listed: ${combined.unlisted}`);
  else world.failed(titleOfOutcome(evaluation));
}

/**
 * A pull request that was closed without a merge gets no green check: the job fails, and the check run, if it is ours to
 * write, says why. A merged one keeps its result.
 */
export async function publishClosed(run: Run, { subject }: PullEvaluation): Promise<number> {
  const { world, inputs } = run;
  if (subject.merged) {
    world.info('The pull request is merged and keeps its result.');
    return 0;
  }
  const rendered = renderWithdrawn(subject.number, 'closed');
  world.output('promotion', 'false');
  world.output('verdict', '');
  world.output('unmet', '');
  await world.summary(`### ${rendered.title}\n\n${rendered.summary}`);
  if (inputs.checkRun) await writeRun(run, subject, rendered);
  world.failed(rendered.title);
  return exitCodeOf('not-ready');
}

function summaryOf(evaluation: PullEvaluation, options: PullRequestOptions): string {
  const { report, policyFaults, proposed } = evaluation;
  const main = report
    ? renderJobSummary(report, options)
    : `### The policy cannot be used\n\n${(policyFaults ?? []).map((fault) => `- ${faultLine(fault)}`).join('\n')}\n`;
  return proposed === undefined ? main : `${main}\n${proposedPolicyWords(report, proposed)}`;
}

function titleOfOutcome(evaluation: PullEvaluation): string {
  if (evaluation.policyFaults)
    return `The policy cannot be used: ${evaluation.policyFaults.slice(0, 1).map(faultLine).join('')}`;
  const { report } = evaluation;
  if (report === undefined) return 'Nothing could be evaluated';
  const { unmet, stale, unknown } = report.summary;
  return report.verdict === 'undetermined'
    ? `Undetermined: ${unknown} facts could not be verified`
    : `Not ready for production: ${unmet + stale} checks are open`;
}

/** Creates or updates the one comment. With a read-only token (of a fork) only the summary and the exit code remain. */
async function writeComment(run: Run, evaluation: PullEvaluation, options: PresentationOptions): Promise<void> {
  const { world, inputs } = run;
  if (!inputs.comment) return;
  const { subject } = evaluation;
  const { writer, self } = await writerOf(run);
  if (!(await isStillHead(writer, { ...world.repository, number: subject.number, sha: subject.sha }))) {
    world.info('The head moved during the evaluation; the run for the new head writes the comment.');
    return;
  }
  const written = await publishComment(writer, {
    ...world.repository,
    number: subject.number,
    body: commentOf(evaluation, options),
    self,
  });
  if (!written.written)
    world.warning(`The comment could not be written: ${written.reason}. The job summary has the whole report.`);
}

async function writeCheckRun(run: Run, evaluation: PullEvaluation, options: PresentationOptions): Promise<void> {
  await writeRun(run, evaluation.subject, checkRunOf(evaluation, options));
}

async function writeRun(
  run: Run,
  subject: Pick<PullEvaluation['subject'], 'number' | 'sha'>,
  rendered: RenderedCheckRun,
): Promise<void> {
  const { world } = run;
  const { writer } = await writerOf(run);
  const externalId = `${subject.number}:${world.env.GITHUB_RUN_ID ?? '0'}:${world.env.GITHUB_RUN_ATTEMPT ?? '1'}`;
  await publishCheckRun(writer, { ...world.repository, sha: subject.sha, rendered, externalId });
}
