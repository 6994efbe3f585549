import { readEnvironment } from './app/environment.ts';
import { startApp } from './app/start.ts';
import { VERSION } from './cli/version.ts';
import { UserError } from './core/errors.ts';

try {
  const log = (line: string): void => {
    process.stdout.write(`${line}\n`);
  };
  const app = await startApp(readEnvironment(process.env), { version: VERSION, log });
  log(`pilot-readiness listens on ${app.url}`);
  let stopping = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (stopping) return;
      stopping = true;
      log('stopping: what is under way is finished first');
      void app.stop().then(() => process.exit(0));
    });
  }
} catch (error) {
  const text = error instanceof UserError ? `${error.message}\n${error.remedy}` : String(error);
  process.stderr.write(`${text}\n`);
  process.exitCode = 1;
}
