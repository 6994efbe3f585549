import type { Report } from '../../domain/report.ts';
import { type CanvasOptions, renderCanvas } from '../html/canvas/index.ts';
import { renderJson } from '../machine/json.ts';
import { renderSarif } from '../machine/sarif.ts';
import { type MarkdownOptions, renderMarkdown } from '../markdown/report.ts';
import { renderTerminal, type TerminalOptions } from '../terminal/report.ts';

export type FormatOptions = TerminalOptions & MarkdownOptions & CanvasOptions;

const RENDERERS = {
  terminal: renderTerminal,
  json: (report: Report) => renderJson(report),
  markdown: (report: Report, options: FormatOptions) => renderMarkdown(report, options),
  sarif: (report: Report) => renderSarif(report),
  canvas: (report: Report, options: FormatOptions) => renderCanvas(report, options),
};

export type Format = keyof typeof RENDERERS;
/** The formats that can be asked for by name. */
export const FORMATS = Object.keys(RENDERERS) as Format[];

export function isFormat(name: string): name is Format {
  return Object.hasOwn(RENDERERS, name);
}

export function render(report: Report, format: Format, options: FormatOptions): string {
  return RENDERERS[format](report, options);
}
