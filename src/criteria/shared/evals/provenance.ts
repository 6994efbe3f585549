import { day, parseInstant } from '../../../domain/dates.ts';
import type { EvalFile } from '../../../domain/eval-results.ts';
import { type Finding, unknown, unmet } from '../../../domain/finding.ts';
import type { Profile } from '../../../domain/levels.ts';
import type { Statement } from '../../../domain/message.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Ancestry, ChangedSince, RunFact } from '../../../engine/fact-answers.ts';
import { messages } from './messages.ts';
import type { SuiteWorkflow } from './suite-workflow.ts';

/** Results may be dated this much after the end of their run: clocks differ. */
const CLOCK_MS = 3_600_000;

/**
 * Whether results belong to what is promoted. A committed file cannot name the commit that adds it, so code is compared
 * and not commit ids: by the digest of what the suite covers, by the commit that ran, or, in minimal only, by order.
 */

/** How the files link the results to the code; the last two have to be checked against history. */
export type ProvenanceLink = { by: 'tree' } | { by: 'commit'; commit: string } | { by: 'order' };

export interface ProvenanceQuestion {
  file: EvalFile;
  treeHash: string;
  profile: Profile;
  /** Owner and name; when left out, the origin of a run is not compared. */
  repository?: string | undefined;
}

/** The strongest link that the files offer, or why there is none. */
export function provenanceOf({
  file,
  treeHash,
  profile,
  repository,
}: ProvenanceQuestion): { provenance: ProvenanceLink } | { open: Finding } {
  const { path, provenance, run } = file;
  const open = (statement: Statement, ...more: Place[]) => ({ open: unmet(statement, [{ path }, ...more]) });
  if (provenance !== undefined && provenance.sha256 !== file.sha256)
    return open(messages.changedAfterStamp({ path }), { path: `${path}.provenance.json` });
  if (provenance?.dirty || run.commit?.dirty) return open(messages.uncommittedCode({ path }));
  const origin = run.commit?.origin;
  // Only the name is compared: forks and mirrors keep it.
  if (origin !== undefined && repository !== undefined && nameOf(origin) !== nameOf(repository))
    return open(messages.otherRepository({ path, repository: nameOf(origin) }));
  if (profile === 'regulated' && provenance?.runId === undefined) return open(messages.noWorkflowRun({ path }));
  if (provenance !== undefined && provenance.treeHash === treeHash) return { provenance: { by: 'tree' } };
  const commit = provenance?.commit ?? run.commit?.sha;
  if (commit !== undefined) return { provenance: { by: 'commit', commit } };
  return profile === 'minimal' ? { provenance: { by: 'order' } } : open(messages.noProvenance({ path }));
}

/** The name of a repository in its address. */
function nameOf(address: string): string {
  const last =
    address
      .replace(/[/\\]+$/, '')
      .split(/[/:\\]/)
      .at(-1) ?? '';
  return last.replace(/\.git$/, '').toLowerCase();
}

/** What the link proves once history has confirmed it, with the workflow run where the profile requires one. */
export function describeProvenance(file: EvalFile, link: ProvenanceLink, profile: Profile): Statement {
  const provenance = describeLink(file.path, link);
  const run = file.provenance?.runId ?? '';
  return profile === 'regulated' ? messages.madeInRun({ provenance, run }) : provenance;
}

function describeLink(path: string, link: ProvenanceLink): Statement {
  if (link.by === 'tree') return messages.madeFromTree({ path });
  if (link.by === 'order') return messages.committedAfterCode({ path });
  return messages.madeFromCommit({ path, commit: link.commit.slice(0, 7) });
}

/** Whether the covered files are still those of the recorded commit. */
export function judgeCommit({ path }: EvalFile, commit: string, changed: ChangedSince | undefined): Finding[] {
  const short = commit.slice(0, 7);
  if (!changed?.ancestor) return [unmet(messages.unknownCommit({ path, commit: short }), { path })];
  const [first] = changed.changed;
  if (first === undefined) return [];
  const count = changed.changed.length;
  const examples = count > 3 ? [...changed.changed.slice(0, 3), '…'] : changed.changed;
  return [unmet(messages.olderThanCode({ path, count, commit: short, examples }), [{ path }, { path: first }])];
}

/** Whether the results were committed after the code they cover: weak, because a file can be copied. */
export function judgeCommitOrder({ path }: EvalFile, order: Ancestry | undefined): Finding[] {
  if (order?.relation === 'a-newer' || order?.relation === 'same') return [];
  const newerCode = order?.relation === 'b-newer';
  return [unmet(newerCode ? messages.codeChangedAfter({ path }) : messages.orderUnknown({ path }), { path })];
}

/** What a workflow run has to be to have made the results. */
export interface ExpectedRun {
  head: string | undefined;
  /** Digest of the covered files at the evaluated commit. */
  treeHash: string;
  suite: SuiteWorkflow;
}

/**
 * Whether the workflow run that the stamp names made the results: a run of the suite's workflow in this repository that
 * succeeded, on the head or on the same covered files, and did not end before the results were made.
 */
export function judgeWorkflowRun(file: EvalFile, run: RunFact | undefined, expected: ExpectedRun): Finding[] {
  const { path } = file;
  const no = (statement: Statement): Finding[] => [unmet(statement, { path })];
  if (!run?.found) return no(messages.runNotFound({ path }));
  const { conclusion = 'none', headSha, at = '' } = run;
  if (run.foreign) return no(messages.runOfOtherRepository({ path }));
  if (conclusion !== 'success') return no(messages.runNotSuccessful({ path, conclusion }));
  const isOfCode = headSha !== undefined && (headSha === expected.head || run.treeHash === expected.treeHash);
  if (!isOfCode) return no(messages.runOfOtherCommit({ path }));
  const [ended, made] = [parseInstant(at), madeAt(file) ?? Number.NEGATIVE_INFINITY];
  if (ended === undefined) return [unknown(messages.runTimeUnknown({ path }), { path }, { resolvableBy: 'github' })];
  if (made > ended + CLOCK_MS) return no(messages.runEndedBefore({ path, ended: day(ended), made: day(made) }));
  return judgeSuiteWorkflow(path, run.workflow, expected.suite);
}

function judgeSuiteWorkflow(path: string, workflow: string | undefined, suite: SuiteWorkflow): Finding[] {
  if (suite.state === 'unavailable')
    return [
      unknown(
        messages.suiteWorkflowNotRead({ path, reason: suite.reason }),
        { path },
        { resolvableBy: suite.resolvableBy },
      ),
    ];
  if (suite.state === 'not-named') return [unmet(messages.suiteWorkflowNotNamed({ path }), suite.place)];
  if (workflow === undefined)
    return [unknown(messages.runWorkflowUnknown({ path }), { path }, { resolvableBy: 'github' })];
  if (workflow === suite.path) return [];
  return [unmet(messages.runOfOtherWorkflow({ path, workflow, suite: suite.path }), [{ path }, { path: suite.path }])];
}

/** When the results were made, as they or their stamp state. */
export function madeAt({ run, provenance }: EvalFile): number | undefined {
  return parseInstant(run.finishedAt ?? run.startedAt ?? provenance?.startedAt ?? '');
}
