import type { EvalFile } from '../../../domain/eval-results.ts';
import { type Finding, unmet } from '../../../domain/finding.ts';
import type { Profile } from '../../../domain/levels.ts';
import type { Statement } from '../../../domain/message.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Ancestry, ChangedSince, RunFact } from '../../../engine/fact-answers.ts';
import { messages } from './messages.ts';

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

/** Whether the workflow run that the stamp names succeeded, on the head or on the commit that ran. */
export function judgeWorkflowRun(
  { path, provenance }: EvalFile,
  run: RunFact | undefined,
  head: string | undefined,
): Finding[] {
  if (!run?.found) return [unmet(messages.runNotFound({ path }), { path })];
  const { conclusion = 'none', headSha } = run;
  if (conclusion !== 'success') return [unmet(messages.runNotSuccessful({ path, conclusion }), { path })];
  const isOfStamp = provenance !== undefined && headSha?.startsWith(provenance.commit);
  if (headSha !== undefined && (headSha === head || isOfStamp)) return [];
  return [unmet(messages.runOfOtherCommit({ path }), { path })];
}
