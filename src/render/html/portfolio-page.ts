import { type Portfolio, type PortfolioRow, portfolioBlocks } from '../model/portfolio.ts';
import { htmlPage, printHtml } from './print-blocks.ts';

const STYLE = `
:root { color-scheme: light dark; --good: #1a7f37; --bad: #cf222e; --open: #9a6700; --line: #d0d7de; --soft: #59636e; }
@media (prefers-color-scheme: dark) {
  :root { --good: #3fb950; --bad: #f85149; --open: #d29922; --line: #3d444d; --soft: #9198a1; }
}
body { font: 16px/1.45 system-ui, sans-serif; margin: 1.5rem auto; padding: 0 1rem; max-width: 75rem; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; }
p { color: var(--soft); margin: .25rem 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .5rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td:first-child { min-width: 11rem; } td:nth-child(3), td:nth-child(6) { white-space: nowrap; }
td small { color: var(--soft); display: block; }
svg.signs { position: absolute; } .sign { width: 1em; height: 1em; vertical-align: -.12em; margin-right: .3em; }
span.good { color: var(--good); font-weight: 600; } span.bad { color: var(--bad); font-weight: 600; }
span.open { color: var(--open); font-weight: 600; }
@media (max-width: 48rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  tr { border: 1px solid var(--line); border-radius: .5rem; margin-bottom: 1rem; padding: .4rem .6rem; }
  td { border: 0; padding: .2rem 0; }
  td::before { content: attr(data-label) " "; color: var(--soft); font-size: .85rem; display: block; }
  td:first-child::before { content: none; } td:first-child { font-size: 1.1rem; font-weight: 600; }
}
@media print { body { max-width: none; } tr { break-inside: avoid; } }
`;

/** All pilots on one page; on a phone each row becomes a card. */
export function portfolioPage(portfolio: Portfolio, rows: PortfolioRow[], serverUrl: string): string {
  const blocks = portfolioBlocks(portfolio, rows, (row) => addressOf(row, serverUrl));
  return htmlPage(`Pilots of ${portfolio.organization}`, STYLE, printHtml(blocks));
}

/** The pull request that was evaluated, or the repository; none where its name cannot be trusted. */
function addressOf({ repository, evaluated }: PortfolioRow, serverUrl: string): string | undefined {
  const number = /^promotion #(\d+)$/.exec(evaluated)?.[1];
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository)) return undefined;
  return `${serverUrl}/${repository}${number === undefined ? '' : `/pull/${number}`}`;
}
