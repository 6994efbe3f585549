import { readCommands } from '../../commands/language/command-lines.ts';
import { isUnderstood, parseCommand } from '../../commands/language/grammar.ts';
import type { ParsedCommandOf } from '../../commands/language/verbs.ts';

/** What one line of a review or comment says that counts without a ledger. Texts are as whoever wrote them. */
export type Words = ParsedCommandOf<'sign-off' | 'decline' | 'withdraw' | 'accept'>;

/**
 * Commands that stand on a line of their own, in order, read by the grammar of all commands. Quotes, code, hidden
 * comments and indented lines do not speak; a sign-off under a condition needs somebody to watch the condition, so it
 * is none here.
 */
export function wordsIn(body: string | null | undefined): Words[] {
  return readCommands(body ?? '').flatMap((line) => {
    const said = parseCommand(line);
    return isUnderstood(said) && counts(said) ? [said] : [];
  });
}

function counts(said: { verb: string }): said is Words {
  if (said.verb === 'sign-off') return !('condition' in said);
  return ['decline', 'withdraw', 'accept'].includes(said.verb);
}
