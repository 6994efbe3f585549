import * as z from 'zod';
import { matcher } from '../../domain/cover.ts';
import type { ChangedSince, FactRequest } from '../../engine/fact-requests.ts';
import type { PathChange, Side } from '../../git/git-log.ts';
import { isMissing } from '../client/unavailable.ts';
import type { History } from './history.ts';
import { substantive } from './semantic-diff.ts';
import { type SizedTree, short } from './trees.ts';

const FOUND = z.object({ sha: z.string() });

/** Files whose judged bytes differ from those of a commit: a change that was taken back is none. */
export async function changedSinceOf(history: History, query: FactRequest<'changed-since'>): Promise<ChangedSince> {
  const commit = await resolveId(history, query.commit.toLowerCase());
  if (commit === undefined) return { ancestor: false, changed: [] };
  const [then, now, graph] = await Promise.all([
    history.trees.whole(commit),
    history.trees.whole(history.head),
    history.graph(),
  ]);
  const matches = matcher(query.globs);
  const except = matcher(query.except);
  let wanted = difference(then, now).filter(({ path }) => matches(path) && !except(path));
  if (query.substantive) {
    wanted = await substantive(history.readBlobs, wanted, new Map([...then.sizes, ...now.sizes]));
  }
  return { ancestor: graph.nodes.has(commit), commit, changed: wanted.map(({ path }) => path).sort() };
}

/** The one commit that an id or the beginning of one names. Names of branches and tags move and are not taken. */
async function resolveId(history: History, name: string): Promise<string | undefined> {
  if (!/^[0-9a-f]{4,64}$/.test(name)) return undefined;
  const own = [...(await history.graph()).nodes.keys()].filter((id) => id.startsWith(name));
  if (own.length > 1) return undefined;
  const [only] = own;
  if (only !== undefined) return only;
  try {
    const { sha } = await history.api.one(
      {
        route: 'GET /repos/{owner}/{repo}/commits/{ref}',
        params: { ref: name },
        what: `the commit ${short(name)}`,
        permission: 'Contents: read',
        fallback: true,
      },
      FOUND,
    );
    // A branch may be called like the beginning of an id.
    return sha.startsWith(name) ? sha : undefined;
  } catch (error) {
    // The history of the same repository was just read, so this is no question of permission.
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function difference(then: SizedTree, now: SizedTree): PathChange[] {
  const paths = new Set([...then.tree.entries, ...now.tree.entries].map((entry) => entry.path));
  return [...paths].flatMap((path) => {
    const [before, after] = [side(then, path), side(now, path)];
    const same = before?.blob === after?.blob && before?.mode === after?.mode;
    return same ? [] : [{ path, before: [before], after }];
  });
}

function side({ tree }: SizedTree, path: string): Side | undefined {
  const entry = tree.get(path);
  return entry === undefined ? undefined : { mode: entry.mode, blob: entry.blob };
}
