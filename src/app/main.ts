import { UserError } from '../domain/errors.ts';
import { readEnvironment } from './environment.ts';
import { maintain } from './maintenance.ts';
import { startApp } from './start.ts';

const log = (line: string): void => {
  process.stdout.write(`${line}\n`);
};

/**
 * Runs the App until a signal stops it or, with arguments, one maintenance command. Sets the exit code: 1 for an error of
 * the user, which is printed with its remedy.
 */
export async function main(version: string): Promise<void> {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    // A reader such as `head` may close the pipe early; this is not an error.
    if (error.code !== 'EPIPE') throw error;
  });
  try {
    const args = process.argv.slice(2);
    if (args.length > 0) process.exitCode = await maintain(args, process.env, log);
    else await run(version);
  } catch (error) {
    const text = error instanceof UserError ? `${error.message}\n${error.remedy}` : String(error);
    process.stderr.write(`${text}\n`);
    process.exitCode = 1;
  }
}

async function run(version: string): Promise<void> {
  const app = await startApp(readEnvironment(process.env), { version, log });
  log(`pilot-readiness ${version} listens on ${app.url}`);
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
