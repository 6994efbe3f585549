import { unsupportedNode } from './app/node-version.ts';
import { VERSION } from './cli/version.ts';

const sentence = unsupportedNode(process.version);
if (sentence === undefined) {
  // Loaded only now: on an older Node a module that it lacks would end the process with a stack trace.
  const { main } = await import('./app/main.ts');
  await main(VERSION);
} else {
  process.stderr.write(`${sentence}\n`);
  process.exitCode = 3;
}
