import { type ChildProcess, spawn } from 'node:child_process';

/** One App as a process of its own: what is killed is what an operator runs. */
export interface AppProcess {
  /** Where it listens now: each start gets a free port from the operating system, so that none can be taken. */
  readonly url: string;
  isUp(): boolean;
  /** SIGKILL: nothing is finished, nothing is flushed. Comes back when the process is gone. */
  kill(): Promise<void>;
  /** Comes back when it listens, with the milliseconds that took. */
  start(): Promise<number>;
  /** SIGTERM, as an orderly end. */
  stop(): Promise<void>;
  /** The last lines it wrote. */
  tail(): string;
}

export interface AppProcessOptions {
  entry: string;
  env: Record<string, string>;
}

/** Opening a store takes a second or two; a machine under load may need ten times as long. */
const START_MS = 60_000;
const STOP_MS = 60_000;
const TAIL = 40;

export function appProcess({ entry, env }: AppProcessOptions): AppProcess {
  let child: ChildProcess | undefined;
  let gone: Promise<void> = Promise.resolve();
  let up = false;
  let url = '';
  const lines: string[] = [];
  const tail = (): string => lines.join('\n');

  // Whatever ends this process takes the App along.
  process.on('exit', () => child?.kill('SIGKILL'));

  const end = async (signal: NodeJS.Signals): Promise<void> => {
    up = false;
    child?.kill(signal);
    await gone;
  };
  return {
    get url() {
      return url;
    },
    isUp: () => up,
    tail,
    kill: () => end('SIGKILL'),
    stop: async () => {
      const timer = setTimeout(() => child?.kill('SIGKILL'), STOP_MS);
      await end('SIGTERM');
      clearTimeout(timer);
    },
    start: async () => {
      const began = performance.now();
      const started = spawn(process.execPath, [entry], {
        env: { PATH: process.env.PATH ?? '', ...env, HOST: '127.0.0.1', PORT: '0', LOG_LEVEL: 'fatal' },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      child = started;
      gone = new Promise((resolve) => started.once('close', () => resolve()));
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => reject(new Error(`the App did not listen again:\n${tail()}`)), START_MS);
        const onOutput = (chunk: Buffer): void => {
          lines.push(...chunk.toString().trimEnd().split('\n'));
          lines.splice(0, lines.length - TAIL);
          const listens = / listens on (http:\S+)/.exec(chunk.toString());
          if (listens === null) return;
          url = listens[1] ?? '';
          clearTimeout(timer);
          up = true;
          resolve();
        };
        started.stdout.on('data', onOutput);
        started.stderr.on('data', onOutput);
        started.once('close', (code) => {
          clearTimeout(timer);
          up = false;
          reject(new Error(`the App ended by itself (${code}):\n${tail()}`));
        });
      });
      return performance.now() - began;
    },
  };
}
