import type { Report } from '../../domain/report.ts';
import { questionDetails } from '../model/questions.ts';
import { printMarkdown } from './print-blocks.ts';
import type { PullRequestOptions } from './pull-request.ts';
import { MAX_ROWS, onGitHub, reportParts, reportTitle } from './report.ts';

/** This and its author identify a comment as ours. It is the first line and appears nowhere else. */
export const COMMENT_MARKER = '<!-- pilot-readiness:v1 -->';
/** Below every interpretation of GitHub's limit for a comment, in UTF-8 bytes. */
export const COMMENT_BUDGET = 60_000;

/** The one comment of a pull request: verdict, at most five rows, what it means for the merge, details, footer. @public */
export function renderComment(report: Report, options: PullRequestOptions): string {
  const { all, head, details, footer } = reportParts(report, onGitHub(report, options), MAX_ROWS);
  const blocks = [reportTitle(report, all, options), ...head, questionDetails(report), ...details, footer];
  return withMarker(printMarkdown(blocks, COMMENT_BUDGET - COMMENT_MARKER.length - 1));
}

/** The marker above a text that cannot contain another one: inside code nothing is escaped. */
export function withMarker(body: string): string {
  return `${COMMENT_MARKER}\n${body.replaceAll('<!--', '<! -')}`;
}
