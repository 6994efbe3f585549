import { readEnvironment } from './app/environment.ts';
import { maintain } from './app/maintenance.ts';
import { startApp } from './app/start.ts';
import { VERSION } from './cli/version.ts';
import { UserError } from './domain/errors.ts';

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  // A reader such as `head` may close the pipe early; this is not an error.
  if (error.code !== 'EPIPE') throw error;
});

try {
  const args = process.argv.slice(2);
  if (args.length > 0) process.exitCode = await maintain(args, process.env, log);
  else await run();
} catch (error) {
  const text = error instanceof UserError ? `${error.message}\n${error.remedy}` : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}

async function run(): Promise<void> {
  const app = await startApp(readEnvironment(process.env), { version: VERSION, log });
  log(`pilot-readiness ${VERSION} listens on ${app.url}`);
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      log('stopping: finishing the requests and jobs in progress');
      void app.stop().then(() => process.exit(0));
    });
  }
}
