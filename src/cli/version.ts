import { readFileSync } from 'node:fs';

declare const __VERSION__: string | undefined;

/** The version of this tool: set by the bundler, else read from package.json. */
export const VERSION: string = typeof __VERSION__ === 'string' ? __VERSION__ : packageVersion();

function packageVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { version: string }).version;
}
