import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import type { JobOutcome } from './job.ts';

/** GitHub was away or its limit used up: it is asked again soon. What needs somebody's hand is asked again now and then. */
const AGAIN_SOON_MS = 60_000;
const AGAIN_MS = 15 * 60_000;

/** Until time alone could change the verdict or what is said of it, or it is worth looking again at what could not be seen. */
export function revalidateAfter(
  { report, promotion, enforcement, producers, isCutShort }: PullEvaluation,
  now: number,
): JobOutcome {
  if (!promotion.is) return soonest(isCutShort ? AGAIN_MS : undefined);
  const checks = report?.criteria.flatMap((criterion) => criterion.checks) ?? [];
  const unseen = checks.filter(({ outcome, level }) => outcome === 'unknown' && level === 'blocking');
  const isUnsure =
    promotion.isUnsure === true || enforcement.state === 'unavailable' || producers?.state === 'unavailable';
  return soonest(
    isCutShort || unseen.some(({ resolvableBy: settles }) => settles === 'retry') ? AGAIN_SOON_MS : undefined,
    unseen.length > 0 || isUnsure ? AGAIN_MS : undefined,
    report?.validUntil ? Date.parse(report.validUntil) - now : undefined,
    report?.nextChangeAt ? Date.parse(report.nextChangeAt) - now : undefined,
  );
}

/** The earliest of these moments, where there is one. */
export function soonest(...moments: (number | undefined)[]): JobOutcome {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? {} : { validForMs: Math.min(...known) };
}
