import { ORGANIZATION_REPOSITORY } from '../engine/policy/file.ts';
import type { AbsenceMemory } from '../github/index.ts';
import type { Db } from '../store/db.ts';
import { lastSeenAt } from '../store/inbox.ts';

/** An event that was lost is found within hours; what is remembered is asked again long before. */
const KEPT_MS = 10 * 60_000;
const MAX_ACCOUNTS = 1_000;

/**
 * Which accounts have no repository for a policy. Events of all replicas stand in one inbox, so one that arrived anywhere
 * ends what is remembered here.
 */
export function openNegativeCache(db: Db): AbsenceMemory {
  const known = new Map<string, Date>();
  return {
    look: async (owner) => {
      const { now, heard } = await lastSeenAt(db, `${owner}/${ORGANIZATION_REPOSITORY}`);
      const at = known.get(owner.toLowerCase());
      if (at === undefined) return now;
      const isOld = now.getTime() - at.getTime() > KEPT_MS || (heard !== undefined && heard >= at);
      return isOld ? now : 'absent';
    },
    remember: (owner, at) => {
      if (known.size >= MAX_ACCOUNTS) known.clear();
      known.set(owner.toLowerCase(), at);
    },
  };
}
