import { parseInstant } from '../../domain/dates.ts';
import { defined } from '../../domain/defined.ts';
import { nearestOf } from '../../domain/nearest.ts';
import type { CommandLine } from './command-lines.ts';
import { FORMS, knownWords, type Verb, verbOf } from './verbs.ts';

/** A condition of a sign-off: what has to happen, by the end of which day, and whom it names. */
export interface ParsedCondition {
  what: string;
  by: string;
  /** The first `@handle` of the condition, lower-cased. */
  owner?: string;
}

/** What one line says. Texts are as written by whoever wrote them; controls are lower case, codes upper case. */
export type ParsedCommand =
  | { verb: 'check' | 'help' | 'release' }
  | { verb: 'explain'; wanted: string }
  | { verb: 'sign-off'; control: string; at?: string; note: string; condition?: ParsedCondition }
  | { verb: 'decline'; control: string; because: string }
  | { verb: 'withdraw'; control: string }
  | { verb: 'accept'; subject: string; because: string }
  | { verb: 'waive'; code: string; until: string; because: string }
  | { verb: 'not-applicable'; code: string; part?: string; because: string }
  | { verb: 'grant'; code: string; from?: string }
  | { verb: 'revoke'; code: string }
  | { verb: 'hold' | 'retire'; because: string };
export type ParsedCommandOf<V extends Verb> = ParsedCommand & { verb: V };

/** Why a line is not understood: data, worded by whoever answers. */
export interface NotUnderstood {
  word: string;
  /** 1-based line of the comment. */
  line: number;
  problem:
    | 'unknown-verb'
    | 'no-subject'
    | 'no-reason'
    | 'no-date'
    | 'not-a-date'
    | 'condition'
    | 'left-over'
    | 'too-long';
  /** What stands there and is not understood. */
  seen: string;
  forms: string[];
  nearest?: string;
}

const MOST = 2_000;
const NAMED = /^([a-z0-9][a-z0-9:_-]{0,79})[.,;!]?(?: (.*))?$/is;
const CONTROL = /^[a-z0-9][a-z0-9-]{0,60}$/;
const CODE = /^[A-Z]{2}-\d{1,3}$/;
const PINNED = /^@([0-9a-f]{7,64})(?: (.*))?$/is;
const CONDITION = /^if (.+) by (\S+?)[.!]?$/is;
/** Words that make a note into a condition, which nobody would watch. */
const CONDITIONAL =
  /(^|[\s(,;])(if|unless|provided|providing|as long as|assuming|subject to|conditional|pending|until)([\s),;:]|$)|^(when|once|after|but|not)\b/i;
const NO_REASON = 'no reason was given';

/**
 * Reads one line of the comment grammar. Reviews and comments are read by this one function, so that they can never be
 * read differently. Never throws; what is not exactly one of the forms is not understood.
 */
export function parseCommand(command: CommandLine): ParsedCommand | NotUnderstood {
  const verb = verbOf(command.verb);
  // What looks like a space to whoever wrote it is one.
  const rest = command.rest.replace(/[\s\u00a0]+/g, ' ').trim();
  if (verb === undefined) {
    const near = nearestOf(command.verb, knownWords());
    return { ...fault(command, 'unknown-verb', command.verb, ['/readiness help']), ...(near ? { nearest: near } : {}) };
  }
  if (rest.length > MOST) return fault(command, 'too-long', rest.slice(0, 40), FORMS[verb].forms);
  const read = READERS[verb](rest);
  return typeof read === 'object' && 'verb' in read ? read : fault(command, read.problem, read.seen, FORMS[verb].forms);
}

export function isUnderstood(read: ParsedCommand | NotUnderstood): read is ParsedCommand {
  return 'verb' in read;
}

type Read = ParsedCommand | Pick<NotUnderstood, 'problem' | 'seen'>;

function no(problem: NotUnderstood['problem'], seen: string): Pick<NotUnderstood, 'problem' | 'seen'> {
  return { problem, seen };
}

function fault(
  { verb, line }: CommandLine,
  problem: NotUnderstood['problem'],
  seen: string,
  forms: string[],
): NotUnderstood {
  return { word: verb, line, problem, seen, forms };
}

const READERS: Record<Verb, (rest: string) => Read> = {
  // Words behind a verb that takes none are politeness: "/readiness check please".
  check: () => ({ verb: 'check' }),
  help: () => ({ verb: 'help' }),
  release: () => ({ verb: 'release' }),
  explain: (rest) => ({ verb: 'explain', wanted: rest }),
  'sign-off': (rest) => ofControl(rest, signOff),
  decline: (rest) => ofControl(rest, (control, more) => ({ verb: 'decline', control, because: why(more) })),
  withdraw: (rest) => ofControl(rest, (control) => ({ verb: 'withdraw', control })),
  accept: (rest) => {
    const { name, more } = named(rest);
    const subject = /^role:[a-z-]{1,40}$/i.test(name) ? name.toLowerCase() : name.toUpperCase();
    if (!CODE.test(subject) && !subject.startsWith('role:')) return no('no-subject', rest);
    const because = reason(more);
    return because === undefined ? no('no-reason', more) : { verb: 'accept', subject, because };
  },
  waive: (rest) =>
    ofCode(rest, (code, more) => {
      const terms = /^until (\S+)(?: (.*))?$/is.exec(more);
      if (terms === null) return no('no-date', more);
      const until = terms[1] ?? '';
      if (!isDay(until)) return no('not-a-date', until);
      const because = reason(terms[2] ?? '');
      return because === undefined ? no('no-reason', terms[2] ?? '') : { verb: 'waive', code, until, because };
    }),
  'not-applicable': (rest) =>
    ofCode(rest, (code, more) => {
      const [, part, because] = /^(?:([a-z0-9][a-z0-9._-]{0,79}) )?because (.+)$/is.exec(more) ?? [];
      if (because === undefined) return no('no-reason', more);
      return { verb: 'not-applicable', code, ...defined({ part }), because: because.trim() };
    }),
  grant: (rest) =>
    ofCode(rest, (code, more) => {
      if (more === '') return { verb: 'grant', code };
      const from = /^from @?([a-z0-9][a-z0-9_-]{0,63})$/i.exec(more)?.[1]?.toLowerCase();
      // "grant RB-7 until March" is other terms than were asked for.
      return from === undefined ? no('left-over', more) : { verb: 'grant', code, from };
    }),
  revoke: (rest) => ofCode(rest, (code) => ({ verb: 'revoke', code })),
  hold: (rest) => ({ verb: 'hold', because: why(rest) }),
  retire: (rest) => {
    const because = reason(rest);
    return because === undefined ? no('no-reason', rest) : { verb: 'retire', because };
  },
};

function named(rest: string): { name: string; more: string } {
  const found = NAMED.exec(rest);
  return { name: found?.[1] ?? '', more: (found?.[2] ?? '').trim() };
}

function ofControl(rest: string, read: (control: string, more: string) => Read): Read {
  const { name, more } = named(rest);
  const control = name.toLowerCase();
  return CONTROL.test(control) ? read(control, more) : no('no-subject', rest);
}

function ofCode(rest: string, read: (code: string, more: string) => Read): Read {
  const { name, more } = named(rest);
  const code = name.toUpperCase();
  return CODE.test(code) ? read(code, more) : no('no-subject', rest);
}

function signOff(control: string, rest: string): Read {
  const pin = PINNED.exec(rest);
  const at = pin?.[1]?.toLowerCase();
  const note = (pin === null ? rest : (pin[2] ?? '')).trim();
  const said = { verb: 'sign-off' as const, control, ...defined({ at }) };
  if (!CONDITIONAL.test(note)) return { ...said, note };
  const [, what = '', by = ''] = CONDITION.exec(note) ?? [];
  if (what === '') return no('condition', note);
  if (!isDay(by)) return no('not-a-date', by);
  const owner = /(?:^|[\s(])@([a-z0-9][a-z0-9_-]{0,63})(?![\w/-])/i.exec(what)?.[1]?.toLowerCase();
  return { ...said, note: '', condition: { what: what.trim(), by, ...defined({ owner }) } };
}

/** A reason behind `because`; what opens something is nothing without one. */
function reason(text: string): string | undefined {
  const because = /^because (.+)$/is.exec(text)?.[1]?.trim();
  return because === '' ? undefined : because;
}

/** What closes something must not fail for want of a word. */
function why(text: string): string {
  return reason(text) ?? (text.replace(/^because$/i, '') || NO_REASON);
}

/** A real day as YYYY-MM-DD. */
function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseInstant(text) !== undefined;
}
