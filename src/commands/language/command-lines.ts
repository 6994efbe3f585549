/** One `/readiness` line of a comment or review: its verb and what follows, as written. */
export interface CommandLine {
  verb: string;
  rest: string;
  /** 1-based line of the comment. */
  line: number;
}

/** Comments are cut here before they are parsed. */
const MAX_CHARACTERS = 65_536;
const MAX_COMMANDS = 10;

const FENCE = /^ {0,3}(`{3,}|~{3,})(.*)$/s;
/** Elements that GitHub renders as code or quote, or not at all. */
const ELEMENT = /^ {0,3}<(pre|code|blockquote|script|style|textarea)(?=[\s>]|$)/i;
/** A no-break space looks like a space to the person who typed it. */
const COMMAND = /^\/readiness(?:[ \t\u00a0]+(.*))?$/is;

/**
 * The commands of a comment: `/readiness` at the very start of a line, outside quotes and code. A bare `/readiness` is
 * `check`. Linear in the text; never throws.
 */
export function readCommands(body: string): CommandLine[] {
  const commands: CommandLine[] = [];
  for (const { text, line } of commandLines(wholeLines(body))) {
    const found = COMMAND.exec(text.trimEnd());
    if (found === null) continue;
    const after = (found[1] ?? '').trim();
    const verb = after.split(/\s/, 1)[0] ?? '';
    commands.push({ verb: verb === '' ? 'check' : verb.toLowerCase(), rest: after.slice(verb.length).trim(), line });
    if (commands.length === MAX_COMMANDS) break;
  }
  return commands;
}

/** The whole lines before the cut: half a command could mean something else. */
function wholeLines(body: string): string {
  if (body.length <= MAX_CHARACTERS) return body;
  const end = Math.max(body.lastIndexOf('\n', MAX_CHARACTERS), body.lastIndexOf('\r', MAX_CHARACTERS));
  return body.slice(0, Math.max(0, end));
}

/** Lines outside code fences, quoting elements and hidden comments. A fence is closed by at least as many marks as opened it. */
function commandLines(text: string): { text: string; line: number }[] {
  const lines: { text: string; line: number }[] = [];
  let fence: string | undefined;
  let element: string | undefined;
  let hidden = false;
  for (const [index, raw] of text.split(/\r\n|\r|\n/).entries()) {
    const [, run = '', after = ''] = FENCE.exec(raw) ?? [];
    const tag = ELEMENT.exec(raw)?.[1]?.toLowerCase();
    const opened = raw.lastIndexOf('<!--') > raw.lastIndexOf('-->');
    if (fence !== undefined) {
      if (run.startsWith(fence) && /^[ \t]*$/.test(after)) fence = undefined;
    } else if (hidden) {
      hidden = opened || !raw.includes('-->');
    } else if (element !== undefined) {
      if (raw.toLowerCase().includes(`</${element}`)) element = undefined;
    } else if (run !== '' && !(run.startsWith('`') && after.includes('`'))) fence = run;
    else if (opened) hidden = true;
    else if (tag !== undefined) element = raw.toLowerCase().includes(`</${tag}`) ? undefined : tag;
    else lines.push({ text: raw, line: index + 1 });
  }
  return lines;
}
