import type { Json } from './answers.ts';
import { blobText, leaves } from './git.ts';
import type { World } from './world.ts';

export interface Change {
  status: 'added' | 'removed' | 'modified' | 'renamed';
  filename: string;
  previous?: string;
  sha: string;
  before?: string;
}

const changesOf = new Map<string, Change[]>();
const countsOf = new Map<string, LineCounts>();

export interface LineCounts {
  additions: number;
  deletions: number;
  patch?: string;
}

/** What changed between two trees, by path. A moved file is `renamed` when at least half of its lines are the same. */
export function changes(world: World, repoId: number, base: string, head: string): Change[] {
  const key = `${base} ${head}`;
  const known = changesOf.get(key);
  if (known !== undefined) return known;
  const old = leaves(world, repoId, base);
  const fresh = leaves(world, repoId, head);
  const found: Change[] = [];
  const gone = new Map([...old].filter(([path]) => !fresh.has(path)));
  for (const [filename, leaf] of fresh) {
    const before = old.get(filename);
    if (before === undefined) found.push({ status: 'added', filename, sha: leaf.sha });
    else if (before.sha !== leaf.sha || before.mode !== leaf.mode) {
      found.push({ status: 'modified', filename, sha: leaf.sha, before: before.sha });
    }
  }
  for (const added of found.filter(({ status }) => status === 'added')) {
    const from = [...gone].find(([, leaf]) => leaf.sha === added.sha) ?? similar(world, repoId, gone, added.sha);
    if (from === undefined) continue;
    gone.delete(from[0]);
    Object.assign(added, { status: 'renamed', previous: from[0], before: from[1].sha });
  }
  for (const [filename, { sha }] of gone) found.push({ status: 'removed', filename, sha, before: sha });
  found.sort((one, other) => (one.filename < other.filename ? -1 : 1));
  changesOf.set(key, found);
  return found;
}

function similar(world: World, repoId: number, gone: Map<string, { sha: string }>, sha: string) {
  const wanted = lines(blobText(world, repoId, sha) ?? '');
  if (wanted.length < 2) return undefined;
  return [...gone].find(([, leaf]) => {
    const rest = lines(blobText(world, repoId, leaf.sha) ?? '');
    const bag = new Set(rest);
    const same = wanted.filter((line) => line.trim() !== '' && bag.has(line)).length;
    return same * 2 >= Math.max(wanted.length, rest.length);
  });
}

/** One hunk from the first to the last changed line: right, though not the shortest a diff could be. */
export function lineCounts(world: World, repoId: number, change: Change): LineCounts {
  const { before, sha, status } = change;
  const key = `${before ?? ''} ${status === 'removed' ? '' : sha}`;
  const known = countsOf.get(key);
  if (known !== undefined) return known;
  const old = before === undefined ? '' : blobText(world, repoId, before);
  const fresh = status === 'removed' ? '' : blobText(world, repoId, sha);
  const counts =
    old === undefined || fresh === undefined ? { additions: 0, deletions: 0 } : hunk(lines(old), lines(fresh));
  countsOf.set(key, counts);
  return counts;
}

function hunk(old: string[], fresh: string[]): LineCounts {
  let start = 0;
  while (start < old.length && start < fresh.length && old[start] === fresh[start]) start++;
  let end = 0;
  const room = Math.min(old.length, fresh.length) - start;
  while (end < room && old[old.length - 1 - end] === fresh[fresh.length - 1 - end]) end++;
  const removed = old.slice(start, old.length - end);
  const added = fresh.slice(start, fresh.length - end);
  if (removed.length + added.length === 0) return { additions: 0, deletions: 0 };
  const from = Math.max(0, start - 3);
  const head = old.slice(from, start);
  const tail = old.slice(old.length - end, old.length - end + 3);
  const span = (count: number): string => `${count === 0 ? from : from + 1},${count}`;
  const edges = head.length + tail.length;
  const patch = [
    `@@ -${span(edges + removed.length)} +${span(edges + added.length)} @@`,
    ...head.map((line) => ` ${line}`),
    ...removed.map((line) => `-${line}`),
    ...added.map((line) => `+${line}`),
    ...tail.map((line) => ` ${line}`),
  ].join('\n');
  return { additions: added.length, deletions: removed.length, patch };
}

function lines(content: string): string[] {
  if (content === '') return [];
  return content.replace(/\n$/, '').split('\n');
}

/** One row of `GET /pulls/:n/files`. */
export function fileJson(world: World, repo: { id: number; full_name: string }, head: string, change: Change): Json {
  const { additions, deletions, patch } = lineCounts(world, repo.id, change);
  const path = change.filename.split('/').map(encodeURIComponent).join('/');
  return {
    sha: change.sha,
    filename: change.filename,
    status: change.status,
    additions,
    deletions,
    changes: additions + deletions,
    blob_url: `${world.url}/${repo.full_name}/blob/${head}/${path}`,
    raw_url: `${world.url}/${repo.full_name}/raw/${head}/${path}`,
    contents_url: `${world.url}/repos/${repo.full_name}/contents/${path}?ref=${head}`,
    ...(patch === undefined ? {} : { patch }),
    ...(change.previous === undefined ? {} : { previous_filename: change.previous }),
  };
}
