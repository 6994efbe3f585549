import type { Db } from '../store/db.ts';

export interface Readiness {
  store: boolean;
  github: boolean;
}

/** Probes come every few seconds and GitHub counts requests, so its answer holds for a while. */
const HOLDS_MS = 30_000;
const MAX_MS = 5_000;

/** Whether store and GitHub can be reached. */
export function openReadiness(db: Db, askGitHub: () => Promise<unknown>, now = Date.now): () => Promise<Readiness> {
  let github: { at: number; answer: Promise<boolean> } | undefined;
  return async () => {
    if (github === undefined || now() > github.at + HOLDS_MS) github = { at: now(), answer: reached(askGitHub) };
    const [store, isReached] = await Promise.all([reached(() => db.query('select 1')), github.answer]);
    if (!isReached) github = undefined;
    return { store, github: isReached };
  };
}

async function reached(look: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), MAX_MS);
  });
  try {
    return await Promise.race([look().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
