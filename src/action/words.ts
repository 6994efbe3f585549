import { commandHelp } from '../commands/index.ts';
import { insteadOfCommand, renderCommandHelp } from '../render/markdown/command-help.ts';

/** The commands that a workflow can answer: a list without its first bullet. */
export const HELP = renderCommandHelp(commandHelp, { ledger: false }).replace(/^- /, '');

/** The alternative to a command that needs the App; undefined for an unknown verb. */
export function insteadOf(verb: string): string | undefined {
  return insteadOfCommand(commandHelp, verb);
}
