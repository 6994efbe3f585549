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
      return csv(rows);
    case 'json': {
      const schema = 'pilot-readiness/portfolio/v1';
      return jsonText(withFormerKeys({ schema, organization, evaluatedAt: instantOf(now), pilots: rows, notAsked }));
    }
  }
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

function csv(rows: PortfolioRow[]): string {
  return csvText(
    COLUMNS,
    rows.map((row) => [
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
