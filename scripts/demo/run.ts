import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Chapter } from './chapter.ts';
import { commands } from './chapters/commands.ts';
import { promotion } from './chapters/promotion.ts';
import { type DemoContext, openContext } from './context.ts';
import { Narrator } from './narrator.ts';
import { Unexpected } from './unexpected.ts';

/** The first chapter is the default. */
export const CHAPTERS: Chapter[] = [promotion, commands];

export interface DemoWorld {
  /** The folder of this project. */
  root: string;
  version: string;
  write: (text: string) => void;
  complain: (text: string) => void;
  color: boolean;
  /** Resolves with an exit code when somebody wants it to end. */
  interrupted: Promise<number>;
  /** How long to wait for an expected state, in milliseconds. */
  timeoutMs?: number;
}

/** The world of this process: its output, its colors, its signals. */
export function worldHere(root: string): DemoWorld {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  const { stdout, stderr, env } = process;
  return {
    ...{ root, version },
    write: (text) => stdout.write(text),
    complain: (text) => stderr.write(text),
    color: stdout.isTTY === true && !env.NO_COLOR && env.TERM !== 'dumb',
    interrupted: new Promise((resolve) => {
      process.once('SIGINT', () => resolve(130));
      process.once('SIGTERM', () => resolve(143));
      // A closed pipe, as with `| head`, ends the demo like in a shell.
      stdout.on('error', () => resolve(141));
    }),
  };
}

/** Runs one chapter. Exit codes: 0 success; 1 unexpected result; 3 wrong usage; 130, 141, 143 interrupted. */
export async function demo(args: string[], world: DemoWorld, chapters: Chapter[]): Promise<number> {
  const request = parseArguments(args, chapters);
  if (request === undefined) {
    const names = chapters.map(({ name }) => name).join(' | ');
    world.complain(`Usage: npm run demo -- [--chapter ${names}] [--keep]\n`);
    return 3;
  }
  const narrator = new Narrator(world.write, world.color);
  let context: DemoContext | undefined;
  try {
    context = await openContext(world);
    const played = request.chapter.run(context, narrator).then(() => 0);
    // After an interruption the rest of the chapter is not awaited.
    played.catch(() => undefined);
    const code = await Promise.race([played, world.interrupted]);
    if (code !== 0 || !request.keep) return code;
    lookAround(context, request.chapter, narrator);
    await world.interrupted;
    return 0;
  } catch (error) {
    world.complain(failure(error, narrator.step, context?.log ?? []));
    return 1;
  } finally {
    await context?.close();
  }
}

function parseArguments(args: string[], chapters: Chapter[]): { chapter: Chapter; keep: boolean } | undefined {
  let chapter = chapters[0];
  let keep = false;
  for (const [index, arg] of args.entries()) {
    if (arg === '--keep') keep = true;
    else if (args[index - 1] === '--chapter') chapter = chapters.find(({ name }) => name === arg);
    else if (arg !== '--chapter' || index === args.length - 1) return undefined;
  }
  return chapter === undefined ? undefined : { chapter, keep };
}

function failure(error: unknown, step: string, log: string[]): string {
  const what =
    error instanceof Unexpected
      ? [`expected: ${error.expected}`, `seen:     ${error.seen}`]
      : [error instanceof Error ? (error.stack ?? error.message) : String(error)];
  const played = log.length === 0 ? ['(empty)'] : log;
  const lines = [`\nThe demo failed in step ${step}`, ...what, 'Log of the App:', ...played];
  return `${lines.join('\n  ')}\n`;
}

function lookAround({ github, appUrl }: DemoContext, { look }: Chapter, narrator: Narrator): void {
  narrator.title('Still running (--keep). Look around; Ctrl-C ends it.');
  narrator.row('the App', `${appUrl}/readyz`);
  narrator.row('the emulated GitHub', github.url);
  for (const path of look) narrator.command(`curl -s ${github.url}${path}`);
}
