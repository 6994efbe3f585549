import type { Commit, PathChange, Side } from '../evidence/history/graph.ts';
import { coAuthors, identity } from '../evidence/history/identity.ts';
import type { Git } from './git.ts';

const FIELDS = ['%H', '%P', '%ct', '%an', '%ae', '%cn', '%ce', '%B'];
const MAX_PATHS = 500;
const LOG = ['log', '-z', '--full-history', '--topo-order', `--format=tformat:${FIELDS.join('%x00')}%x00`];
const RAW = ['-c', '--raw', '--no-abbrev', '--no-renames', '--no-ext-diff', '--no-textconv'];

/**
 * Commits reachable from `head` that change a wanted path, oldest first by ancestry. All lines of history are walked,
 * so a merge that keeps one side does not hide the other. A merge counts for the paths that differ from all its
 * parents. Renames are not followed.
 */
export async function readLog(
  git: Git,
  head: string,
  prefix: string,
  folders: string[],
  wanted: (path: string) => boolean,
): Promise<Commit[]> {
  const commits: Commit[] = [];
  const reader = logReader((commit) => {
    const changes = commit.changes
      .filter((change) => change.path.startsWith(prefix))
      .map((change) => ({ ...change, path: change.path.slice(prefix.length) }))
      .filter((change) => wanted(change.path));
    if (changes.length > 0) commits.push({ ...commit, changes });
  });
  await git.stream([...LOG, ...RAW, head, '--', ...pathspecs(prefix, folders)], reader.take);
  reader.end();
  return commits.reverse();
}

/**
 * Commits reachable from `head` that change anything below the prefix, without paths, which would be most of the output
 * in a large repository. Oldest first by ancestry, merges with own changes last.
 */
export async function readCommits(git: Git, head: string, prefix: string): Promise<Commit[]> {
  const read = async (...options: string[]): Promise<Commit[]> => {
    const commits: Commit[] = [];
    const reader = logReader((commit) => commits.push(commit));
    await git.stream([...LOG, ...options, head, '--', prefix === '' ? '.' : prefix], reader.take);
    reader.end();
    return commits.reverse();
  };
  const [plain, merges] = await Promise.all([read('--no-merges'), read('--merges', ...RAW)]);
  return [...plain, ...merges.filter((commit) => commit.changes.length > 0)];
}

/** Literal paths that contain everything wanted; too many become one folder above them all. */
export function pathspecs(prefix: string, folders: string[]): string[] {
  const all = [...new Set(folders.map((folder) => prefix + folder))];
  if (all.includes(prefix) || all.length > MAX_PATHS) return prefix === '' ? [] : [prefix];
  return all;
}

/**
 * Splits the output of `git log -z --raw` into commits while it arrives. Every field ends with a NUL and contains none.
 */
function logReader(onCommit: (commit: Commit) => void): { take: (chunk: Buffer) => void; end: () => void } {
  let pending: Buffer[] = [];
  let header: string[] = [];
  let commit: Commit | undefined;
  let raw: string | undefined;
  const token = (text: string): void => {
    if (raw !== undefined) {
      commit?.changes.push(pathChange(raw, text));
      raw = undefined;
    } else if (header.length === 0 && /^\n?:/.test(text)) raw = text.trimStart();
    else if (header.length > 0 || text !== '') {
      header.push(text);
      if (header.length < FIELDS.length) return;
      if (commit !== undefined) onCommit(commit);
      commit = newCommit(header);
      header = [];
    }
  };
  return {
    take: (chunk) => {
      let at = 0;
      for (let end = chunk.indexOf(0, at); end >= 0; end = chunk.indexOf(0, at)) {
        pending.push(chunk.subarray(at, end));
        token((pending.length === 1 ? chunk.subarray(at, end) : Buffer.concat(pending)).toString('utf8'));
        pending = [];
        at = end + 1;
      }
      if (at < chunk.length) pending.push(chunk.subarray(at));
    },
    end: () => {
      if (commit !== undefined) onCommit(commit);
    },
  };
}

function newCommit(fields: string[]): Commit {
  const [
    id = '',
    parents = '',
    seconds = '0',
    name = '',
    mail = '',
    committerName = '',
    committerMail = '',
    message = '',
  ] = fields;
  return {
    id,
    parents: parents.split(' ').filter((parent) => parent !== ''),
    declaredAt: instant(Number(seconds)),
    author: identity(name, mail),
    committer: identity(committerName, committerMail),
    coAuthors: coAuthors(message),
    changes: [],
  };
}

/** A commit can contain an invalid date. */
function instant(seconds: number): string {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('.000Z', 'Z');
}

/** `:<mode>{n} <mode> <id>{n} <id> <status>`, with as many colons as there are parents. */
export function pathChange(raw: string, path: string): PathChange {
  const parents = /^:*/.exec(raw)?.[0].length ?? 1;
  const fields = raw.slice(parents).split(' ');
  const side = (index: number): Side | undefined => {
    const mode = fields[index] ?? '';
    return /^0*$/.test(mode) ? undefined : { mode, blob: fields[parents + 1 + index] ?? '' };
  };
  return { path, before: Array.from({ length: parents }, (_, index) => side(index)), after: side(parents) };
}
