import { canonical } from '../../domain/canonical.ts';
import type { DefinitionEntry } from './entries.ts';
import { type LeavesOut, looserDefinitions } from './looser.ts';

/** The definitions after one commit, oldest first in a list. */
export interface DefinitionsVersion {
  commit: string;
  entries: DefinitionEntry[];
}

/** Commits in which a definition became looser; with `introduced` also those that wrote one for the first time. */
export function commitsToApprove(versions: DefinitionsVersion[], leavesOut: LeavesOut, introduced: boolean): string[] {
  return versions.flatMap(({ commit, entries }, index) => {
    const before = versions[index - 1]?.entries ?? [];
    if (looserDefinitions(before, entries, leavesOut).length > 0) return [commit];
    const known = new Set(before.map(({ path }) => path));
    const isNew = entries.some(({ path, value }) => value !== undefined && !known.has(path));
    return introduced && isNew ? [commit] : [];
  });
}

/**
 * The definitions that were accepted over a history: each change counts when it made a definition stricter or was
 * approved, and otherwise the stricter definition stays. `never` lists what nobody ever approved, where that is asked.
 */
export function acceptedSet(
  versions: DefinitionsVersion[],
  isApproved: (commit: string) => boolean,
  leavesOut: LeavesOut,
  introduced: boolean,
): { entries: DefinitionEntry[]; never: string[] } {
  const accepted = new Map<string, DefinitionEntry>();
  const never = new Set<string>();
  versions.forEach(({ commit, entries }, index) => {
    const before = new Map((versions[index - 1]?.entries ?? []).map((entry) => [entry.path, entry]));
    const approved = isApproved(commit);
    for (const entry of entries) {
      const { path, value } = entry;
      const isChanged = canonical(before.get(path)?.value) !== canonical(value) || !before.has(path);
      if (!isChanged) continue;
      const held = accepted.get(path);
      if (approved) never.delete(path);
      else if (held === undefined && introduced && value !== undefined) never.add(path);
      if (approved || held === undefined || looserDefinitions([held], [entry], leavesOut).length === 0)
        accepted.set(path, entry);
    }
    // What is gone stays accepted as it was, unless its removal was approved.
    const now = new Set(entries.map(({ path }) => path));
    for (const path of before.keys()) if (approved && !now.has(path)) accepted.delete(path);
  });
  return { entries: [...accepted.values()], never: [...never] };
}
