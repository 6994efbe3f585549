import { forTerminal } from '../../src/render/model/text.ts';
import { type Style, TerminalWriter } from '../../src/render/terminal/terminal-writer.ts';

const WIDTH = 80;
const INDENT = 4;
const BAR = `${' '.repeat(INDENT)}│ `;

type Part = 'title' | 'step' | 'say' | 'seen' | 'row' | 'command' | 'quote';

/** Prints the demo at 80 columns. Text from GitHub is escaped, as in every terminal output. */
export class Narrator {
  /** The current step, for error messages. */
  step = 'before the first step';
  #steps = 0;
  #last: Part | undefined;
  readonly #write: (text: string) => void;
  readonly #color: boolean;

  constructor(write: (text: string) => void, color: boolean) {
    this.#write = write;
    this.#color = color;
  }

  title(text: string): void {
    this.#print('title', (sheet) => sheet.put(forTerminal(text), { style: 'bold' }));
  }

  /** Begins the next step. */
  begin(text: string): void {
    this.#steps += 1;
    this.step = `${this.#steps}. ${text}`;
    const number = `${this.#steps}.`.padEnd(INDENT);
    this.#print('step', (sheet) => sheet.labeled(number, 'bold', forTerminal(text), { style: 'bold' }));
  }

  say(text: string): void {
    this.#print('say', (sheet) => sheet.put(forTerminal(text), { indent: INDENT }));
  }

  /** What was seen, and whether it opens or closes the way: `check   ✗ pilot-readiness: failure`. */
  seen(label: string, mark: '✓' | '✗' | '·', ...lines: string[]): void {
    const style: Style = mark === '✓' ? 'green' : mark === '✗' ? 'red' : 'dim';
    const [first = '', ...rest] = lines.map(forTerminal);
    const words = `${label.padEnd(8)}${mark} `;
    this.#print('seen', (sheet) => {
      sheet.labeled(words, style, first, { indent: INDENT });
      for (const line of rest) sheet.put(line, { indent: INDENT + words.length });
    });
  }

  /** A row of a list: what it is about, then the rest of it. */
  row(label: string, text: string): void {
    const words = forTerminal(label).padEnd(20);
    this.#print('row', (sheet) => sheet.labeled(words, 'bold', forTerminal(text), { indent: INDENT }));
  }

  /** A command to be copied, never broken: a terminal wraps it by itself. */
  command(text: string): void {
    this.#part('command', `${' '.repeat(INDENT)}${text}\n`);
  }

  /** What somebody wrote on GitHub, behind a bar. */
  quote(write: (quoted: TerminalWriter) => void): void {
    const sheet = new TerminalWriter(WIDTH - BAR.length, this.#color);
    write(sheet);
    const lines = sheet.text().trimEnd().split('\n');
    this.#part('quote', `${lines.map((line) => `${BAR}${line}`.trimEnd()).join('\n')}\n`);
  }

  #print(kind: Part, write: (sheet: TerminalWriter) => void): void {
    const sheet = new TerminalWriter(WIDTH, this.#color);
    write(sheet);
    this.#part(kind, sheet.text());
  }

  /** Parts of different kinds are separated by a blank line; a heading stays with what follows. */
  #part(kind: Part, text: string): void {
    const apart = this.#last !== undefined && this.#last !== 'step' && this.#last !== kind;
    this.#write(`${apart ? '\n' : ''}${text}`);
    this.#last = kind;
  }
}
