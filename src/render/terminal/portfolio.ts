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
import { TerminalWriter } from './terminal-writer.ts';

export const PORTFOLIO_FORMATS = ['table', 'html', 'csv', 'json'] as const;
export type PortfolioFormat = (typeof PORTFOLIO_FORMATS)[number];

/** All pilots of an organization, one row each, in one of four forms. */
export function renderPortfolio(
  portfolio: Portfolio,
  format: PortfolioFormat,
  options: { width: number; color: boolean; serverUrl: string },
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
        organization: view.organization,
        evaluatedAt: view.evaluatedAt,
        pilots: view.rows,
        notAsked: view.notAsked,
      });
  }
}

function table(view: PortfolioView, { width, color }: { width: number; color: boolean }): string {
  const writer = new TerminalWriter(width, color);
  const good = view.rows.length > 0 && view.rows.every(({ verdict }) => verdict === 'ready');
  writer.put(forTerminal(view.headline), { style: good ? 'green' : 'yellow' });
  writer.put(`Judged ${moment(view.evaluatedAt)}`, { style: 'dim' });
  for (const row of view.rows) {
    const { mark, words, style } = verdictOf(row);
    writer.gap();
    writer.labeled(mark, style, `${forTerminal(row.repository)}: ${words}`, { style: 'bold' });
    writer.put(stateWords(row).map(forTerminal).join(' · '), { indent: 2, style: 'dim' });
    const oldest = oldestWords(row);
    if (oldest !== '') writer.put(`Open: ${forTerminal(cut(oldest, 400))}`, { indent: 2, hang: 4 });
    if (row.nextExpiry !== null)
      writer.put(`Ends next: ${forTerminal(row.nextExpiry.on)}, ${forTerminal(cut(row.nextExpiry.what, 200))}`, {
        indent: 2,
        hang: 4,
      });
    if (row.enforced === 'no') writer.put(forTerminal(cut(row.enforcement, 300)), { indent: 2, hang: 4 });
    for (const note of row.notes) writer.put(forTerminal(cut(note, 400)), { indent: 2, hang: 4, style: 'yellow' });
  }
  writer.gap();
  for (const note of view.notes) writer.put(`${forTerminal(note)}.`, { style: 'dim' });
  return writer.text();
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
      row.evaluated,
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
