import { parseInstant } from '../../domain/dates.ts';
import { defined } from '../../domain/defined.ts';

/** A condition of a sign-off: what has to happen, by the end of which day, and who is responsible. */
export interface ParsedCondition {
  what: string;
  by: string;
  /** The first `@handle` of the condition, lower-cased. */
  owner?: string;
}

/** Why the text after a verb cannot be parsed. */
export interface ParseProblem {
  problem: 'no-subject' | 'no-reason' | 'no-date' | 'not-a-date' | 'condition' | 'left-over';
  /** The text that cannot be parsed. */
  seen: string;
}

interface VerbGrammar<T> {
  aliases: string[];
  /** How its line may be written. */
  forms: string[];
  /** Parses what follows the verb: one line, single spaces. */
  parse: (rest: string) => T | ParseProblem;
}

const NAMED = /^([a-z0-9][a-z0-9:_-]{0,79})[.,;!]?(?: (.*))?$/is;
const CONTROL = /^[a-z0-9][a-z0-9-]{0,60}$/;
const CODE = /^[A-Z]{2}-\d{1,3}$/;
const PINNED = /^@([0-9a-f]{7,64})(?: (.*))?$/is;
/** Fewer digits than the App prints could be the beginning of another commit, made for that purpose in minutes. */
const MIN_COMMIT_DIGITS = 12;
const CONDITION = /^if (.+) by (\S+?)[.!]?$/is;
/** Words that make a note a condition, which nothing would enforce. */
const CONDITIONAL =
  /(^|[\s(,;])(if|unless|provided|providing|as long as|assuming|subject to|conditional|pending|until)([\s),;:]|$)|^(when|once|after|but|not)\b/i;
const NO_REASON = 'no reason was given';
/** What is accepted besides checks and roles: what the promotion asks less of. */
export const DEFINITIONS = 'definitions';

/** The grammar of every verb of `/readiness`, in the order in which help lists them. */
const GRAMMAR = {
  // Words after a verb that takes none are ignored: "/readiness check please".
  check: grammar([], ['/readiness', '/readiness check'], () => ({})),
  explain: grammar(['why'], ['/readiness explain <criterion or code>'], (rest) => ({ wanted: rest })),
  'sign-off': grammar(
    ['signoff', 'approve'],
    [
      '/readiness sign-off <control> [note]',
      '/readiness sign-off <control> @<commit> [note]',
      '/readiness sign-off <control> if <condition> by <date>',
    ],
    (rest) => ofControl(rest, parseSignOff),
  ),
  decline: grammar(['reject'], ['/readiness decline <control> because <reason>'], (rest) =>
    ofControl(rest, (control, more) => ({ control, because: optionalReason(more) })),
  ),
  withdraw: grammar([], ['/readiness withdraw <control>'], (rest) => ofControl(rest, (control) => ({ control }))),
  accept: grammar([], ['/readiness accept <code> because <reason>', '/readiness accept definitions'], (rest) => {
    const { name, more } = named(rest);
    if (/^definitions?$/i.test(name)) return { subject: DEFINITIONS, because: reason(more) ?? (more || NO_REASON) };
    const subject = /^role:[a-z-]{1,40}$/i.test(name) ? name.toLowerCase() : name.toUpperCase();
    if (!CODE.test(subject) && !subject.startsWith('role:')) return no('no-subject', rest);
    const because = reason(more);
    return because === undefined ? no('no-reason', more) : { subject, because };
  }),
  waive: grammar([], ['/readiness waive <code> until <date> because <reason>'], (rest) =>
    ofCode(rest, (code, more) => {
      const terms = /^until (\S+)(?: (.*))?$/is.exec(more);
      if (terms === null) return no('no-date', more);
      const until = terms[1] ?? '';
      if (!isDay(until)) return no('not-a-date', until);
      const because = reason(terms[2] ?? '');
      return because === undefined ? no('no-reason', terms[2] ?? '') : { code, until, because };
    }),
  ),
  'not-applicable': grammar(
    ['na'],
    ['/readiness not-applicable <code> because <reason>', '/readiness not-applicable <code> <part> because <reason>'],
    (rest) =>
      ofCode(rest, (code, more) => {
        const [, part, because] = /^(?:([a-z0-9][a-z0-9._-]{0,79}) )?because (.+)$/is.exec(more) ?? [];
        if (because === undefined) return no('no-reason', more);
        return { code, ...defined({ part }), because: because.trim() };
      }),
  ),
  grant: grammar([], ['/readiness grant <code>', '/readiness grant <code> from @<requester>'], (rest) =>
    ofCode(rest, (code, more): { code: string; from?: string } | ParseProblem => {
      if (more === '') return { code };
      const from = /^from @?([a-z0-9][a-z0-9_-]{0,63})$/i.exec(more)?.[1]?.toLowerCase();
      // "grant RB-7 until March" would change the requested terms.
      return from === undefined ? no('left-over', more) : { code, from };
    }),
  ),
  revoke: grammar([], ['/readiness revoke <code>'], (rest) => ofCode(rest, (code) => ({ code }))),
  hold: grammar([], ['/readiness hold because <reason>'], (rest) => ({ because: optionalReason(rest) })),
  release: grammar(['unhold'], ['/readiness release'], () => ({})),
  retire: grammar([], ['/readiness retire because <reason>'], (rest) => {
    const because = reason(rest);
    return because === undefined ? no('no-reason', rest) : { because };
  }),
  help: grammar([], ['/readiness help'], () => ({})),
};

export type Verb = keyof typeof GRAMMAR;
type ParsedOf<V extends Verb> = Exclude<ReturnType<(typeof GRAMMAR)[V]['parse']>, ParseProblem>;
/** One parsed line. Texts are as written; controls are lower case, codes upper case. */
export type ParsedCommand = { [V in Verb]: { verb: V } & ParsedOf<V> }[Verb];
export type ParsedCommandOf<V extends Verb> = ParsedCommand & { verb: V };

export const VERBS = Object.keys(GRAMMAR) as Verb[];
/** The aliases, forms and parser of each verb. */
export const FORMS: { [V in Verb]: VerbGrammar<object> } = GRAMMAR;

const BY_WORD = new Map<string, Verb>(
  VERBS.flatMap((verb) => [verb, ...FORMS[verb].aliases].map((word): [string, Verb] => [word, verb])),
);

/** The verb of a word or alias, in any case; undefined for an unknown word. */
export function verbOf(word: string): Verb | undefined {
  return BY_WORD.get(word.toLowerCase());
}

/** Whether the digits that a person wrote name this commit, and could not name another one made to begin alike. */
export function namesCommit(at: string, sha: string | undefined): boolean {
  return at.length >= MIN_COMMIT_DIGITS && sha?.startsWith(at) === true;
}

/** Whether a command closes the gate or keeps it closed. Such a command is never lost. */
export function isClosing(verb: Verb | undefined): boolean {
  return verb === 'hold' || verb === 'decline' || verb === 'withdraw' || verb === 'revoke';
}

/** Every verb and alias. */
export function knownWords(): string[] {
  return [...BY_WORD.keys()];
}

function grammar<T extends object>(
  aliases: string[],
  forms: string[],
  parse: (rest: string) => T | ParseProblem,
): VerbGrammar<T> {
  return { aliases, forms, parse };
}

function no(problem: ParseProblem['problem'], seen: string): ParseProblem {
  return { problem, seen };
}

function named(rest: string): { name: string; more: string } {
  const found = NAMED.exec(rest);
  return { name: found?.[1] ?? '', more: (found?.[2] ?? '').trim() };
}

function ofControl<T>(rest: string, parse: (control: string, more: string) => T | ParseProblem): T | ParseProblem {
  const { name, more } = named(rest);
  const control = name.toLowerCase();
  return CONTROL.test(control) ? parse(control, more) : no('no-subject', rest);
}

function ofCode<T>(rest: string, parse: (code: string, more: string) => T | ParseProblem): T | ParseProblem {
  const { name, more } = named(rest);
  const code = name.toUpperCase();
  return CODE.test(code) ? parse(code, more) : no('no-subject', rest);
}

function parseSignOff(
  control: string,
  rest: string,
): { control: string; at?: string; note: string; condition?: ParsedCondition } | ParseProblem {
  const pin = PINNED.exec(rest);
  const at = pin?.[1]?.toLowerCase();
  const note = (pin === null ? rest : (pin[2] ?? '')).trim();
  const signed = { control, ...defined({ at }) };
  if (!CONDITIONAL.test(note)) return { ...signed, note };
  const [, what = '', by = ''] = CONDITION.exec(note) ?? [];
  if (what === '') return no('condition', note);
  if (!isDay(by)) return no('not-a-date', by);
  const owner = /(?:^|[\s(])@([a-z0-9][a-z0-9_-]{0,63})(?![\w/-])/i.exec(what)?.[1]?.toLowerCase();
  return { ...signed, note: '', condition: { what: what.trim(), by, ...defined({ owner }) } };
}

/** The reason after `because`. A command that opens the gate is invalid without one. */
function reason(text: string): string | undefined {
  const because = /^because (.+)$/is.exec(text)?.[1]?.trim();
  return because === '' ? undefined : because;
}

/** A command that closes the gate must not fail because its reason is missing. */
function optionalReason(text: string): string {
  return reason(text) ?? (text.replace(/^because$/i, '') || NO_REASON);
}

/** Whether the text is an existing day as YYYY-MM-DD. */
function isDay(text: string): boolean {
  return /^\d{4}-\d{2}-\d{2}$/.test(text) && parseInstant(text) !== undefined;
}
