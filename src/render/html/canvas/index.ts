import type { Report } from '../../../domain/report.ts';
import type { Links } from '../../markdown/pull-request.ts';
import type { Block } from '../../model/blocks.ts';
import { ADVICE_TITLE, EXCEPTIONS_TITLE, LIMITS_TITLE } from '../../model/surroundings.ts';
import { tasks } from '../../model/tasks.ts';
import { htmlPage, printHtml } from '../print-blocks.ts';
import {
  adviceBlocks,
  exceptionBlocks,
  expiryBlocks,
  halfBlocks,
  limitBlocks,
  nextBlocks,
  numberBlocks,
  pilotBlocks,
  pilotNote,
  questionBlocks,
  verdictBlocks,
} from './boxes.ts';
import { CANVAS_STYLE } from './style.ts';
import { answerLine, provenance, verdictTone } from './words.ts';

export interface CanvasOptions {
  /** Address of a place at the evaluated commit; without one nothing on the page can be opened. */
  links?: Links;
}

/** The page for sponsors: the state of the pilot on one A4 page or a phone. Rows are bounded, what is left out is counted. */
export function renderCanvas(report: Report, { links = () => undefined }: CanvasOptions = {}): string {
  const all = tasks(report);
  const next = nextBlocks(report, all, links);
  const halves = (['technical', 'organizational'] as const).map((half) => {
    const { title, note, blocks } = halfBlocks(report, all, half);
    return box(title, blocks, note);
  });
  const boxes = [
    `<header class="verdict ${verdictTone(report.verdict)}">${printHtml(verdictBlocks(report, all))}</header>`,
    box('Four key questions', questionBlocks(report)),
    box(next.title, next.blocks),
    pair(halves),
    box('Key metrics', numberBlocks(report)),
    box('The pilot', pilotBlocks(report), pilotNote(report)),
    pair([box(EXCEPTIONS_TITLE, exceptionBlocks(report)), box('Next to expire', expiryBlocks(report))]),
    box(ADVICE_TITLE, adviceBlocks(all)),
    box(LIMITS_TITLE, limitBlocks(report)),
    printHtml([{ kind: 'footer', text: provenance(report) }]),
  ];
  const title = `${answerLine(report, all)} ${report.subject.repository}`;
  return htmlPage(title, CANVAS_STYLE, boxes.filter((one) => one !== '').join('\n'));
}

/** A titled box with a note beside its title; nothing at all without content. */
function box(title: string, blocks: Block[], note: Block[] = []): string {
  if (blocks.length === 0) return '';
  return `<section>${printHtml([...note, { kind: 'title', text: title, level: 2 }, ...blocks])}</section>`;
}

function pair(boxes: string[]): string {
  return `<div class="pair">${boxes.join('')}</div>`;
}
