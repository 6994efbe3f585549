import type { PullEvaluation } from '../evaluation/evaluate-pull-request.ts';
import type { JobOutcome } from './job.ts';

/** Retry soon after an outage or rate limit; problems that need a person are retried less often. */
const AGAIN_SOON_MS = 60_000;
const AGAIN_MS = 15 * 60_000;

/**
 * When to evaluate again: when time alone could change the verdict or its text, or to retry what could not be verified.
 */
export function revalidateAfter(
  { report, promotion, enforcement, producers, isCutShort }: PullEvaluation,
  now: number,
): JobOutcome {
  if (!promotion.is) return earliest(isCutShort ? AGAIN_MS : undefined);
  const checks = report?.criteria.flatMap((criterion) => criterion.checks) ?? [];
  const unseen = checks.filter(({ outcome, level }) => outcome === 'unknown' && level === 'blocking');
  const isUnsure =
    promotion.isUnsure === true || enforcement.state === 'unavailable' || producers?.state === 'unavailable';
  return earliest(
    isCutShort || unseen.some(({ resolvableBy }) => resolvableBy === 'retry') ? AGAIN_SOON_MS : undefined,
    unseen.length > 0 || isUnsure ? AGAIN_MS : undefined,
    report?.validUntil ? Date.parse(report.validUntil) - now : undefined,
    report?.nextChangeAt ? Date.parse(report.nextChangeAt) - now : undefined,
  );
}

/** The earliest of these times, if any. */
export function earliest(...moments: (number | undefined)[]): JobOutcome {
  const known = moments.filter((moment) => moment !== undefined);
  return known.length === 0 ? {} : { validForMs: Math.min(...known) };
}
