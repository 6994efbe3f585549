import { displayWidth, wrap } from '../model/width.ts';

const SGR = { bold: 1, dim: 2, red: 31, green: 32, yellow: 33 } as const;
export type Style = keyof typeof SGR;

interface Layout {
  /** Columns before the first line. */
  indent?: number;
  /** Columns before the lines that follow; by default as the first. */
  hang?: number;
  style?: Style;
  /** A shell command: broken lines end in a backslash, so that it can be copied. */
  command?: boolean;
}

/**
 * Lines of a terminal of one width. It takes text that is escaped already and adds colors after breaking lines. A no-break
 * space keeps two words on one line.
 */
export class TerminalWriter {
  readonly #lines: string[] = [];
  readonly #width: number;
  readonly #color: boolean;

  constructor(width: number, color: boolean) {
    this.#width = Math.max(40, Math.floor(width));
    this.#color = color;
  }

  /** One paragraph; nothing at all for an empty text. */
  put(text: string, { indent = 0, hang = indent, style, command = false }: Layout = {}): void {
    const room = this.#width - Math.max(indent, hang) - (command ? 2 : 0);
    const lines = wrap(text, room);
    for (const [index, line] of lines.entries()) {
      const end = command && index < lines.length - 1 ? ' \\' : '';
      this.#lines.push(`${' '.repeat(index === 0 ? indent : hang)}${this.#paint(line, style)}${end}`);
    }
  }

  /** A paragraph behind a label of its own style: later lines are aligned with the text, not with the label. */
  labeled(label: string, labelStyle: Style | undefined, text: string, { indent = 0, style }: Layout = {}): void {
    const hang = indent + displayWidth(label);
    const [first = '', ...rest] = wrap(text, this.#width - hang);
    this.#lines.push(`${' '.repeat(indent)}${this.#paint(label, labelStyle)}${this.#paint(first, style)}`);
    for (const line of rest) this.#lines.push(`${' '.repeat(hang)}${this.#paint(line, style)}`);
  }

  /** Text to copy: no line is broken. */
  verbatim(text: string): void {
    this.#lines.push(...text.split('\n'));
  }

  /** An empty line, never two in a row. */
  gap(): void {
    if (this.#lines.length > 0 && this.#lines.at(-1) !== '') this.#lines.push('');
  }

  text(): string {
    return `${this.#lines.join('\n').trimEnd()}\n`;
  }

  #paint(text: string, style: Style | undefined): string {
    const line = text.replaceAll('\u00a0', ' ');
    return this.#color && style !== undefined && line !== '' ? `\u001b[${SGR[style]}m${line}\u001b[0m` : line;
  }
}
