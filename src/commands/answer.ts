import { UnavailableError } from '../domain/errors.ts';
import { decisionKey, type StatementKind } from '../engine/decisions/decision.ts';
import type { DecisionRecord } from '../engine/decisions/read-record.ts';
import { decisionStateOf } from '../engine/decisions/state.ts';
import type { Command, Outcome } from './define.ts';
import { commands } from './index.ts';
import type { CommandLine } from './language/command-lines.ts';
import { isUnderstood, type ParsedCommand, parseCommand } from './language/grammar.ts';
import type { Verb } from './language/verbs.ts';
import type { Receipt } from './receipt.ts';
import type { Call, CommandTools } from './tools.ts';

/** The commands of one comment or review, heard and not yet answered. */
export interface AnsweredCommands {
  by: string;
  at: string;
  comment: Omit<StatementKind, 'line'>;
  lines: CommandLine[];
  review?: NonNullable<Call['review']>;
}

/**
 * Answers the commands of one comment in their order, one receipt each. Each sees what the ones before it decided. A line
 * that the record already has is not decided again, so a comment may be handled twice. Nothing is written here: a
 * `recorded` receipt carries the decision to put into the ledger before anything is told. Throws only defects.
 */
export async function answerCommands(
  answered: AnsweredCommands,
  record: DecisionRecord,
  tools: CommandTools,
): Promise<Receipt[]> {
  const receipts: Receipt[] = [];
  const decisions = [...record.decisions];
  const signedHere: string[] = [];
  for (const line of answered.lines) {
    const comment: StatementKind = { ...answered.comment, line: line.line };
    const known = decisions.find((one) => decisionKey(one.comment) === decisionKey(comment));
    const whole = { by: answered.by, line: line.line };
    if (known !== undefined) {
      receipts.push({ ...whole, kind: 'already', decision: known });
      if (known.verb === 'sign-off') signedHere.push(known.control);
      continue;
    }
    const said = parseCommand(line);
    if (!isUnderstood(said)) {
      receipts.push({ ...whole, kind: 'not-understood', fault: said });
      continue;
    }
    const decisionState = decisionStateOf({ ...record, decisions }, tools.now);
    const outcome = await runCommand(said, { ...answered, comment, tools, decisionState, signedHere });
    if (outcome.kind === 'recorded') decisions.push(outcome.decision);
    if (said.verb === 'sign-off' && (outcome.kind === 'recorded' || outcome.kind === 'counts-as-review'))
      signedHere.push(said.control);
    receipts.push({ ...whole, ...outcome });
  }
  return receipts;
}

/** What could not be looked at is a refusal, however it was told. */
async function runCommand<V extends Verb>(said: ParsedCommand & { verb: V }, call: Call): Promise<Outcome> {
  const command: Command<V> = commands[said.verb];
  try {
    return await command.run(said, call);
  } catch (error) {
    if (!(error instanceof UnavailableError)) throw error;
    const refusal = { because: 'could-not-look' as const, what: error.message };
    return { kind: 'refused', verb: said.verb, subject: command.subject(said), refusal };
  }
}
