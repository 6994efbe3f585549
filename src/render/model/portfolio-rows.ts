import type { Report } from '../../domain/report.ts';
import type { GateAudit } from '../../engine/enforcement/points.ts';
import type { Known } from '../../engine/promotion.ts';
import { auditHeadline } from '../terminal/doctor.ts';
import { expiries } from './surroundings.ts';
import { type Task, tasks } from './tasks.ts';
import { actorWords, many, placeWords } from './words.ts';

/** What is known of one pilot. Whatever could not be looked at says so here; no row is left out for it. */
export interface PilotRow {
  repository: string;
  /** Why it could not be judged at all. */
  fault?: string;
  evaluated?: { kind: 'promotion'; number: number; sha: string } | { kind: 'preview'; branch: string; sha: string };
  report?: Report;
  /** Open pull requests beyond those that were looked at for a promotion. */
  notLookedAt?: number;
  /** Who holds a role: `product-owner` → `@dana`. */
  owners?: Record<string, string>;
  /** Instants of the last change by path, as committers declare them; '' is the whole pilot. */
  changed?: Map<string, Known<string | undefined>>;
  audit?: Known<GateAudit>;
}

/** One pilot in the words of a table, as plain text: each mouth escapes it for itself. */
export interface PortfolioRow {
  repository: string;
  evaluated: string;
  verdict: 'ready' | 'not-ready' | 'undetermined' | 'not-judged';
  passed: number | null;
  asked: number | null;
  /** What is open for longest, who has to act, and since when nobody touched it. */
  oldest: { what: string; who: string; since: string } | null;
  more: number;
  nextExpiry: { on: string; what: string } | null;
  daysWithoutChange: number | null;
  enforced: 'yes' | 'no' | 'not known';
  enforcement: string;
  notes: string[];
}

const DAY_MS = 86_400_000;

/** The files of open tasks, whose last change tells how long nobody moved. */
export function pathsOfOpen(report: Report): string[] {
  return [...new Set(open(report).flatMap(({ where }) => where?.path ?? []))].filter((path) => path !== '');
}

export function portfolioRow(row: PilotRow, now: number): PortfolioRow {
  const { report, audit } = row;
  const asked = report?.criteria.filter(({ status }) => status !== 'not-asked');
  const oldest = report && oldestOf(report, row);
  const [next] = report ? expiries(report) : [];
  return {
    repository: row.repository,
    evaluated: evaluatedWords(row.evaluated),
    verdict: report?.verdict ?? 'not-judged',
    passed: asked?.filter(({ status }) => status === 'met').length ?? null,
    asked: asked?.length ?? null,
    oldest: oldest ?? null,
    more: report ? Math.max(0, open(report).length - 1) : 0,
    nextExpiry: next === undefined ? null : { on: next.on, what: next.text },
    daysWithoutChange: daysSince(row.changed?.get(''), now),
    enforced: enforcedOf(audit),
    enforcement: audit === undefined ? '' : audit.known ? auditHeadline(audit.value) : audit.reason,
    notes: [
      ...(row.fault === undefined ? [] : [row.fault]),
      ...(report?.mode === 'observe' ? ['the policy only observes'] : []),
      ...((row.notLookedAt ?? 0) > 0
        ? [`${many(row.notLookedAt ?? 0, 'older pull request')} not looked at for a promotion`]
        : []),
    ],
  };
}

function open(report: Report): Task[] {
  const blocking = tasks(report).filter(({ level }) => level === 'blocking');
  const mendable = blocking.filter(({ outcome }) => outcome !== 'unknown');
  return mendable.length > 0 ? mendable : blocking;
}

/** What was never written comes first; of what stands in a file, the file that nobody touched for longest. */
function oldestOf(report: Report, { owners = {}, changed }: PilotRow): PortfolioRow['oldest'] {
  const all = open(report).map((task) => {
    const at = task.where === undefined ? undefined : changed?.get(task.where.path);
    return { task, since: at?.known ? (at.value ?? '') : '~' };
  });
  const [first] = all.sort((a, b) => (a.since < b.since ? -1 : a.since > b.since ? 1 : 0));
  if (first === undefined) return null;
  const { task, since } = first;
  const where = task.where === undefined ? '' : ` (${placeWords({ path: task.where.path })})`;
  return {
    what: task.title.includes(task.where?.path ?? '\0') ? task.title : `${task.title}${where}`,
    who: task.who.map((actor) => whoWords(actor, owners)).join(', ') || 'nobody is named',
    since: since === '' ? 'never written' : since === '~' ? '' : since.slice(0, 10),
  };
}

function whoWords(actor: string, owners: Record<string, string>): string {
  const words = actorWords(actor);
  const holder = Object.hasOwn(owners, actor) ? owners[actor] : undefined;
  return holder === undefined ? words : `${words} ${holder}`;
}

/** "promotion #12" or "preview of main". */
export function evaluatedWords(evaluated: PilotRow['evaluated']): string {
  if (evaluated === undefined) return '';
  if (evaluated.kind === 'promotion') return `promotion #${evaluated.number}`;
  return `preview of ${evaluated.branch}`;
}

/** Whole days; null where it is not known. A commit from the future counts as today's. */
function daysSince(at: Known<string | undefined> | undefined, now: number): number | null {
  const then = at?.known && at.value !== undefined ? Date.parse(at.value) : Number.NaN;
  return Number.isNaN(then) ? null : Math.max(0, Math.floor((now - then) / DAY_MS));
}

function enforcedOf(audit: Known<GateAudit> | undefined): PortfolioRow['enforced'] {
  if (!audit?.known || audit.value.verdict === 'unknown') return 'not known';
  return audit.value.verdict === 'holds' ? 'yes' : 'no';
}
