import type { Report, ReportCheck } from '../domain/report.ts';

/** What a check means for the merge: an advisory or switched-off one blocks nothing. */
export type Bearing = 'open' | 'blocks' | 'unknown';

/** A check that means something else for the merge under another policy. */
export interface Flip {
  code: string;
  title: string;
  from: Bearing;
  to: Bearing;
  /** What the check says under the policy under which it blocks, or else under the other one. */
  summary: string;
}

/** The checks that turn between two reports on the same state of a pilot, in the order of the catalog. */
export function flipsBetween(now: Report, then: Report): Flip[] {
  const before = new Map(checksOf(now).map((check) => [check.code, check]));
  const after = new Map(checksOf(then).map((check) => [check.code, check]));
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((code): Flip[] => {
    const [old, fresh] = [before.get(code), after.get(code)];
    const [from, to] = [bearingOf(old), bearingOf(fresh)];
    const notice = to === 'open' ? (old ?? fresh) : (fresh ?? old);
    if (from === to || notice === undefined) return [];
    return [{ code, title: notice.title, from, to, summary: notice.summary }];
  });
}

function checksOf(report: Report): ReportCheck[] {
  return report.criteria.flatMap(({ checks }) => checks);
}

function bearingOf(check: ReportCheck | undefined): Bearing {
  if (check?.level !== 'blocking') return 'open';
  if (check.outcome === 'unknown') return 'unknown';
  return check.outcome === 'unmet' || check.outcome === 'stale' ? 'blocks' : 'open';
}
