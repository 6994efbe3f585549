import type { Report } from '../../domain/report.ts';
import { type Conclusion, conclusionOf } from '../../domain/verdict.ts';
import { questionTable } from '../model/questions.ts';
import { cut, withinBytes } from '../model/text.ts';
import { CHECK_NAMES, titleOf } from '../model/titles.ts';
import { type Annotation, annotationsOf } from './annotations.ts';
import { renderCriteria } from './criteria-details.ts';
import { fitDetailsSections } from './details-sections.ts';
import { partsOf } from './parts.ts';
import type { PullRequestOptions } from './pull-request.ts';

/** A check run as it is published. */
export interface RenderedCheckRun {
  name: (typeof CHECK_NAMES)[keyof typeof CHECK_NAMES];
  title: string;
  summary: string;
  text: string;
  conclusion: Conclusion;
  annotations: Annotation[];
}

/** Below GitHub's 65,535 characters for each, in UTF-8 bytes. */
export const CHECK_BUDGET = 60_000;
export const CHECK_TITLE = 120;
const ROWS = 5;

/** The report as a check run: what is left in the summary, every check in the text, remarks at the lines. @public */
export function renderCheckRun(report: Report, options: PullRequestOptions): RenderedCheckRun {
  const isPromotion = report.subject.promotion.is;
  const { all, lead, table, closing, sections, foot } = partsOf(report, options, ROWS);
  const { annotations, left } = annotationsOf(report, all, options);
  const remarks = left > 0 ? [`${annotations.length} places are marked in the files, and ${left} more are not.`] : [];
  const head = [...questionTable(report), ...lead, ...table, ...closing, ...remarks].filter(Boolean).join('\n\n');
  const own = conclusionOf(report.verdict, isPromotion ? report.mode : 'preview');
  return {
    name: isPromotion ? CHECK_NAMES.promotion : CHECK_NAMES.preview,
    title: titleWithSiblings(titleOf(report, all, options, CHECK_TITLE), own, options, report.subject.pullRequest),
    summary: withinBytes(fitDetailsSections(`${head}\n\n`, sections, `${foot}\n`, CHECK_BUDGET), CHECK_BUDGET),
    text: renderCriteria(report, options, CHECK_BUDGET),
    conclusion: options.combined?.conclusion ?? own,
    annotations,
  };
}

/** A red check whose own pull request is ready has to say first where the red comes from. */
export function titleWithSiblings(
  title: string,
  own: Conclusion,
  { combined }: Pick<PullRequestOptions, 'combined'>,
  pullRequest: number | undefined,
): string {
  if (combined === undefined || combined.conclusion === own) return title;
  if (combined.unlisted !== undefined)
    return cut(`Undetermined, could not list the other pull requests with this commit. ${title}`, CHECK_TITLE);
  if (combined.from === pullRequest) return title;
  return cut(`#${combined.from} has the same commit and is stricter. ${title}`, CHECK_TITLE);
}
