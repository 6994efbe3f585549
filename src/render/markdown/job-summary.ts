import type { Report } from '../../domain/report.ts';
import { questionTable } from '../model/questions.ts';
import { proseForMarkdown, withinBytes } from '../model/text.ts';
import { titleOf } from '../model/titles.ts';
import { renderCriteria } from './criteria-details.ts';
import { fitDetailsSections } from './details-sections.ts';
import { markOf, partsOf } from './parts.ts';
import type { PullRequestOptions } from './pull-request.ts';

/** GitHub takes 1 MiB for one step and drops the whole summary when it is more. */
export const SUMMARY_BUDGET = 1_000_000;
const OVERVIEW = 250_000;
const ROWS = 50;
const TITLE = 200;

/** The report for the summary of a job: everything the comment says with more rows, then each criterion. @public */
export function renderJobSummary(report: Report, options: PullRequestOptions): string {
  const { all, lead, table, closing, sections, foot } = partsOf(report, options, ROWS);
  const title = `### ${markOf(report)} ${proseForMarkdown(titleOf(report, all, options, TITLE))}`;
  const head = [title, ...questionTable(report), ...lead, ...table, ...closing].filter(Boolean).join('\n\n');
  const overview = withinBytes(fitDetailsSections(`${head}\n\n`, sections, '', OVERVIEW), OVERVIEW);
  const details = renderCriteria(report, options, SUMMARY_BUDGET - OVERVIEW - 1000);
  return `${overview}\n${details}\n${foot}\n`;
}
