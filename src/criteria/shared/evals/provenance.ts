import type { EvalFile } from '../../../domain/eval-results.ts';
import { type Finding, unmet } from '../../../domain/finding.ts';
import type { Profile } from '../../../domain/levels.ts';
import type { Place } from '../../../domain/observation.ts';
import type { Ancestry, ChangedSince, RunFact } from '../../../engine/fact-requests.ts';

/**
 * Whether results belong to what is promoted. A committed file can never name the commit that adds it, so code is
 * compared and not ids: by the digest of what the suite covers, by the commit that ran, and, in minimal only, by order.
 */

/** How the files say the results belong; the last two have to be confirmed in history. */
export type ProvenanceLink = { by: 'tree' } | { by: 'commit'; commit: string } | { by: 'order' };

export interface ProvenanceQuestion {
  file: EvalFile;
  treeHash: string;
  profile: Profile;
  /** Owner and name; left out, the origin of a run is not compared. */
  repository?: string;
}

const STAMP = 'Run the suite again on this code, then `pilot-readiness eval-stamp`, and commit both files.';

/** The strongest bond that the files offer, or why there is none. */
export function provenanceOf({
  file,
  treeHash,
  profile,
  repository,
}: ProvenanceQuestion): { provenance: ProvenanceLink } | { open: Finding } {
  const { provenance, run } = file;
  const sidecar: Place = { path: `${file.path}.provenance.json` };
  if (provenance !== undefined && provenance.sha256 !== file.sha256)
    return {
      open: unmet(
        `${file.path} was changed after it was stamped: its sha256 is another`,
        [{ path: file.path }, sidecar],
        {
          remedy: STAMP,
        },
      ),
    };
  if (provenance?.dirty || run.commit?.dirty)
    return {
      open: unmet(`${file.path} was made from files that were not committed`, [{ path: file.path }], {
        remedy: 'Commit first, then run the suite again and stamp its results.',
      }),
    };
  const origin = run.commit?.origin;
  if (origin !== undefined && repository !== undefined && isForeign(origin, repository))
    return {
      open: unmet(`${file.path} was made in another repository (${nameOf(origin)})`, [{ path: file.path }], {
        remedy: 'Run the suite in this repository.',
      }),
    };
  if (profile === 'regulated' && provenance?.runId === undefined)
    return {
      open: unmet(`${file.path} does not name the workflow run that made it`, [{ path: file.path }], {
        remedy: 'Run the suite in a workflow and stamp its results there: the stamp records the run.',
      }),
    };
  if (provenance !== undefined && provenance.treeHash === treeHash) return { provenance: { by: 'tree' } };
  const commit = provenance?.commit ?? run.commit?.sha;
  if (commit !== undefined) return { provenance: { by: 'commit', commit } };
  if (profile === 'minimal') return { provenance: { by: 'order' } };
  return {
    open: unmet(`${file.path} does not say which code it was made from`, [{ path: file.path }], { remedy: STAMP }),
  };
}

/** Compares the repository's name: forks and mirrors keep it, a stranger's results do not. */
function isForeign(origin: string, repository: string): boolean {
  return nameOf(origin) !== nameOf(repository);
}

function nameOf(address: string): string {
  const last =
    address
      .replace(/[/\\]+$/, '')
      .split(/[/:\\]/)
      .at(-1) ?? '';
  return last.replace(/\.git$/, '').toLowerCase();
}

/** Whether the recorded commit still stands for the code, as history tells. */
export function confirmCommit(
  file: EvalFile,
  commit: string,
  changed: ChangedSince,
): { says: string } | { open: Finding } {
  const short = commit.slice(0, 7);
  if (!changed.ancestor)
    return {
      open: unmet(
        `${file.path} was made from ${short}, which is not part of this history`,
        { path: file.path },
        {
          remedy: STAMP,
        },
      ),
    };
  const [first] = changed.changed;
  if (first !== undefined)
    return {
      open: unmet(
        `${file.path} is older than the code: ${changed.changed.length} ${changed.changed.length === 1 ? 'file' : 'files'} changed since ${short} (${changed.changed.slice(0, 3).join(', ')}${changed.changed.length > 3 ? ' …' : ''})`,
        [{ path: file.path }, { path: first }],
        { remedy: STAMP },
      ),
    };
  return { says: `made from ${short}, and nothing it covers changed since` };
}

/** Order in git alone: weak, because a file can be copied. Accepted in minimal and worded so. */
export function confirmOrder(file: EvalFile, order: Ancestry): { says: string } | { open: Finding } {
  if (order.relation === 'a-newer' || order.relation === 'same')
    return { says: 'committed after the code it covers (order in git alone: it does not say which code was run)' };
  const why =
    order.relation === 'b-newer'
      ? 'the code it covers changed after it was committed'
      : 'its order to the code it covers cannot be told from history';
  return { open: unmet(`${file.path}: ${why}`, { path: file.path }, { remedy: STAMP }) };
}

/** The workflow run named by the stamp: green, and of the head or of the commit that ran. */
export function confirmRun(
  file: EvalFile,
  run: RunFact,
  head: string | undefined,
): { says: string } | { open: Finding } {
  const recorded = file.provenance?.commit;
  const refuse = (why: string): { open: Finding } => ({
    open: unmet(
      `The workflow run behind ${file.path} ${why}`,
      { path: file.path },
      {
        remedy: 'Run the suite in a workflow on this head and commit what it stamped.',
      },
    ),
  });
  if (!run.found) return refuse('was not found');
  if (run.conclusion !== 'success') return refuse(`ended as ${run.conclusion ?? 'unfinished'}`);
  const { headSha } = run;
  const ofRecorded = recorded !== undefined && headSha?.startsWith(recorded);
  if (headSha === undefined || (headSha !== head && !ofRecorded)) return refuse('ran on another commit');
  return { says: `made by a workflow run on ${headSha.slice(0, 7)}` };
}
