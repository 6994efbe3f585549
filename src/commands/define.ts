import type { ParsedCommandOf } from './language/grammar.ts';
import { FORMS, type Verb } from './language/verbs.ts';
import type { CommandHelp, Receipt, Refusal } from './receipt.ts';
import type { Call } from './tools.ts';

type WithoutLine<T> = T extends unknown ? Omit<T, 'by' | 'line'> : never;
export type Outcome = WithoutLine<Receipt>;

interface CommandSpec<V extends Verb> {
  verb: V;
  /** Who may, and what it does, each one line for people. */
  who: string;
  does: string;
  /** What serves instead where there is no ledger; left out for what works everywhere. */
  instead?: string;
  /** What it is about: a control, a code; empty for the pull request or the pilot. */
  subject?: (said: ParsedCommandOf<V>) => string;
  run: (said: ParsedCommandOf<V>, call: Call) => Outcome | Promise<Outcome>;
}

export interface Command<V extends Verb = Verb> extends CommandHelp {
  verb: V;
  subject: (said: ParsedCommandOf<V>) => string;
  run: (said: ParsedCommandOf<V>, call: Call) => Promise<Outcome>;
}

/** Declares one command. Its forms and other words are those of the grammar. */
export function defineCommand<V extends Verb>(spec: CommandSpec<V>): Command<V> {
  return {
    ...spec,
    ...FORMS[spec.verb],
    subject: spec.subject ?? (() => ''),
    run: async (said, call) => spec.run(said, call),
  };
}

/** A refusal as the outcome of a command. */
export function refused(verb: Verb, subject: string, refusal: Refusal): Outcome {
  return { kind: 'refused', verb, subject, refusal };
}
