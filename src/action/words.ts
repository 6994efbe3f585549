import { commandHelp } from '../commands/index.ts';
import { insteadOfCommand, renderCommandHelp } from '../render/markdown/command-help.ts';

/** The commands that a workflow understands: a list without its first mark. */
export const HELP = renderCommandHelp(commandHelp, { ledger: false }).replace(/^- /, '');

/** What to do instead of a command that only the App understands; undefined for a verb that nobody knows. */
export function insteadOf(verb: string): string | undefined {
  return insteadOfCommand(commandHelp, verb);
}
