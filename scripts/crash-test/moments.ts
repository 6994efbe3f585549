import type { GitHub } from '../../testing/github-emulator/index.ts';
import { type Chance, sleep } from './chance.ts';

/** Observes from GitHub's side whether the App is working: it then sends a request every few milliseconds. */
export interface Watch {
  /** Whether it sent a request in the last quarter of a second. */
  isAtWork(): boolean;
  /** The number of writes: comments and check runs. */
  writes(): number;
  stop(): void;
}

const RECENT_MS = 250;
const LOOK_MS = 20;
/** The App may be idle until the lease of a lost job expires. */
const MAX_WAIT_MS = 2_000;
/** An evaluation must finish before it is published. */
const MAX_PUBLISH_WAIT_MS = 8_000;

export function watchWork({ requests }: GitHub): Watch {
  let count = requests.all.length;
  let last = Number.NEGATIVE_INFINITY;
  const timer = setInterval(() => {
    if (requests.all.length > count) last = Date.now();
    count = requests.all.length;
  }, LOOK_MS);
  timer.unref();
  return {
    isAtWork: () => Date.now() - last < RECENT_MS,
    writes: () =>
      requests.all.filter(({ method, path }) => method !== 'GET' && /comments|check-runs/.test(path)).length,
    stop: () => clearInterval(timer),
  };
}

/**
 * Waits for the moment of a kill, counted from when the App listens: a third happen immediately, while it resumes its
 * work; a third while it publishes, for example between a comment and its check run; the others during work, if there
 * is any. The first kill always does.
 */
export async function nextMoment(kill: number, chance: Chance, watch: Watch): Promise<void> {
  const kind = kill === 1 ? 2 : chance.between(0, 3);
  const [before, after] = [chance.between(200, 1_800), chance.between(0, 300)];
  if (kind === 0) return sleep(after);
  if (kind === 1) {
    const writes = watch.writes();
    for (const end = Date.now() + MAX_PUBLISH_WAIT_MS; watch.writes() === writes && Date.now() < end; ) await sleep(2);
    return sleep(after / 5);
  }
  await sleep(before);
  for (const end = Date.now() + MAX_WAIT_MS; !watch.isAtWork() && Date.now() < end; ) await sleep(LOOK_MS);
  await sleep(after);
}
