import type { Db } from '../store/db.ts';

export interface Readiness {
  store: boolean;
  github: boolean;
}

/** Probes arrive every few seconds and GitHub counts requests, so its result is cached for a while. */
const CACHE_MS = 30_000;
const TIMEOUT_MS = 5_000;

/** Checks whether the store and GitHub are reachable. */
export function openReadiness(db: Db, askGitHub: () => Promise<unknown>, now = Date.now): () => Promise<Readiness> {
  let github: { at: number; answer: Promise<boolean> } | undefined;
  return async () => {
    if (github === undefined || now() > github.at + CACHE_MS) github = { at: now(), answer: isReachable(askGitHub) };
    const [store, isReached] = await Promise.all([isReachable(() => db.query('select 1')), github.answer]);
    if (!isReached) github = undefined;
    return { store, github: isReached };
  };
}

async function isReachable(probe: () => Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), TIMEOUT_MS);
  });
  try {
    return await Promise.race([probe().then(() => true), late]);
  } catch {
    return false;
  } finally {
    clearTimeout(timer);
  }
}
