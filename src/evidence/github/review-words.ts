import { readCommands } from '../../core/command-lines.ts';

/** What one line of a review or comment says. `because` and `note` are text of whoever wrote it. */
export type Words =
  | { verb: 'sign-off'; control: string; at?: string; note: string }
  | { verb: 'decline'; control: string; because: string }
  | { verb: 'withdraw'; control: string }
  | { verb: 'accept'; subject: string; because: string };

const SIGNS = ['sign-off', 'signoff', 'approve'];
const NAMED = /^([a-z0-9][a-z0-9:-]{0,79})(?:[ \t]+(.{0,2000}))?$/is;

/**
 * Commands that stand on a line of their own, in order. Quotes, code, hidden comments and indented lines do not
 * speak; a sign-off under a condition needs somebody to watch the condition, so it is none here.
 */
export function wordsIn(body: string | null | undefined): Words[] {
  return readCommands(body ?? '').flatMap(({ verb, rest }) => {
    const named = NAMED.exec(rest);
    if (named === null || !(SIGNS.includes(verb) || ['decline', 'withdraw', 'accept'].includes(verb))) return [];
    return read(verb, (named[1] ?? '').toLowerCase(), (named[2] ?? '').trim()) ?? [];
  });
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
