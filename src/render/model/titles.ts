import type { Report } from '../../domain/report.ts';
import type { PullRequestOptions } from '../markdown/pull-request.ts';
import { isBlocking, isOpen, type Task } from './task.ts';
import { cut, plain } from './text.ts';
import { dayWords, lowerFirst, many, VERDICT_WORDS } from './words.ts';

const CHECK_NAME = 'pilot-readiness';
/** The name that may be required, and those that must never be. */
export const CHECK_NAMES = {
  promotion: CHECK_NAME,
  preview: `${CHECK_NAME} (preview)`,
  /** What a change of the organization's policy would do. */
  policy: `${CHECK_NAME} (policy preview)`,
} as const;

export const DEFAULT_LABEL = 'promote-to-production';

/** "Not ready for production: 4 of 7 criteria pass, 3 tasks left". Without codes. */
export function headline(report: Report, all: Task[]): string {
  const words = VERDICT_WORDS[report.verdict];
  if (report.mode === 'observe') return `Observe only, ${lowerFirst(words)}: ${counts(report, all)}`;
  if (!report.subject.promotion.is) return `Preview, ${lowerFirst(words)}: ${counts(report, all)}`;
  return verdictTitle(report, all);
}

/** The headline as if this were an enforced promotion. */
export function verdictTitle(report: Report, all: Task[]): string {
  return `${VERDICT_WORDS[report.verdict]}: ${counts(report, all)}`;
}

/** "4 of 7 criteria pass", "3 tasks left" and so on; nothing where nothing is required. */
export function countParts(report: Report, all: Task[]): string[] {
  const required = report.criteria.filter(({ status }) => status !== 'not-asked');
  if (required.length === 0) return [];
  const passed = required.filter(({ status }) => status === 'met').length;
  const left = all.filter(isOpen).length;
  const { unknown, waived } = report.summary;
  const parts = [
    `${passed} of ${many(required.length, 'criterion passes', 'criteria pass')}`,
    left > 0 ? `${many(left, 'task')} left` : '',
    // A waiver never hides behind a green headline.
    waived > 0 ? `${waived} waived` : '',
    unknown > 0 ? `${many(unknown, 'check')} not verified` : '',
    unknown === 0 && report.verdict === 'undetermined' ? 'some criteria were not evaluated' : '',
  ];
  return parts.filter(Boolean);
}

function counts(report: Report, all: Task[]): string {
  return countParts(report, all).join(', ') || 'no check is required, so nothing is verified';
}

/** What is left in one half: `2 left`, `ready`, `1 not verified`. */
export function halfWords(report: Report, all: Task[], half: 'technical' | 'organizational'): string {
  if (report.halves[half] === 'ready') return 'ready';
  const own = all.filter((task) => isBlocking(task) && task.halves.includes(half));
  const left = own.filter(isOpen).length;
  const unknown = own.length - left;
  const parts = [left > 0 ? `${left} left` : '', unknown > 0 ? `${unknown} not verified` : ''];
  return parts.filter(Boolean).join(', ') || 'nothing required';
}

export function halvesLine(report: Report, all: Task[]): string {
  return `Technical: ${halfWords(report, all, 'technical')} · Organizational: ${halfWords(report, all, 'organizational')}`;
}

/**
 * The title of what is published on a pull request, as plain text and without codes: the verdict, or that it is only
 * observed or previewed, or what could not be verified.
 */
export function titleOf(report: Report, all: Task[], options: PullRequestOptions, limit: number): string {
  if (!report.subject.promotion.is) {
    const [label] = options.promotionLabels ?? [DEFAULT_LABEL];
    const how = label === undefined ? '' : `. Add the label \`${cut(plain(label), 50)}\` to promote it`;
    return cut(`Preview: not a promotion${how}`, limit);
  }
  const verdict = report.verdict === 'undetermined' ? undeterminedTitle(report, all, limit) : verdictTitle(report, all);
  if (report.mode !== 'observe') return cut(verdict, limit);
  const from = report.policy.enforceFrom;
  return cut(`Observe only${from === undefined ? '' : ` (enforced from ${dayWords(from)})`}. ${verdict}`, limit);
}

/** The reason that most checks share, and how many others there are. */
function undeterminedTitle(report: Report, all: Task[], limit: number): string {
  const reasons = new Map<string, number>();
  for (const task of all.filter((one) => isBlocking(one) && one.outcome === 'unknown')) {
    const reason = task.reason ?? task.title;
    reasons.set(reason, (reasons.get(reason) ?? 0) + 1);
  }
  const [first] = [...reasons].sort((a, b) => b[1] - a[1]);
  if (first === undefined) return verdictTitle(report, all);
  // Which permission is missing is in the row; the title says what is not known.
  const reason = first[0]
    .replace(/^Not verified: /, '')
    .replace(/ \(\d{3}\).*$/s, '')
    .replace(/ \(no answer\).*$/s, '');
  const start = `${VERDICT_WORDS.undetermined}: `;
  const end = reasons.size > 1 ? ` (and ${many(reasons.size - 1, 'other reason')})` : '';
  return `${start}${cut(reason, Math.max(20, limit - start.length - end.length))}${end}`;
}
