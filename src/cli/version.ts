import { readFileSync } from 'node:fs';

declare const __VERSION__: string | undefined;

/** The version of this tool, the same through each door: put in by the bundler, else that of the package around us. */
export const VERSION: string = typeof __VERSION__ === 'string' ? __VERSION__ : packageVersion();

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
