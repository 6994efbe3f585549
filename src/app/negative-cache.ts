import { ORGANIZATION_REPOSITORY } from '../engine/policy/file.ts';
import type { NegativeCache } from '../github/index.ts';
import type { Db } from '../store/db.ts';
import { lastSeenAt } from '../store/inbox.ts';

/** Recovery finds lost events within hours; entries expire long before. */
const TTL_MS = 10 * 60_000;
const MAX_ACCOUNTS = 1_000;

/**
 * Remembers which accounts have no policy repository. All replicas share one inbox, so an event that reached any of
 * them invalidates the entry here.
 */
export function openNegativeCache(db: Db): NegativeCache {
  const known = new Map<string, Date>();
  return {
    lookUp: async (owner) => {
      const { now, lastEvent } = await lastSeenAt(db, `${owner}/${ORGANIZATION_REPOSITORY}`);
      const at = known.get(owner.toLowerCase());
      if (at === undefined) return now;
      const isOld = now.getTime() - at.getTime() > TTL_MS || (lastEvent !== undefined && lastEvent >= at);
      return isOld ? now : 'absent';
    },
    remember: (owner, at) => {
      if (known.size >= MAX_ACCOUNTS) known.clear();
      known.set(owner.toLowerCase(), at);
    },
  };
}
