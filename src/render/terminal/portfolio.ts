import { portfolioPage } from '../html/portfolio-page.ts';
import { csvText } from '../machine/csv.ts';
import { jsonText } from '../machine/json.ts';
import {
  oldestWords,
  type Portfolio,
  type PortfolioView,
  stateWords,
  verdictOf,
  viewOf,
} from '../model/portfolio-words.ts';
import { cut, forTerminal } from '../model/text.ts';
import { moment } from '../model/words.ts';
import { Sheet } from './terminal-writer.ts';

export const PORTFOLIO_FORMATS = ['table', 'html', 'csv', 'json'] as const;
export type PortfolioFormat = (typeof PORTFOLIO_FORMATS)[number];

/** All pilots of an organisation, one row each, in one of four forms. */
export function renderPortfolio(
  portfolio: Portfolio,
  format: PortfolioFormat,
  options: { width: number; colour: boolean; serverUrl: string },
): string {
  const view = viewOf(portfolio);
  switch (format) {
    case 'table':
      return table(view, options);
    case 'html':
      return portfolioPage(view, options.serverUrl);
    case 'csv':
      return csv(view);
    case 'json':
      return jsonText({
        schema: 'pilot-readiness/portfolio/v1',
        organisation: view.organisation,
        judgedAt: view.judgedAt,
        pilots: view.rows,
        notAsked: view.notAsked,
      });
  }
}

function table(view: PortfolioView, { width, colour }: { width: number; colour: boolean }): string {
  const sheet = new Sheet(width, colour);
  const good = view.rows.length > 0 && view.rows.every(({ verdict }) => verdict === 'ready');
  sheet.put(forTerminal(view.headline), { style: good ? 'green' : 'yellow' });
  sheet.put(`Judged ${moment(view.judgedAt)}`, { style: 'dim' });
  for (const row of view.rows) {
    const { mark, words, style } = verdictOf(row);
    sheet.gap();
    sheet.labelled(mark, style, `${forTerminal(row.repository)}: ${words}`, { style: 'bold' });
    sheet.put(stateWords(row).map(forTerminal).join(' · '), { indent: 2, style: 'dim' });
    const oldest = oldestWords(row);
    if (oldest !== '') sheet.put(`Open: ${forTerminal(cut(oldest, 400))}`, { indent: 2, hang: 4 });
    if (row.nextExpiry !== null)
      sheet.put(`Ends next: ${forTerminal(row.nextExpiry.on)}, ${forTerminal(cut(row.nextExpiry.what, 200))}`, {
        indent: 2,
        hang: 4,
      });
    if (row.enforced === 'no') sheet.put(forTerminal(cut(row.enforcement, 300)), { indent: 2, hang: 4 });
    for (const note of row.notes) sheet.put(forTerminal(cut(note, 400)), { indent: 2, hang: 4, style: 'yellow' });
  }
  sheet.gap();
  for (const note of view.notes) sheet.put(`${forTerminal(note)}.`, { style: 'dim' });
  return sheet.text();
}

const COLUMNS = [
  'repository',
  'verdict',
  'judged',
  'criteria_passed',
  'criteria_asked',
  'oldest_open_item',
  'who',
  'untouched_since',
  'more_open_items',
  'next_expiry',
  'expires',
  'days_without_change',
  'enforced',
  'notes',
];

function csv(view: PortfolioView): string {
  return csvText(
    COLUMNS,
    view.rows.map((row) => [
      row.repository,
      row.verdict,
      row.judged,
      row.passed,
      row.asked,
      row.oldest?.what ?? null,
      row.oldest?.who ?? null,
      row.oldest?.since || null,
      row.more,
      row.nextExpiry?.on ?? null,
      row.nextExpiry?.what ?? null,
      row.daysWithoutChange,
      row.enforced,
      row.notes.join('; '),
    ]),
  );
}
