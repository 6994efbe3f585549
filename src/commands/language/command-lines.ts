import { plainLines } from '../../formats/comments/plain-lines.ts';
import { isClosing, verbOf } from './verbs.ts';

/** One `/readiness` line of a comment or review: its verb and what follows, as written. */
export interface CommandLine {
  verb: string;
  rest: string;
  /** 1-based line of the comment. */
  line: number;
  /** It stands for what was not read: the comment is too long, or has too many commands. It is answered, not run. */
  unread?: 'too-many' | 'cut';
}

/** GitHub takes 65,536 characters, each of which is at most two of ours. Longer comments are cut before they are parsed. */
export const MAX_CHARACTERS = 131_072;
/** Commands of one comment that are run. Those that close the gate are run beyond it, so that none is lost. */
export const MAX_COMMANDS = 10;
/** Different commands that close the gate, in one comment. No pilot has so many controls. */
export const MAX_CLOSING = 50;

const MENTIONED = /^\/readiness/im;
/** A no-break space looks like a space to the person who typed it. */
const COMMAND = /^\/readiness(?:[ \t\u00a0]+(.*))?$/is;

/**
 * The commands of a comment: `/readiness` at the very start of a line that GitHub shows as a plain line. A bare
 * `/readiness` is `check`. Of a comment that is too long only the commands that close the gate are read, and of too many
 * commands the first ones and all that close the gate; a last line then stands for the rest. Never throws.
 */
export function readCommands(written: string): CommandLine[] {
  if (!MENTIONED.test(written)) return [];
  const body = written.replaceAll('\0', '\ufffd');
  const end = endOfWholeLines(body);
  const read = plainLines(body.slice(0, end)).flatMap(commandOf);
  if (end === body.length) return read.length <= MAX_COMMANDS ? read : withinLimit(read);
  const before = body.slice(0, end).split(LINE_END).length;
  const unparsed = body
    .slice(end)
    .split(LINE_END)
    .flatMap((text, index) => commandOf({ text, line: before + index }));
  return [...closing([...read, ...unparsed]), { verb: 'check', rest: '', line: before, unread: 'cut' }];
}

const LINE_END = /\r\n|\r|\n/;

/** Where the last whole line before the cut ends: half a command could mean something else. */
function endOfWholeLines(body: string): number {
  if (body.length <= MAX_CHARACTERS) return body.length;
  return Math.max(0, body.lastIndexOf('\n', MAX_CHARACTERS), body.lastIndexOf('\r', MAX_CHARACTERS));
}

function withinLimit(read: CommandLine[]): CommandLine[] {
  const late = read.slice(MAX_COMMANDS);
  const run = [...read.slice(0, MAX_COMMANDS), ...closing(late)];
  const first = late.find((line) => !run.includes(line));
  return first === undefined ? run : [...run, { ...first, unread: 'too-many' }];
}

/** Commands that close the gate, each once. */
function closing(lines: CommandLine[]): CommandLine[] {
  const found = new Map<string, CommandLine>();
  for (const line of lines) {
    const verb = verbOf(line.verb);
    const key = `${verb} ${verb === 'hold' ? '' : (line.rest.split(/\s/, 1)[0] ?? '')}`.toLowerCase();
    if (isClosing(verb) && !found.has(key) && found.size < MAX_CLOSING) found.set(key, line);
  }
  return [...found.values()];
}

function commandOf({ text, line }: { text: string; line: number }): CommandLine[] {
  const found = COMMAND.exec(text.replace(/\\$/, '').trimEnd());
  if (found === null) return [];
  const after = (found[1] ?? '').trim();
  const verb = after.split(/\s/, 1)[0] ?? '';
  return [{ verb: verb === '' ? 'check' : verb.toLowerCase(), rest: after.slice(verb.length).trim(), line }];
}
