/** What one line of a review or comment says. `because` and `note` are text of whoever wrote it. */
export type Words =
  | { verb: 'sign-off'; control: string; at?: string; note: string }
  | { verb: 'decline'; control: string; because: string }
  | { verb: 'withdraw'; control: string }
  | { verb: 'accept'; subject: string; because: string };

const MOST_CHARACTERS = 262_144;
const LINE =
  /^ {0,3}\/readiness[ \t]+(sign-?off|approve|decline|withdraw|accept)[ \t]+([a-z0-9][a-z0-9:-]{0,79})(?:[ \t]+(.{0,2000}))?$/i;

/**
 * Commands that stand on a line of their own, in order. Quotes, code, hidden comments and indented lines do not
 * speak; a sign-off under a condition needs somebody to watch the condition, so it is none here.
 */
export function wordsIn(body: string | null | undefined): Words[] {
  const found: Words[] = [];
  for (const line of spokenLines((body ?? '').slice(0, MOST_CHARACTERS))) {
    const match = LINE.exec(line.trimEnd());
    if (match === null) continue;
    const [, verb = '', name = '', rest = ''] = match;
    const words = read(verb.toLowerCase(), name.toLowerCase(), rest.trim());
    if (words !== undefined) found.push(words);
  }
  return found;
}

function read(verb: string, name: string, rest: string): Words | undefined {
  const because = /^because[ \t]+(.+)$/i.exec(rest)?.[1]?.trim();
  switch (verb) {
    case 'decline':
      return { verb, control: name, because: because ?? (rest || 'no reason was given') };
    case 'withdraw':
      return { verb, control: name };
    case 'accept':
      return because === undefined ? undefined : { verb, subject: name, because };
    default: {
      if (/^if\b/i.test(rest)) return undefined;
      const pinned = /^@([0-9a-f]{7,64})(?:[ \t]+(.*))?$/i.exec(rest);
      if (pinned !== null) {
        return { verb: 'sign-off', control: name, at: (pinned[1] ?? '').toLowerCase(), note: pinned[2] ?? '' };
      }
      return { verb: 'sign-off', control: name, note: rest };
    }
  }
}

/** Lines outside code fences and HTML comments. A fence ends with as many of its marks, or never. */
function spokenLines(body: string): string[] {
  const lines: string[] = [];
  let fence: string | undefined;
  let hidden = false;
  for (const line of body.split(/\r\n|\r|\n/)) {
    const mark = /^ {0,3}(`{3,}|~{3,})(.*)$/.exec(line);
    const [run, after] = [mark?.[1] ?? '', mark?.[2] ?? ''];
    if (fence !== undefined) {
      if (run !== '' && run[0] === fence[0] && run.length >= fence.length && after.trim() === '') fence = undefined;
    } else if (hidden) {
      // What follows the end of a hidden comment on its line does not speak either.
      hidden = !line.includes('-->') || line.lastIndexOf('<!--') > line.lastIndexOf('-->');
    } else if (run !== '' && !(run[0] === '`' && after.includes('`'))) fence = run;
    else if (line.includes('<!--')) hidden = line.lastIndexOf('-->') < line.lastIndexOf('<!--');
    else lines.push(line);
  }
  return lines;
}
