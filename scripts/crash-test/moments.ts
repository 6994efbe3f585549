import type { GitHub } from '../../testing/github-emulator/index.ts';
import { type Chance, sleep } from './chance.ts';

/** Sees from GitHub's side whether the App is at work: it asks something every few milliseconds then. */
export interface Watch {
  /** Whether it asked something in the last quarter of a second. */
  isAtWork(): boolean;
  /** How often it wrote something: a comment, a check run. */
  told(): number;
  stop(): void;
}

const RECENT_MS = 250;
const LOOK_MS = 20;
/** The App may have nothing to do until the lease of a job it lost runs out. */
const MAX_WAIT_MS = 2_000;
/** An evaluation has to come to its end before there is something to tell. */
const MAX_TELLING_MS = 8_000;

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
    told: () => requests.all.filter(({ method, path }) => method !== 'GET' && /comments|check-runs/.test(path)).length,
    stop: () => clearInterval(timer),
  };
}

/**
 * Waits for the moment of a kill, counted from when the App listens: a third come right then, while it takes up what it
 * left; a third while it tells what it judged, between a comment and its check run for example; the others in the middle
 * of work, as far as there is any. The first always does.
 */
export async function nextMoment(kill: number, chance: Chance, watch: Watch): Promise<void> {
  const kind = kill === 1 ? 2 : chance.between(0, 3);
  const [before, after] = [chance.between(200, 1_800), chance.between(0, 300)];
  if (kind === 0) return sleep(after);
  if (kind === 1) {
    const told = watch.told();
    for (const end = Date.now() + MAX_TELLING_MS; watch.told() === told && Date.now() < end; ) await sleep(2);
    return sleep(after / 5);
  }
  await sleep(before);
  for (const end = Date.now() + MAX_WAIT_MS; !watch.isAtWork() && Date.now() < end; ) await sleep(LOOK_MS);
  await sleep(after);
}
