import type { ParsedCommandOf } from './language/verbs.ts';
import { FORMS, type Verb } from './language/verbs.ts';
import type { CommandHelp, Receipt, Refusal } from './receipt.ts';
import type { Call } from './tools.ts';

type WithoutLine<T> = T extends unknown ? Omit<T, 'by' | 'line'> : never;
export type Outcome = WithoutLine<Receipt>;

interface CommandSpec<V extends Verb> {
  verb: V;
  /** Who may use it, and what it does; one line each. */
  who: string;
  does: string;
  /** The alternative where there is no ledger; left out when the command works everywhere. */
  instead?: string;
  /** The control or code that it is about; empty for the pull request or the pilot. */
  subject?: (command: ParsedCommandOf<V>) => string;
  run: (command: ParsedCommandOf<V>, call: Call) => Outcome | Promise<Outcome>;
}

export interface Command<V extends Verb = Verb> extends CommandHelp {
  verb: V;
  subject: (command: ParsedCommandOf<V>) => string;
  run: (command: ParsedCommandOf<V>, call: Call) => Promise<Outcome>;
}

/** Declares one command. Its forms and aliases come from the grammar. */
export function defineCommand<V extends Verb>(spec: CommandSpec<V>): Command<V> {
  return {
    ...spec,
    ...FORMS[spec.verb],
    subject: spec.subject ?? (() => ''),
    run: async (command, call) => spec.run(command, call),
  };
}

/** A refusal as the outcome of a command. */
export function refused(verb: Verb, subject: string, refusal: Refusal): Outcome {
  return { kind: 'refused', verb, subject, refusal };
}
