import type { Report } from '../../domain/report.ts';
import { questionSection } from '../model/questions.ts';
import { proseForMarkdown, withinBytes } from '../model/text.ts';
import { titleOf } from '../model/titles.ts';
import { fitDetailsSections } from './details-sections.ts';
import { markOf, partsOf } from './parts.ts';
import type { PullRequestOptions } from './pull-request.ts';

/** By this and its author a comment is known as ours. It is the first line, and stands nowhere else. */
export const COMMENT_MARKER = '<!-- pilot-readiness:v1 -->';
/** Below every reading of GitHub's limit for a comment, in UTF-8 bytes. */
export const COMMENT_BUDGET = 60_000;
const ROWS = 5;
const TITLE = 200;

/** The one comment of a pull request: verdict, at most five rows, what it means for the merge, folds, footer. @public */
export function renderComment(report: Report, options: PullRequestOptions): string {
  const { all, lead, table, closing, sections, foot } = partsOf(report, options, ROWS);
  const title = `### ${markOf(report)} ${proseForMarkdown(titleOf(report, all, options, TITLE))}`;
  const head = [title, ...lead, ...table, ...closing].filter(Boolean).join('\n\n');
  const budget = COMMENT_BUDGET - COMMENT_MARKER.length - 1;
  return marked(
    withinBytes(fitDetailsSections(`${head}\n\n`, [questionSection(report), ...sections], `${foot}\n`, budget), budget),
  );
}

/** The marker above a text that cannot hold another: inside code nothing is escaped, so there one could stand. */
export function marked(body: string): string {
  return `${COMMENT_MARKER}\n${body.replaceAll('<!--', '<! -')}`;
}
