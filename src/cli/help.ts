import type { Verb } from './verb.ts';

/** The first page of help: commands and exit codes. */
export function helpPage(verbs: Verb[]): string {
  return `pilot-readiness: a gate between an AI pilot and production

Usage: pilot-readiness COMMAND [options]

${verbs.map(({ usage, summary }) => `  ${usage}\n      ${summary}`).join('\n')}

  help COMMAND    Show the options of a command
  version         Print the version

Exit codes: 0 ready, 1 not ready, 2 undetermined (something could not be
verified), 3 unusable policy or wrong usage.
`;
}

/** The help page of one verb. */
export function verbHelp({ usage, summary, options }: Verb): string {
  const rows = Object.entries(options).map(([name, { value, summary: text }]) => [
    value === undefined ? `--${name}` : `--${name} ${value}`,
    text,
  ]);
  const width = Math.max(...rows.map(([left = '']) => left.length));
  const lines = rows.map(([left = '', text]) => `  ${left.padEnd(width)}  ${text}`);
  return `Usage: pilot-readiness ${usage} [options]\n\n${summary}\n\n${lines.join('\n')}\n`;
}
