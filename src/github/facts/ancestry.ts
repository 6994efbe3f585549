import { matcher } from '../../domain/cover.ts';
import type { Ancestry, FactRequest } from '../../engine/fact-requests.ts';
import type { PathChange } from '../../git/git-log.ts';
import { globFolders } from '../../git/history-context.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import type { History } from './history.ts';
import { substantive } from './semantic-diff.ts';

interface Group {
  folders: string[];
  /** Ids of commits that may have changed it, newest first. */
  ids: string[];
  wanted: (change: PathChange) => boolean;
}

/** So many commits are looked into for the last change; further back a clone answers better. */
const MAX_LOOKED_INTO = 200;
const STEP = 4;

/**
 * Which of two groups of files changed last, by descent and never by date: one is newer only when its newest commit
 * has every change of the other behind it. Commits are looked into from the newest on, only as far as needed.
 */
export async function ancestryOf(history: History, query: FactRequest<'ancestry'>): Promise<Ancestry> {
  const substance = query.substantive;
  const except = matcher(query.except);
  const graph = await history.graph();
  const group = async (globs: string[]): Promise<Group> => {
    const folders = [...new Set(globFolders(globs))].sort();
    const sets = await Promise.all(folders.map((folder) => history.touching(folder)));
    const matches = matcher(globs);
    return {
      folders,
      ids: graph.order.filter((id) => sets.some((set) => set.has(id))).reverse(),
      wanted: ({ path }) => matches(path) && !except(path),
    };
  };
  const [a, b] = await Promise.all([group(query.a), group(query.b)]);
  const newest = (one: Group, ids: string[]): Promise<string | undefined> => lastChange(history, one, ids, substance);
  const [lastA, lastB] = await Promise.all([newest(a, a.ids), newest(b, b.ids)]);
  const ids = { ...(lastA === undefined ? {} : { a: lastA }), ...(lastB === undefined ? {} : { b: lastB }) };
  if (lastA === undefined || lastB === undefined) {
    return { ...ids, relation: lastA !== undefined ? 'a-newer' : lastB !== undefined ? 'b-newer' : 'neither' };
  }
  const beyond = (one: Group, id: string): string[] => {
    const behind = graph.behind(id);
    return one.ids.filter((other) => !behind.has(other));
  };
  const [moreA, moreB] = await Promise.all([newest(a, beyond(a, lastB)), newest(b, beyond(b, lastA))]);
  if (moreA !== undefined && moreB !== undefined) return { ...ids, relation: 'diverged' };
  return { ...ids, relation: moreA !== undefined ? 'a-newer' : moreB !== undefined ? 'b-newer' : 'same' };
}

async function lastChange(
  history: History,
  group: Group,
  ids: string[],
  substance: boolean,
): Promise<string | undefined> {
  for (let at = 0; at < ids.length; at += STEP) {
    if (at >= MAX_LOOKED_INTO) {
      throw new GitHubUnavailableError(
        `the last ${MAX_LOOKED_INTO} commits do not tell which file changed last`,
        'history',
      );
    }
    const commits = await Promise.all(ids.slice(at, at + STEP).map((id) => history.commit(id, group.folders)));
    for (const { id, changes } of commits) {
      const own = changes.filter(group.wanted);
      if (own.length === 0) continue;
      if (!substance || (await substantive(history.readBlobs, own)).length > 0) return id;
    }
  }
  return undefined;
}
