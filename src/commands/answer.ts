import { UnavailableError } from '../domain/errors.ts';
import { type CommandRef, decisionKey } from '../engine/decisions/decision.ts';
import type { DecisionRecord } from '../engine/decisions/read-record.ts';
import { decisionStateOf } from '../engine/decisions/state.ts';
import type { Command, Outcome } from './define.ts';
import { commands } from './index.ts';
import type { CommandLine } from './language/command-lines.ts';
import { isUnderstood, parseCommand } from './language/grammar.ts';
import type { ParsedCommand, Verb } from './language/verbs.ts';
import type { Receipt } from './receipt.ts';
import type { Call, CommandTools } from './tools.ts';

/** The commands of one comment or review that are not answered yet. */
export interface AnsweredCommands {
  by: string;
  /** The id of the account, which goes into each decision. */
  byId?: number;
  at: string;
  comment: Omit<CommandRef, 'line'>;
  lines: CommandLine[];
  review?: NonNullable<Call['review']>;
}

/**
 * Answers the commands of one comment in order, with one receipt each. Each command sees the decisions of those before it.
 * A line that the record already has is not decided again, so a comment may be processed twice. Nothing is written here: a
 * `recorded` receipt carries the decision, which goes into the ledger before anything is published. Throws only on
 * internal errors.
 */
export async function answerCommands(
  commands: AnsweredCommands,
  record: DecisionRecord,
  tools: CommandTools,
): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  const decisions = [...record.decisions];
  const signedHere: string[] = [];
  for (const line of commands.lines) {
    const comment: CommandRef = { ...commands.comment, line: line.line };
    const known = decisions.find((one) => decisionKey(one.comment) === decisionKey(comment));
    const whole = { by: commands.by, line: line.line };
    if (known !== undefined) {
      receipts.push({ ...whole, kind: 'already', decision: known });
      if (known.verb === 'sign-off') signedHere.push(known.control);
      continue;
    }
    const parsed = parseCommand(line);
    if (!isUnderstood(parsed)) {
      receipts.push({ ...whole, kind: 'not-understood', fault: parsed });
      continue;
    }
    const decisionState = decisionStateOf({ ...record, decisions }, tools.now);
    const outcome = withAccount(
      await runCommand(parsed, { ...commands, comment, tools, decisionState, signedHere }),
      commands.byId,
    );
    if (outcome.kind === 'recorded') decisions.push(outcome.decision);
    if (parsed.verb === 'sign-off' && (outcome.kind === 'recorded' || outcome.kind === 'counts-as-review'))
      signedHere.push(parsed.control);
    receipts.push({ ...whole, ...outcome });
  }
  return receipts;
}

function withAccount(outcome: Outcome, byId: number | undefined): Outcome {
  if (outcome.kind !== 'recorded' || byId === undefined) return outcome;
  return { ...outcome, decision: { ...outcome.decision, byId } };
}

/** A fact that could not be read is a refusal, whether it was returned or thrown. */
async function runCommand<V extends Verb>(parsed: ParsedCommand & { verb: V }, call: Call): Promise<Outcome> {
  const command: Command<V> = commands[parsed.verb];
  try {
    return await command.run(parsed, call);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    const refusal = { because: 'not-verified' as const, what: error.message };
    return { kind: 'refused', verb: parsed.verb, subject: command.subject(parsed), refusal };
  }
}
