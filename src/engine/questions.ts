import type { Report, ReportCheck, ReportCriterion } from '../domain/report.ts';
import type { Criterion } from './criterion.ts';

type Answer = Report['questions']['data'];

/**
 * The four questions, each answered by its check: yes only when that is met, no when it is unmet, stale or only waived,
 * and not asked when the profile has no such check, the policy switched it off or it was accepted as not applicable.
 */
export function questionsOf(catalog: Criterion[], criteria: ReportCriterion[]): Report['questions'] {
  const checks = new Map(
    criteria.flatMap((criterion) => criterion.checks.map((check) => [check.code, check] as const)),
  );
  const codes: NonNullable<Criterion['questions']> = Object.assign({}, ...catalog.map((one) => one.questions ?? {}));
  const answer = (code: string | undefined): Answer => answerOf(code === undefined ? undefined : checks.get(code));
  return {
    ownership: answer(codes.ownership),
    data: answer(codes.data),
    buyIn: answer(codes.buyIn),
    metrics: answer(codes.metrics),
  };
}

function answerOf(check: ReportCheck | undefined): Answer {
  if (check === undefined || check.level === 'off') return 'not-asked';
  switch (check.outcome) {
    case 'met':
      return 'yes';
    case 'unknown':
      return 'unknown';
    case 'not-applicable':
      return 'not-asked';
    default:
      return 'no';
  }
}
