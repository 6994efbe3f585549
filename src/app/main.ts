import { UserError } from '../domain/errors.ts';
import { readEnvironment } from './environment.ts';
import { maintain } from './maintenance.ts';
import { startApp } from './start.ts';

/** What the App needs of its process. `write` and `warn` take whole lines, the latter for errors. */
export interface AppHost {
  args: string[];
  env: Record<string, string | undefined>;
  write: (line: string) => void;
  warn: (line: string) => void;
}

/**
 * Starts the App, which then runs until a signal stops it, or with arguments runs one maintenance command. Returns the
 * exit code: 1 for an error, which is printed without a stack and, for one of the user, with its remedy.
 */
export async function main(version: string, host: AppHost): Promise<number> {
  try {
    if (host.args.length > 0) return await maintain(host.args, host.env, host.write);
    await run(version, host);
    return 0;
  } catch (error) {
    host.warn(error instanceof UserError ? `${error.message}\n${error.remedy}` : String(error));
    return 1;
  }
}

async function run(version: string, { env, write }: AppHost): Promise<void> {
  const app = await startApp(readEnvironment(env), { version, log: write });
  write(`pilot-readiness ${version} listens on ${app.url}`);
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      write('stopping: finishing the requests and jobs in progress');
      void app.stop().then(() => process.exit(0));
    });
  }
}
