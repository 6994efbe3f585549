import { endOfDay, parseInstant } from '../domain/dates.ts';
import type { ReportCheck } from '../domain/report.ts';
import { warningOf } from './waivers.ts';

/**
 * The first moment (ISO) after `now` (ms) at which time alone changes a report: the expiry of its validity, of a check, of
 * a waiver or of a request, the day on which the warning of a waiver begins, or one of `due`. Null when there is none.
 */
export function nextChangeOf(
  validUntil: string | null,
  checks: ReportCheck[],
  now: number,
  due: number[] = [],
): string | null {
  const moments = [validUntil ?? [], checks.flatMap(({ until }) => until ?? [])]
    .flat()
    .flatMap((iso) => parseInstant(iso) ?? []);
  const requested = checks.flatMap((check) => check.asked ?? []).flatMap(({ until }) => until ?? []);
  const waived = checks.flatMap(({ waiver }) => waiver?.until ?? []);
  const expiries = [...requested, ...waived].flatMap((until) => endOfDay(until) ?? []);
  const warnings = waived.flatMap((until) => warningOf(until) ?? []);
  const future = [...moments, ...expiries, ...warnings, ...due].filter((moment) => moment > now);
  return future.length === 0 ? null : new Date(Math.min(...future)).toISOString();
}
