import type { Client } from '../../testing/github-emulator/index.ts';
import type { Narrator } from './narrator.ts';
import type { CheckRun, PullRequest } from './pull-request.ts';
import { writeComment } from './read-comment.ts';
import { must } from './unexpected.ts';

/** Repeated scenes: each state is awaited, checked and only then printed. */

/** Shows that the check failed with this many open tasks and that this person cannot merge. */
export async function showBlocked(narrator: Narrator, pull: PullRequest, by: Client, left: number): Promise<void> {
  narrator.seen('check', '✗', ...verdictOf(await pull.concluded('failure', left)));
  narrator.seen('merge', '✗', `refused. ${await pull.refused(by)}`);
}

/** The App's comment, which lists something. */
export async function showComment(narrator: Narrator, pull: PullRequest): Promise<void> {
  const comment = await pull.comment();
  must(comment.rows.length > 0, 'a comment that lists what is missing', comment.title);
  narrator.quote((sheet) => writeComment(comment, sheet));
}

export const verdictOf = ({ name, conclusion, output }: CheckRun): string[] => [`${name}: ${conclusion}`, output.title];
