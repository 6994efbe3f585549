import type { Report } from '../../domain/report.ts';
import type { PullRequestOptions } from '../markdown/pull-request.ts';
import { dayWords } from './days.ts';
import type { Task } from './tasks.ts';
import { cut, plain } from './text.ts';
import { headline, many } from './words.ts';

const CHECK_NAME = 'pilot-readiness';
/** The name that may be required, and those that must never be. */
export const CHECK_NAMES = {
  promotion: CHECK_NAME,
  preview: `${CHECK_NAME} (preview)`,
  /** What a change of the organization's policy would do. */
  policy: `${CHECK_NAME} (policy preview)`,
} as const;

/**
 * The title of what a pull request is told, as plain text and without codes: the verdict, or what it means that this
 * is only observed or previewed, or what could not be looked at.
 */
export function titleOf(report: Report, all: Task[], options: PullRequestOptions, limit: number): string {
  if (!report.subject.promotion.is) return cut(previewTitle(options), limit);
  const verdict = report.verdict === 'undetermined' ? undeterminedTitle(report, all, limit) : verdictTitle(report, all);
  if (report.mode !== 'observe') return cut(verdict, limit);
  const from = report.policy.enforceFrom;
  const start =
    from === undefined
      ? 'Observe only'
      : `Observe only, ${report.verdict === 'ready' ? 'enforced' : 'would block'} from ${dayWords(from)}`;
  return cut(`${start}. ${verdict}`, limit);
}

/** The headline as it would be were this an enforced promotion: "Not ready for production: 4 of 7 criteria pass". */
export function verdictTitle(report: Report, all: Task[]): string {
  const subject = { ...report.subject, promotion: { ...report.subject.promotion, is: true } };
  return headline({ ...report, subject, mode: 'enforce' }, all);
}

function previewTitle(options: PullRequestOptions): string {
  const [label] = options.promotionLabels ?? ['promote-to-production'];
  const how = label === undefined ? '' : `. Add the label \`${cut(plain(label), 50)}\` to make it one`;
  return `Preview: not a promotion${how}`;
}

/** The reason that most facts share, and how many others there are. */
function undeterminedTitle(report: Report, all: Task[], limit: number): string {
  const unseen = all.filter((task) => task.level === 'blocking' && task.outcome === 'unknown');
  const reasons = new Map<string, number>();
  for (const task of unseen) reasons.set(task.reason ?? task.title, (reasons.get(task.reason ?? task.title) ?? 0) + 1);
  const [first] = [...reasons].sort((a, b) => b[1] - a[1]);
  if (first === undefined) return verdictTitle(report, all);
  // What was not granted stands in the row; the title says what is not known.
  const reason = first[0]
    .replace(/^Not verified: could not /, 'Could not ')
    .replace(/ \(\d{3}\).*$/s, '')
    .replace(/ \(no answer\).*$/s, '');
  const end = reasons.size > 1 ? ` (and ${many(reasons.size - 1, 'other reason')})` : '';
  const start = /^could not /i.test(reason) ? 'Undetermined, could' : 'Undetermined:';
  const words = reason.replace(/^could(?= not )/i, '').trim();
  return `${start} ${cut(words, Math.max(20, limit - start.length - end.length - 1))}${end}`;
}
