import type { Report } from '../../domain/report.ts';
import type { GateAudit } from '../../engine/enforcement/points.ts';
import type { Known } from '../../engine/promotion.ts';
import { auditHeadline } from './audit-words.ts';
import { type Block, type Inline, type Piece, paragraph, type Tone, title } from './blocks.ts';
import { expiries } from './surroundings.ts';
import { isBlocking, isOpen, type Task } from './task.ts';
import { tasks } from './tasks.ts';
import { cut } from './text.ts';
import { actorWords, many, moment, NOBODY_NAMED, notSearchedWords } from './words.ts';

/** What is known of one pilot. Anything that could not be read says so; no row is left out for it. */
export interface PilotRow {
  repository: string;
  /** Why it could not be evaluated at all. */
  fault?: string;
  evaluated?: { kind: 'promotion'; number: number; sha: string } | { kind: 'preview'; branch: string; sha: string };
  report?: Report;
  /** Open pull requests beyond those that were searched for a promotion. */
  notLookedAt?: number;
  /** Who holds a role: `product-owner` → `@dana`. */
  owners?: Record<string, string>;
  /** Instants of the last change by path, as committers declare them; '' is the whole pilot. */
  changed?: Map<string, Known<string | undefined>>;
  audit?: Known<GateAudit>;
}

/** Every pilot of an organization that could be found. */
export interface Portfolio {
  organization: string;
  /** Milliseconds since the epoch. */
  now: number;
  pilots: PilotRow[];
  /** Repositories that were not searched for a policy file. */
  notAsked: number;
}

/** One pilot as a row of data. */
export interface PortfolioRow {
  repository: string;
  evaluated: string;
  verdict: 'ready' | 'not-ready' | 'undetermined' | 'not-judged';
  passed: number | null;
  asked: number | null;
  /** What has been open the longest, who has to act, and since when nobody changed it. */
  oldest: { what: string; who: string; since: string } | null;
  more: number;
  nextExpiry: { on: string; what: string } | null;
  daysWithoutChange: number | null;
  enforced: 'yes' | 'no' | 'not known';
  enforcement: string;
  notes: string[];
}

const DAY_MS = 86_400_000;

/** The files of open tasks: their last change shows how long nobody worked on them. */
export function pathsOfOpen(report: Report): string[] {
  return [...new Set(openTasks(report).flatMap(({ where }) => where?.path ?? []))].filter((path) => path !== '');
}

export function portfolioRow(row: PilotRow, now: number): PortfolioRow {
  const { report, audit, notLookedAt = 0 } = row;
  const required = report?.criteria.filter(({ status }) => status !== 'not-asked');
  const [next] = report ? expiries(report) : [];
  return {
    repository: row.repository,
    evaluated: evaluatedWords(row.evaluated),
    verdict: report?.verdict ?? 'not-judged',
    passed: required?.filter(({ status }) => status === 'met').length ?? null,
    asked: required?.length ?? null,
    oldest: report ? oldestOf(report, row) : null,
    more: report ? Math.max(0, openTasks(report).length - 1) : 0,
    nextExpiry: next === undefined ? null : { on: next.on, what: next.text },
    daysWithoutChange: daysSince(row.changed?.get(''), now),
    enforced: enforcedOf(audit),
    enforcement: audit === undefined ? '' : audit.known ? auditHeadline(audit.value) : audit.reason,
    notes: [
      ...(row.fault === undefined ? [] : [row.fault]),
      ...(report?.mode === 'observe' ? ['the policy only observes'] : []),
      ...(notLookedAt > 0 ? [`${many(notLookedAt, 'older pull request')} not searched for a promotion`] : []),
    ],
  };
}

function openTasks(report: Report): Task[] {
  const blocking = tasks(report).filter(isBlocking);
  const open = blocking.filter(isOpen);
  return open.length > 0 ? open : blocking;
}

/** What was never written comes first; then the file that has not been changed for the longest time. */
function oldestOf(report: Report, { owners = {}, changed }: PilotRow): PortfolioRow['oldest'] {
  const all = openTasks(report).map((task) => {
    const at = task.where === undefined ? undefined : changed?.get(task.where.path);
    return { task, since: at?.known ? (at.value ?? '') : '~' };
  });
  const [first] = all.sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  if (first === undefined) return null;
  const { task, since } = first;
  const path = task.where?.path;
  return {
    what: path === undefined || task.title.includes(path) ? task.title : `${task.title} (${path})`,
    who: task.who.map((actor) => whoWords(actor, owners)).join(', ') || NOBODY_NAMED,
    since: since === '' ? 'never written' : since === '~' ? '' : since.slice(0, 10),
  };
}

function whoWords(actor: string, owners: Record<string, string>): string {
  const holder = Object.hasOwn(owners, actor) ? owners[actor] : undefined;
  return holder === undefined ? actorWords(actor) : `${actorWords(actor)} ${holder}`;
}

/** "promotion #12" or "preview of main". */
export function evaluatedWords(evaluated: PilotRow['evaluated']): string {
  if (evaluated === undefined) return '';
  return evaluated.kind === 'promotion' ? `promotion #${evaluated.number}` : `preview of ${evaluated.branch}`;
}

/** Whole days; null where unknown. A commit from the future counts as today's. */
function daysSince(at: Known<string | undefined> | undefined, now: number): number | null {
  const then = at?.known && at.value !== undefined ? Date.parse(at.value) : Number.NaN;
  return Number.isNaN(then) ? null : Math.max(0, Math.floor((now - then) / DAY_MS));
}

function enforcedOf(audit: Known<GateAudit> | undefined): PortfolioRow['enforced'] {
  if (!audit?.known || audit.value.verdict === 'unknown') return 'not known';
  return audit.value.verdict === 'holds' ? 'yes' : 'no';
}

const VERDICTS: Record<PortfolioRow['verdict'], { tone: Tone; words: string }> = {
  ready: { tone: 'good', words: 'ready' },
  'not-ready': { tone: 'bad', words: 'not ready' },
  undetermined: { tone: 'open', words: 'undetermined' },
  'not-judged': { tone: 'open', words: 'not evaluated' },
};
const ENFORCED: Record<PortfolioRow['enforced'], string> = { yes: 'yes', no: 'no', 'not known': 'not verified' };

/** The portfolio as a table of all pilots. `address` gives what a repository opens. */
export function portfolioBlocks(
  { organization, now, notAsked }: Portfolio,
  rows: PortfolioRow[],
  address: (row: PortfolioRow) => string | undefined,
): Block[] {
  const ready = rows.filter(({ verdict }) => verdict === 'ready').length;
  const failed = rows.filter(({ verdict }) => verdict === 'not-judged').length;
  const could = failed > 0 ? `, ${failed} could not be evaluated` : '';
  const headline =
    rows.length === 0
      ? `No pilot was found in ${organization}`
      : `${ready} of ${many(rows.length, 'pilot')} of ${organization} ${ready === 1 ? 'is' : 'are'} ready for production${could}`;
  const table: Block = {
    kind: 'table',
    columns: ['Pilot', 'Verdict', 'Criteria', 'Open the longest', 'Next expiry', 'Unchanged for', 'Enforced'],
    rows: rows.map((row) => ({ tone: VERDICTS[row.verdict].tone, cells: cellsOf(row, address(row)) })),
  };
  return [
    title(headline, rows.length > 0 && ready === rows.length ? 'good' : 'open', 1),
    paragraph(`Evaluated ${moment(instantOf(now))}`, 'mute'),
    ...(rows.length === 0 ? [] : [table]),
    paragraph(
      'For each pilot, the newest open promotion is evaluated, or else its default branch as a preview. Dates of changes are those that committers declare. Decisions by command are in the ledger of the App and not visible here.',
      'mute',
    ),
    ...(notAsked > 0 ? [paragraph(`${notSearchedWords(notAsked)}.`, 'mute')] : []),
  ];
}

export function instantOf(now: number): string {
  return new Date(now).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

function cellsOf(row: PortfolioRow, url: string | undefined): Inline[] {
  const { tone, words } = VERDICTS[row.verdict];
  const { nextExpiry, daysWithoutChange, enforced, enforcement, passed, asked } = row;
  const name: Piece = url === undefined ? row.repository : { link: row.repository, url };
  return [
    [name, { note: row.evaluated }],
    [{ mark: tone, text: words }, ...row.notes.map((note) => ({ note: cut(note, 400) }))],
    passed === null ? '' : `${passed} of ${asked}`,
    cut(oldestWords(row), 400),
    nextExpiry === null ? '' : [nextExpiry.on, { note: cut(nextExpiry.what, 200) }],
    daysWithoutChange === null ? '' : many(daysWithoutChange, 'day'),
    [ENFORCED[enforced], { note: enforced === 'no' ? cut(enforcement, 300) : '' }],
  ];
}

function oldestWords({ oldest, more }: PortfolioRow): string {
  if (oldest === null) return '';
  const since =
    oldest.since === '' || oldest.since === 'never written' ? oldest.since : `unchanged since ${oldest.since}`;
  const words = [`${oldest.what} · ${oldest.who}`, since].filter(Boolean).join(', ');
  return `${words}${more > 0 ? ` (and ${more} more)` : ''}`;
}
