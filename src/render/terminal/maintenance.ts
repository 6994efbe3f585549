import { cut, plain } from '../model/text.ts';
import { many } from '../model/words.ts';

/** The result of verifying the ledger. */
export function ledgerProofLines(
  proof: { ok: true; entries: number; hash: string } | { ok: false; seq: number; reason: string },
): string[] {
  if (!proof.ok) return [`The ledger is invalid at entry ${proof.seq}: ${proof.reason}.`];
  return [
    `The ledger is intact: ${many(proof.entries, 'entry', 'entries')}, each linked to the previous one.`,
    `Store this elsewhere to verify it later: --anchor ${proof.entries}:${proof.hash}`,
  ];
}

/** Jobs that are no longer retried, and how to retry them. */
export function deadJobLines(
  jobs: { repository: string; pullRequest: number; tries: number; error: string; since: Date }[],
): string[] {
  if (jobs.length === 0) return ['There are no dead jobs.'];
  return [
    ...jobs.map(
      ({ repository, pullRequest, tries, error, since }) =>
        `${repository}#${pullRequest}  ${since.toISOString().slice(0, 16)}Z  ${tries} tries  ${cut(plain(error), 120)}`,
    ),
    'A new event on the pull request retries its job. To retry it now: jobs retry OWNER/REPO#NUMBER',
  ];
}
