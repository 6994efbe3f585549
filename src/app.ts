import { unsupportedNode } from './app/node-version.ts';
import { VERSION } from './cli/version.ts';

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` may close the pipe early; this is not an error.
  if (error.code !== 'EPIPE') throw error;
});
const host = {
  args: process.argv.slice(2),
  env: process.env,
  write: (line: string): void => void process.stdout.write(`${line}\n`),
  warn: (line: string): void => void process.stderr.write(`${line}\n`),
};

const sentence = unsupportedNode(process.version);
if (sentence === undefined) {
  // Loaded only now: on an older Node a module that it lacks would end the process with a stack trace.
  const { main } = await import('./app/main.ts');
  process.exitCode = await main(VERSION, host);
} else {
  host.warn(sentence);
  process.exitCode = 3;
}
