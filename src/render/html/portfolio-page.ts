import type { PortfolioRow } from '../model/portfolio-rows.ts';
import { enforcedWords, oldestWords, type PortfolioView, verdictOf } from '../model/portfolio-words.ts';
import { cut, forHtml, linkTarget } from '../model/text.ts';
import { many, moment } from '../model/words.ts';

/** Nothing is loaded and nothing runs: the page may be mailed, archived, or opened from a disk. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'";

const STYLE = `
:root { color-scheme: light dark; --ready: #1a7f37; --not-ready: #cf222e; --open: #9a6700; --line: #d0d7de; --soft: #59636e; }
@media (prefers-color-scheme: dark) {
  :root { --ready: #3fb950; --not-ready: #f85149; --open: #d29922; --line: #3d444d; --soft: #9198a1; }
}
body { font: 16px/1.45 system-ui, sans-serif; margin: 1.5rem auto; padding: 0 1rem; max-width: 75rem; }
h1 { font-size: 1.35rem; margin: 0 0 .25rem; }
p { color: var(--soft); margin: .25rem 0 1rem; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .5rem .6rem; text-align: left; vertical-align: top; overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td.name { min-width: 11rem; } td.short { white-space: nowrap; }
td small { color: var(--soft); display: block; }
.ready { color: var(--ready); font-weight: 600; } .not-ready { color: var(--not-ready); font-weight: 600; }
.undetermined, .not-judged { color: var(--open); font-weight: 600; }
@media (max-width: 48rem) {
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  table, tbody, tr, td { display: block; }
  tr { border: 1px solid var(--line); border-radius: .5rem; margin-bottom: 1rem; padding: .4rem .6rem; }
  td { border: 0; padding: .2rem 0; }
  td::before { content: attr(data-label) " "; color: var(--soft); font-size: .85rem; display: block; }
  td.name::before { content: none; } td.name { font-size: 1.1rem; font-weight: 600; }
}
@media print { body { max-width: none; } tr { break-inside: avoid; } }
`.trim();

/** One page without scripts or anything from elsewhere; on a phone each row becomes a card. */
export function portfolioPage(view: PortfolioView, serverUrl: string): string {
  const title = forHtml(`Pilots of ${view.organization}`);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>${title}</title>
<style>
${STYLE}
</style>
</head>
<body>
<main>
<h1>${forHtml(view.headline)}</h1>
<p>Judged <time datetime="${forHtml(view.evaluatedAt)}">${forHtml(moment(view.evaluatedAt))}</time></p>
${view.rows.length === 0 ? '' : rowsOf(view.rows, serverUrl)}
${view.notes.map((note) => `<p>${forHtml(note)}.</p>`).join('\n')}
</main>
</body>
</html>
`;
}

const HEADINGS = ['Pilot', 'Verdict', 'Criteria', 'Open for longest', 'Ends next', 'Unchanged', 'Enforced'];
const SHORT = ['Criteria', 'Unchanged'];

function rowsOf(rows: PortfolioRow[], serverUrl: string): string {
  const head = HEADINGS.map((name) => `<th scope="col">${name}</th>`).join('');
  return `<table>
<thead><tr>${head}</tr></thead>
<tbody>
${rows.map((row) => rowOf(row, serverUrl)).join('\n')}
</tbody>
</table>`;
}

function rowOf(row: PortfolioRow, serverUrl: string): string {
  const { mark, words } = verdictOf(row);
  const notes = row.notes.map((note) => `<small>${forHtml(cut(note, 400))}</small>`).join('');
  const why = row.enforced === 'no' ? `<small>${forHtml(cut(row.enforcement, 300))}</small>` : '';
  const expiry =
    row.nextExpiry === null
      ? ''
      : `${forHtml(row.nextExpiry.on)}<small>${forHtml(cut(row.nextExpiry.what, 200))}</small>`;
  const cells = [
    `${link(row, serverUrl)}${row.evaluated === '' ? '' : `<small>${forHtml(row.evaluated)}</small>`}`,
    `<span class="${row.verdict}">${mark.trim()} ${words}</span>${notes}`,
    row.passed === null ? '' : `${row.passed} of ${row.asked}`,
    forHtml(cut(oldestWords(row), 400)),
    expiry,
    row.daysWithoutChange === null ? '' : many(row.daysWithoutChange, 'day'),
    `${enforcedWords(row)}${why}`,
  ];
  const filled = cells.map((cell, index) => {
    const heading = HEADINGS[index] ?? '';
    const label = SHORT.includes(heading) ? ` class="short" data-label="${heading}"` : ` data-label="${heading}"`;
    const attribute = index === 0 ? ' class="name"' : label;
    return `<td${attribute}>${cell === '' ? '–' : cell}</td>`;
  });
  return `<tr>${filled.join('')}</tr>`;
}

/** The pull request that was judged, or the repository; plain text where its address cannot be trusted. */
function link({ repository, evaluated }: PortfolioRow, serverUrl: string): string {
  const number = /^promotion #(\d+)$/.exec(evaluated)?.[1];
  const isName = /^[\w.-]+\/[\w.-]+$/.test(repository);
  const target = linkTarget(`${serverUrl}/${repository}${number === undefined ? '' : `/pull/${number}`}`);
  if (!isName || target === undefined) return forHtml(repository);
  return `<a href="${target}" rel="noreferrer">${forHtml(repository)}</a>`;
}
