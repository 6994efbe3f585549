import { digest } from '../../../domain/cover.ts';
import type { Report, ReportPlace } from '../../../domain/report.ts';
import { tasks } from '../../model/tasks.ts';
import { forHtml } from '../../model/text.ts';
import {
  adviceBox,
  boardBoxes,
  datesBoxes,
  limitsBox,
  nextBox,
  numbersBox,
  pilotBox,
  questionsBox,
  verdictBox,
} from './boxes.ts';
import { SIGNS, said } from './markup.ts';
import { CANVAS_STYLE } from './style.ts';
import { answerLine, provenance } from './words.ts';

export interface CanvasOptions {
  /** Address of a place at the judged commit; without one nothing on the page can be opened. */
  links?: (place: ReportPlace) => string | undefined;
}

/**
 * The page for sponsors: where the pilot stands, on one A4 page or a phone. One HTML file that loads nothing: no script,
 * no font, no image, and a content policy that allows its own style and nothing else. A pure function of the report;
 * rows are bounded, what is left out is counted.
 */
export function renderCanvas(report: Report, { links = () => undefined }: CanvasOptions = {}): string {
  const all = tasks(report);
  const title = `${answerLine(report, all)} ${report.subject.repository}`;
  const boxes = [
    verdictBox(report, all),
    questionsBox(report),
    nextBox(report, all, links),
    boardBoxes(report, all),
    numbersBox(report),
    pilotBox(report),
    datesBoxes(report),
    adviceBox(all),
    limitsBox(report),
    `<footer>${said(provenance(report), 500)}</footer>`,
  ];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${contentPolicy()}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>${forHtml(title.slice(0, 200))}</title>
<style>${CANVAS_STYLE}</style>
</head>
<body>
${SIGNS}
<main>
${boxes.filter((one) => one !== '').join('\n')}
</main>
</body>
</html>
`;
}

/** Nothing may be loaded or run; the one style sheet is named by its hash. */
function contentPolicy(): string {
  const bytes =
    digest(CANVAS_STYLE)
      .match(/../g)
      ?.map((pair) => Number.parseInt(pair, 16)) ?? [];
  return `default-src 'none'; style-src 'sha256-${btoa(String.fromCharCode(...bytes))}'; base-uri 'none'; form-action 'none'`;
}
