import { portfolioPage } from '../html/portfolio-page.ts';
import { csvText } from '../machine/csv.ts';
import { jsonText, withFormerKeys } from '../machine/json.ts';
import { instantOf, type Portfolio, type PortfolioRow, portfolioBlocks, portfolioRow } from '../model/portfolio.ts';
import { printTerminal, type Terminal } from './print-blocks.ts';

export const PORTFOLIO_FORMATS = ['table', 'html', 'csv', 'json'] as const;
export type PortfolioFormat = (typeof PORTFOLIO_FORMATS)[number];

/** All pilots of an organization, one row each, in one of four formats. */
export function renderPortfolio(
  portfolio: Portfolio,
  format: PortfolioFormat,
  options: Terminal & { serverUrl: string },
): string {
  const { organization, notAsked, now } = portfolio;
  const rows = portfolio.pilots.map((pilot) => portfolioRow(pilot, now));
  switch (format) {
    case 'table':
      return printTerminal(
        portfolioBlocks(portfolio, rows, () => undefined),
        options,
      );
    case 'html':
      return portfolioPage(portfolio, rows, options.serverUrl);
    case 'csv':
      return csvText(COLUMNS, rows);
    case 'json': {
      const schema = 'pilot-readiness/portfolio/v1';
      return jsonText(withFormerKeys({ schema, organization, evaluatedAt: instantOf(now), pilots: rows, notAsked }));
    }
  }
}

const COLUMNS: [string, (row: PortfolioRow) => string | number | null][] = [
  ['repository', (row) => row.repository],
  ['verdict', (row) => row.verdict],
  ['judged', (row) => row.evaluated],
  ['criteria_passed', (row) => row.passed],
  ['criteria_asked', (row) => row.asked],
  ['oldest_open_item', (row) => row.oldest?.what ?? null],
  ['who', (row) => row.oldest?.who ?? null],
  ['untouched_since', (row) => row.oldest?.since || null],
  ['more_open_items', (row) => row.more],
  ['next_expiry', (row) => row.nextExpiry?.on ?? null],
  ['expires', (row) => row.nextExpiry?.what ?? null],
  ['days_without_change', (row) => row.daysWithoutChange],
  ['enforced', (row) => row.enforced],
  ['notes', (row) => row.notes.join('; ')],
];
