import type { FoldedConclusion } from '../engine/combine-conclusions.ts';
import { endingOf, unmetCodes } from '../evaluation/conclude.ts';
import type { PullJudgement } from '../evaluation/evaluate-pull-request.ts';
import { checkRunOf, commentOf, type TellingOptions, tellingOptions } from '../evaluation/presentation.ts';
import { publishCheckRun } from '../github/publish/check-run.ts';
import { publishComment } from '../github/publish/comment.ts';
import { stillHead } from '../github/publish/still-head.ts';
import { renderJson } from '../render/machine/json.ts';
import { renderSarif } from '../render/machine/sarif.ts';
import { renderJobSummary } from '../render/markdown/job-summary.ts';
import { proposedPolicyWords } from '../render/markdown/proposed-policy.ts';
import type { PullRequestOptions } from '../render/markdown/pull-request.ts';
import { renderReleased } from '../render/markdown/without-report.ts';
import { faultLine } from '../render/model/faults.ts';
import type { Run } from './context.ts';
import { writerOf } from './writer.ts';

/** Says what was judged: outputs, files, job summary, then the comment, and the check run last. */
export async function tell(run: Run, judgement: PullJudgement, folded: FoldedConclusion, code: number): Promise<void> {
  const { world, inputs } = run;
  const ending = endingOf(judgement);
  world.output('promotion', String(judgement.promotion.is));
  world.output('verdict', ending ?? (judgement.report && judgement.isPilot ? judgement.report.verdict : ''));
  world.output('unmet', unmetCodes(judgement.report).join(','));
  if (inputs.reportFile && judgement.report) {
    await world.writeFile(inputs.reportFile, renderJson(judgement.report));
    world.output('report', inputs.reportFile);
  }
  if (inputs.sarifFile && judgement.report) await world.writeFile(inputs.sarifFile, renderSarif(judgement.report));
  if (judgement.released) {
    await world.summary(renderReleased(judgement.released).summary);
    return;
  }
  if (!judgement.isPilot) {
    await world.summary(
      'This repository is no pilot: it has neither the topic `pilot` nor a policy file on its default branch, and no organisation’s policy that could be seen names it. Nothing was judged.\n',
    );
    return;
  }
  const repository = `${world.repository.owner}/${world.repository.repo}`;
  const options = tellingOptions(
    { serverUrl: run.access.serverUrl, repository, commands: 'action' },
    judgement,
    folded,
  );
  await world.summary(summaryOf(judgement, options));
  for (const fault of judgement.policyFaults ?? []) world.warning(faultLine(fault));
  if (judgement.promotion.is && !judgement.isGroup) await writeComment(run, judgement, options);
  if (inputs.checkRun) await writeCheckRun(run, judgement, options);
  if (code === 0) return;
  if (folded.from !== judgement.subject.number)
    world.failed(`Its commit is also the head of #${folded.from}, which is a promotion and not ready`);
  else if (folded.unlisted !== undefined && (ending === undefined || ending === 'ready'))
    world.failed(`Undetermined: the other pull requests with this commit could not be listed: ${folded.unlisted}`);
  else world.failed(titleOfEnding(judgement));
}

function summaryOf(judgement: PullJudgement, options: PullRequestOptions): string {
  const { report, policyFaults, proposed } = judgement;
  const main = report
    ? renderJobSummary(report, options)
    : `### The policy cannot be used\n\n${(policyFaults ?? []).map((fault) => `- ${faultLine(fault)}`).join('\n')}\n`;
  return proposed === undefined ? main : `${main}\n${proposedPolicyWords(report, proposed)}`;
}

function titleOfEnding(judgement: PullJudgement): string {
  if (judgement.policyFaults)
    return `The policy cannot be used: ${judgement.policyFaults.slice(0, 1).map(faultLine).join('')}`;
  const { report } = judgement;
  if (report === undefined) return 'Nothing could be judged';
  const { unmet, stale, unknown } = report.summary;
  return report.verdict === 'undetermined'
    ? `Undetermined: ${unknown} facts are not known`
    : `Not ready for production: ${unmet + stale} checks are open`;
}

/** One comment, kept up to date. A token that may only read (a fork's) leaves the summary and the exit code. */
async function writeComment(run: Run, judgement: PullJudgement, options: TellingOptions): Promise<void> {
  const { world, inputs } = run;
  if (!inputs.comment) return;
  const { subject } = judgement;
  const { writer, self } = await writerOf(run);
  if (!(await stillHead(writer, { ...world.repository, number: subject.number, sha: subject.sha }))) {
    world.info('The head moved while it was judged; the comment is left to the run for the new head.');
    return;
  }
  const written = await publishComment(writer, {
    ...world.repository,
    number: subject.number,
    body: commentOf(judgement, options),
    self,
  });
  if (!written.written)
    world.warning(`The comment could not be written: ${written.reason}. The job summary has the whole report.`);
}

async function writeCheckRun(run: Run, judgement: PullJudgement, options: TellingOptions): Promise<void> {
  const { world } = run;
  const { subject } = judgement;
  const rendered = checkRunOf(judgement, options);
  const { writer } = await writerOf(run);
  const externalId = `${subject.number}:${world.env.GITHUB_RUN_ID ?? '0'}:${world.env.GITHUB_RUN_ATTEMPT ?? '1'}`;
  await publishCheckRun(writer, { ...world.repository, sha: subject.sha, rendered, externalId });
}
