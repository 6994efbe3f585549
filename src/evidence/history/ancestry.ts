import { matcher } from '../../domain/cover.ts';
import { defined } from '../../domain/defined.ts';
import { NotVerifiedError } from '../../domain/errors.ts';
import type { Ancestry } from '../../engine/fact-answers.ts';
import type { FactRequest } from '../../engine/fact-requests.ts';
import { globFolders } from './globs.ts';
import type { CommitGraph, PathChange } from './graph.ts';
import { keepSubstantive } from './semantic-diff.ts';

interface Group {
  folders: string[];
  /** Ids of commits that may have changed it, newest first. */
  ids: string[];
  wanted: (change: PathChange) => boolean;
}

/**
 * Which of two groups of files changed last, by ancestry and never by date. A group is newer only when its newest
 * commit has every change of the other behind it. Uncommitted changes are newer than committed ones, and two groups
 * with uncommitted changes count as changed together. Commits are read from the newest, only as far as needed.
 */
export async function ancestryOf(graph: CommitGraph, request: FactRequest<'ancestry'>): Promise<Ancestry> {
  const isExcepted = matcher(request.except);
  const group = async (globs: string[]): Promise<Group> => {
    const folders = globFolders(globs);
    const matches = matcher(globs);
    return {
      folders,
      ids: await graph.candidates(folders),
      wanted: ({ path }) => matches(path) && !isExcepted(path),
    };
  };
  const [a, b] = await Promise.all([group(request.a), group(request.b)]);
  const last = (one: Group, ids = one.ids): Promise<string | undefined> =>
    lastChange(graph, one, ids, request.substantive);
  const [lastA, lastB, hasA, hasB] = await Promise.all([
    last(a),
    last(b),
    hasUncommitted(graph, a, request.substantive),
    hasUncommitted(graph, b, request.substantive),
  ]);
  const ids = { ...defined({ a: lastA, b: lastB }) };
  if (hasA || hasB) return { ...ids, relation: relationOf(hasA, hasB, 'same', 'neither') };
  if (lastA === undefined || lastB === undefined)
    return { ...ids, relation: relationOf(lastA !== undefined, lastB !== undefined, 'same', 'neither') };
  const more = async (one: Group, id: string): Promise<boolean> =>
    (await last(one, await graph.beyond(id, one.ids, one.folders))) !== undefined;
  const [moreA, moreB] = await Promise.all([more(a, lastB), more(b, lastA)]);
  return { ...ids, relation: relationOf(moreA, moreB, 'diverged', 'same') };
}

type Relation = Ancestry['relation'];

function relationOf(a: boolean, b: boolean, both: Relation, none: Relation): Relation {
  if (a && b) return both;
  return a ? 'a-newer' : b ? 'b-newer' : none;
}

async function hasUncommitted(graph: CommitGraph, { wanted }: Group, substance: boolean): Promise<boolean> {
  const changes = graph.uncommitted.filter(wanted);
  return (substance ? await keepSubstantive(graph, changes) : changes).length > 0;
}

/**
 * The newest of these commits that changed the group; with `substance`, only changes beyond whitespace and links count.
 */
async function lastChange(
  graph: CommitGraph,
  { folders, wanted }: Group,
  ids: string[],
  substance: boolean,
): Promise<string | undefined> {
  const { read, compare, lookedInto } = graph.limits;
  for (let at = 0; at < ids.length; at += read) {
    if (at >= lookedInto)
      throw new NotVerifiedError(`the last ${lookedInto} commits do not show which file changed last`, 'history');
    const commits = await graph.read(ids.slice(at, at + read), folders);
    const own = commits.flatMap(({ id, changes }) => {
      const relevant = changes.filter(wanted);
      return relevant.length === 0 ? [] : [{ id, changes: relevant }];
    });
    if (!substance && own[0] !== undefined) return own[0].id;
    for (let from = 0; from < own.length; from += compare) {
      const some = own.slice(from, from + compare);
      const kept = new Set(
        await keepSubstantive(
          graph,
          some.flatMap(({ changes }) => changes),
        ),
      );
      const newest = some.find(({ changes }) => changes.some((change) => kept.has(change)));
      if (newest !== undefined) return newest.id;
    }
  }
  return undefined;
}
