import { main } from './cli/main.ts';

const columns = process.stdout.columns ?? 80;
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` may close the pipe early; that is not a fault.
  if (error.code !== 'EPIPE') throw error;
});

process.exitCode = await main(process.argv.slice(2), {
  cwd: process.cwd(),
  env: process.env,
  now: Date.now(),
  columns: Math.max(40, Math.min(columns, 120)),
  color: process.stdout.isTTY === true && process.env.NO_COLOR === undefined && process.env.TERM !== 'dumb',
  write: (text) => process.stdout.write(text),
  warn: (text) => process.stderr.write(text),
});
