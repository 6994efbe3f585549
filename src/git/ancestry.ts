import { matcher } from '../domain/cover.ts';
import type { Ancestry, FactRequest } from '../engine/fact-requests.ts';
import type { Commit } from './git-log.ts';
import { commitsBeyond, type HistoryContext, uncommitted } from './history-context.ts';
import { substantive } from './semantic-diff.ts';

interface Group {
  globs: string[];
  wanted: (path: string) => boolean;
  /** Oldest first, each with the wanted changes only. */
  commits: Commit[];
}

const BATCH = 25;

/**
 * Which of two groups of files changed last, by descent and never by date. One is newer only when its newest commit
 * has every change of the other behind it; what is not committed yet is newer than anything committed, and two
 * groups that both are will be committed together.
 */
export async function ancestryOf(
  context: HistoryContext,
  request: FactRequest<'ancestry'>,
  commits: Commit[],
): Promise<Ancestry> {
  const substance = request.substantive;
  const except = matcher(request.except);
  const [a, b] = [group(request.a, except, commits), group(request.b, except, commits)];
  const [lastA, lastB, looseA, looseB] = await Promise.all([
    last(context, a.commits, substance),
    last(context, b.commits, substance),
    uncommitted(context, a.wanted, substance),
    uncommitted(context, b.wanted, substance),
  ]);
  const ids = { ...(lastA === undefined ? {} : { a: lastA }), ...(lastB === undefined ? {} : { b: lastB }) };
  const [hasA, hasB] = [looseA.length > 0, looseB.length > 0];
  if (hasA || hasB) return { ...ids, relation: hasA && hasB ? 'same' : hasA ? 'a-newer' : 'b-newer' };
  if (lastA === undefined || lastB === undefined) {
    return { ...ids, relation: lastA !== undefined ? 'a-newer' : lastB !== undefined ? 'b-newer' : 'neither' };
  }
  const [moreA, moreB] = await Promise.all([
    hasMore(context, a, lastB, substance),
    hasMore(context, b, lastA, substance),
  ]);
  if (moreA && moreB) return { ...ids, relation: 'diverged' };
  return { ...ids, relation: moreA ? 'a-newer' : moreB ? 'b-newer' : 'same' };
}

function group(globs: string[], except: (path: string) => boolean, commits: Commit[]): Group {
  const matches = matcher(globs);
  const wanted = (path: string): boolean => matches(path) && !except(path);
  const own = commits.flatMap((commit) => {
    const changes = commit.changes.filter(({ path }) => wanted(path));
    return changes.length === 0 ? [] : [{ ...commit, changes }];
  });
  return { globs, wanted, commits: own };
}

/** Whether the group has a change that `id` does not have behind it. */
async function hasMore(context: HistoryContext, from: Group, id: string, substance: boolean): Promise<boolean> {
  const beyond = await commitsBeyond(context, id, from.globs);
  const more = from.commits.filter((commit) => beyond.has(commit.id));
  return (await last(context, more, substance)) !== undefined;
}

/** The newest commit of the list; with `substance`, the newest that changes more than white space and links. */
async function last(context: HistoryContext, commits: Commit[], substance: boolean): Promise<string | undefined> {
  if (!substance) return commits.at(-1)?.id;
  for (let end = commits.length; end > 0; end -= BATCH) {
    const batch = commits.slice(Math.max(0, end - BATCH), end);
    const changes = batch.flatMap((commit) => commit.changes);
    const kept = new Set(await substantive(context.repository.git, changes));
    const newest = batch.findLast((commit) => commit.changes.some((change) => kept.has(change)));
    if (newest !== undefined) return newest.id;
  }
  return undefined;
}
