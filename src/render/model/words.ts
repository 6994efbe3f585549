import type { Fault } from '../../domain/observation.ts';
import type { Report, ReportCheck, ReportPlace } from '../../domain/report.ts';
import type { Verdict } from '../../domain/verdict.ts';
import { cut, plain } from './text.ts';

/** Vocabulary that every output shares. Plain text. */

const ACTORS: Record<string, string> = {
  author: 'author',
  'product-owner': 'product owner',
  'production-owner': 'production owner',
  'governance-owner': 'governance owner',
  sponsor: 'sponsor',
  'waiver-approvers': 'waiver approvers',
  'repository-admin': 'repository admin',
  'organization-owner': 'organization owner',
  operator: 'operator of the App',
};

export const VERDICT_WORDS: Record<Verdict, string> = {
  ready: 'Ready for production',
  'not-ready': 'Not ready for production',
  undetermined: 'Undetermined',
};

const OUTCOME_WORDS: Record<ReportCheck['outcome'], string> = {
  met: 'met',
  unmet: 'not met',
  stale: 'out of date',
  unknown: 'not verified',
  'not-applicable': 'not applicable',
  waived: 'waived',
};

const PROFILE_WORDS: Record<Report['policy']['profile'], string> = {
  minimal: 'the five artifacts and their owners',
  standard: 'everything a pilot needs to scale',
  regulated: 'standard, with shorter intervals and more evidence',
};

export const NOBODY_NAMED = 'nobody is named';

/** `control:privacy` are the privacy approvers. */
export function actorWords(actor: string): string {
  if (Object.hasOwn(ACTORS, actor)) return ACTORS[actor] ?? actor;
  return actor.startsWith('control:') ? `${actor.slice('control:'.length)} approvers` : actor;
}

export function peopleWords(actors: string[]): string {
  return actors.map(actorWords).join(', ') || NOBODY_NAMED;
}

export function outcomeWords(outcome: ReportCheck['outcome']): string {
  return OUTCOME_WORDS[outcome];
}

export function profileWords(profile: Report['policy']['profile']): string {
  return PROFILE_WORDS[profile];
}

/** `3 tasks`, `1 task`. */
export function many(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

export function notSearchedWords(count: number): string {
  return `${many(count, 'repository', 'repositories')} without the topic "pilot" ${count === 1 ? 'was' : 'were'} not searched for a policy file`;
}

/** "security is not signed" begins a sentence; the name of a file or key stays as it is written. */
export function capital(text: string): string {
  return /^[a-z]+ /.test(text) ? upperFirst(text) : text;
}

export function upperFirst(text: string): string {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

export function lowerFirst(text: string): string {
  return `${text.charAt(0).toLowerCase()}${text.slice(1)}`;
}

/** Without its period, so that more can follow; and no longer than people read. */
export function sentence(text: string, max = 400): string {
  return cut(plain(text), max).replace(/(?<!\.)\.$/, '');
}

/** With its period. */
export function withPeriod(text: string): string {
  const whole = plain(text);
  return /[.?!…]$/.test(whole) || whole === '' ? whole : `${whole}.`;
}

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `February 1, 2027` for a day or an instant; any other text as it is. */
export function dayWords(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  const month = MONTHS[Number(match?.[2]) - 1];
  return match === null || month === undefined ? plain(iso) : `${month} ${Number(match[3])}, ${match[1]}`;
}

/** `2026-11-20 14:02 UTC`; a text that is not an instant is returned unchanged. */
export function moment(iso: string): string {
  const match = /^(\d{4}-\d{2}-\d{2})T(\d{2}:\d{2})(?::\d{2}(?:\.\d+)?)?Z$/.exec(iso);
  return match ? `${match[1]} ${match[2]} UTC` : iso;
}

/** An instant as an expiry: midnight is written as the day alone. */
export function dayOrMoment(iso: string): string {
  return moment(iso).replace(' 00:00 UTC', '');
}

export function shortCommit(commit: string): string {
  return commit.slice(0, 7);
}

/** `docs/rollback.md:14:3`, as editors and compilers write it. */
export function placeWords({ path, line, column }: Pick<ReportPlace, 'path' | 'line' | 'column'>): string {
  if (line === undefined) return path;
  return column === undefined ? `${path}:${line}` : `${path}:${line}:${column}`;
}

/**
 * One fault in the form every error has: `file:line:column`, what is wrong, what is allowed, what to do next. One line of
 * plain text.
 */
export function faultLine(fault: Fault): string {
  const what = [plain(fault.key), sentence(fault.problem)].filter(Boolean).join(' ');
  const allowed = fault.allowed === undefined ? '' : ` (allowed: ${cut(plain(fault.allowed), 300)})`;
  const remedy = withPeriod(cut(plain(fault.remedy), 400));
  return `${plain(fault.path)}:${fault.line}:${fault.column} ${what}${allowed}.${remedy === '' ? '' : ` ${remedy}`}`;
}
