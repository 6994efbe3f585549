import { defined } from '../../domain/defined.ts';
import { nearestOf } from '../../domain/nearest.ts';
import type { CommandLine } from './command-lines.ts';
import { FORMS, isClosing, knownWords, type ParsedCommand, type ParseProblem, verbOf } from './verbs.ts';

/** Why a line cannot be parsed, as data. */
export interface NotUnderstood {
  word: string;
  /** 1-based line of the comment. */
  line: number;
  problem: ParseProblem['problem'] | 'unknown-verb' | 'too-long' | 'too-many' | 'cut';
  /** The text that cannot be parsed. */
  seen: string;
  forms: string[];
  nearest?: string;
}

const MAX_CHARACTERS = 2_000;

/**
 * Parses one command line. Reviews and comments are parsed by this one function, so that they are never interpreted
 * differently. Never throws; a line that matches none of the forms exactly is not understood.
 */
export function parseCommand(command: CommandLine): ParsedCommand | NotUnderstood {
  const verb = verbOf(command.verb);
  // A no-break space looks like a space to the person who typed it.
  const rest = command.rest.replace(/[\s\u00a0]+/g, ' ').trim();
  const { verb: word, line, unread } = command;
  if (unread !== undefined) return { word, line, problem: unread, seen: '', forms: [] };
  if (verb === undefined) {
    const nearest = nearestOf(word, knownWords());
    const forms = ['/readiness help'];
    return { word, line, problem: 'unknown-verb', seen: word, forms, ...defined({ nearest }) };
  }
  const { forms, parse } = FORMS[verb];
  // A command that closes the gate must not fail because its reason is too long.
  if (rest.length > MAX_CHARACTERS && !isClosing(verb))
    return { word, line, problem: 'too-long', seen: rest.slice(0, 40), forms };
  const parsed = parse(rest.slice(0, MAX_CHARACTERS));
  return 'problem' in parsed ? { word, line, ...parsed, forms } : ({ verb, ...parsed } as ParsedCommand);
}

export function isUnderstood(read: ParsedCommand | NotUnderstood): read is ParsedCommand {
  return 'verb' in read;
}
