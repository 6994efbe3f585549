import { cut, plain } from '../model/text.ts';

/** What a walk along the ledger found. */
export function ledgerProofLines(
  proof: { ok: true; entries: number; hash: string } | { ok: false; seq: number; reason: string },
): string[] {
  if (!proof.ok) return [`The ledger does not hold at entry ${proof.seq}: ${proof.reason}.`];
  return [
    `The ledger holds: ${proof.entries} ${proof.entries === 1 ? 'entry' : 'entries'}, each bound to the one before it.`,
    `Keep this elsewhere to prove it later: --anchor ${proof.entries}:${proof.hash}`,
  ];
}

/** Jobs that were given up, and how they live again. */
export function deadJobLines(
  jobs: { repository: string; pullRequest: number; tries: number; error: string; since: Date }[],
): string[] {
  if (jobs.length === 0) return ['No job was given up.'];
  return [
    ...jobs.map(
      ({ repository, pullRequest, tries, error, since }) =>
        `${repository}#${pullRequest}  ${since.toISOString().slice(0, 16)}Z  ${tries} tries  ${cut(plain(error), 120)}`,
    ),
    'A new event on the pull request lets its job live again, and so does: jobs retry OWNER/REPO#NUMBER',
  ];
}
