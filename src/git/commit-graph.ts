import { matcher } from '../domain/cover.ts';
import { NotVerifiedError } from '../domain/errors.ts';
import { makeTree, type Tree, type TreeEntry } from '../domain/tree.ts';
import type { FactRequest } from '../engine/fact-requests.ts';
import type { FileSource } from '../engine/ports.ts';
import { globFolders } from '../evidence/history/globs.ts';
import type { Blob, Commit, CommitGraph, Difference, PathChange } from '../evidence/history/graph.ts';
import type { Mailmap } from '../evidence/history/identity.ts';
import { usualFiles } from '../evidence/history/section-files.ts';
import { readYaml } from '../evidence/history/yaml-values.ts';
import { pathChange, pathspecs, readCommits, readLog } from './git-log.ts';
import { readBlobs } from './git-objects.ts';
import type { Repository } from './repository.ts';
import type { Overlay } from './work-state.ts';

const SHALLOW = 'this clone is shallow: run git fetch --unshallow';

/** The shared context of facts about history. */
export interface HistoryContext {
  repository: Repository;
  /** The evaluated commit; undefined before the first one. */
  commit: string | undefined;
  files: FileSource;
  /** Evaluated changes that are not committed. */
  overlay: Map<string, Overlay>;
  mailmap: () => Promise<Mailmap>;
}

/**
 * The graph of a clone. One walk of the log serves all `requests`, and blobs requested at the same time are read
 * together. The number of git calls does not grow with the number of requests, except for two per ancestry and three
 * per compared commit. In a shallow clone everything that walks the log is not verified.
 */
export function gitGraph(context: HistoryContext, requests: FactRequest[]): CommitGraph {
  const { repository, commit: head, overlay } = context;
  const { git, prefix, shallow } = repository;
  const requireFullHistory = (): void => {
    if (shallow) throw new NotVerifiedError(SHALLOW, 'history');
  };
  const walk = once(() => readRequestedCommits(context, requests));
  const scope = new Set(globFolders([...requests.flatMap(globsOf), ...requests.flatMap(pathsOf)]));
  const every = once(async () => (head === undefined ? [] : readCommits(git, head, prefix)));
  const differences = new Map<string, Promise<Difference>>();
  const documents = new Map<string, unknown>();
  const trees = new Map<string, Promise<Tree>>();
  const readTogether = batched((ids, maxBytes) => readBlobs(git, ids, maxBytes));
  return {
    commits: async (folders, wanted) => {
      requireFullHistory();
      const isWalked = folders.every((folder) => scope.has(folder));
      const found = isWalked || head === undefined ? walk() : readLog(git, head, prefix, folders, wanted);
      return (await found).flatMap((commit) => {
        const changes = commit.changes.filter(({ path }) => wanted(path));
        return changes.length === 0 ? [] : [{ ...commit, changes }];
      });
    },
    everyCommit: async (except) => {
      requireFullHistory();
      return except.length > 0 ? walk() : (await every()).map((commit) => ({ ...commit, changes: undefined }));
    },
    candidates: async () => {
      requireFullHistory();
      return (await walk()).map(({ id }) => id).reverse();
    },
    read: async (ids) => {
      const known = new Map((await walk()).map((commit) => [commit.id, commit]));
      return ids.flatMap((id) => known.get(id) ?? []);
    },
    beyond: async (id, ids, folders) => {
      if (head === undefined || folders.length === 0) return [];
      const range = [head, `^${id}`, '--', ...pathspecs(prefix, folders)];
      const out = await git.read(['rev-list', '--full-history', ...range]);
      const beyond = new Set(out.toString('latin1').split('\n'));
      return ids.filter((one) => beyond.has(one));
    },
    differenceFrom: (name) => {
      const known = differences.get(name) ?? differenceFrom(context, name);
      differences.set(name, known);
      return known;
    },
    tree: async (commit = head) => {
      if (commit === undefined) return makeTree([]);
      const known = trees.get(commit) ?? listFiles(repository, commit);
      trees.set(commit, known);
      return known;
    },
    uncommitted: [...overlay.values()].map(({ path, head: before, now }) => ({ path, before: [before], after: now })),
    blobs: async (ids, maxBytes) => {
      const [stored, loose] = await Promise.all([readTogether(ids, maxBytes), looseBlobs(context, ids, maxBytes)]);
      return new Map([...stored, ...loose]);
    },
    findBlob: async (id, maxBytes) => (await readTogether([id], maxBytes)).get(id),
    evaluated: async (path, maxBytes) => {
      const read = (await context.files.files([path], maxBytes)).get(path);
      if (read?.state === 'unavailable') throw new NotVerifiedError(read.reason, read.resolvableBy);
      return read?.state === 'seen' ? { bytes: read.value } : undefined;
    },
    yaml: (id, bytes) => {
      if (!documents.has(id)) documents.set(id, readYaml(bytes));
      return documents.get(id);
    },
    mailmap: context.mailmap,
    ...(shallow ? { incomplete: SHALLOW } : {}),
    limits: { read: 25, compare: 25, lookedInto: Number.POSITIVE_INFINITY, versions: 100_000, valueVersions: 500 },
  };
}

/** Commits that change something in scope of any request, oldest first. */
async function readRequestedCommits(
  { commit, repository }: HistoryContext,
  requests: FactRequest[],
): Promise<Commit[]> {
  const globs = requests.flatMap(globsOf);
  const literal = new Set(requests.flatMap(pathsOf));
  const folders = globFolders([...globs, ...literal]);
  if (commit === undefined || folders.length === 0) return [];
  const matches = matcher(globs);
  return readLog(repository.git, commit, repository.prefix, folders, (path) => literal.has(path) || matches(path));
}

function globsOf(request: FactRequest): string[] {
  if (request.kind === 'history') return request.paths;
  if (request.kind === 'ancestry') return [...request.a, ...request.b];
  // A request for every commit without exceptions needs no path.
  const needsPaths = request.kind === 'authorship' && !(request.globs.includes('**') && request.except.length === 0);
  return needsPaths ? request.globs : [];
}

function pathsOf(request: FactRequest): string[] {
  if (request.kind === 'history') return request.paths;
  return request.kind === 'value-history' ? usualFiles(request) : [];
}

/** Every file of a commit below the prefix. */
async function listFiles({ git, prefix }: Repository, commit: string): Promise<Tree> {
  const out = await git.read(['ls-tree', '-r', '-z', '--full-tree', commit, ...(prefix === '' ? [] : ['--', prefix])]);
  const entries = out
    .toString('utf8')
    .split('\0')
    .flatMap((line): TreeEntry[] => {
      const [, mode, blob, path] = /^(\d+) \w+ ([0-9a-f]+)\t([\s\S]+)$/.exec(line) ?? [];
      return mode && blob && path?.startsWith(prefix) ? [{ mode, blob, path: path.slice(prefix.length) }] : [];
    });
  return makeTree(entries);
}

async function differenceFrom(context: HistoryContext, name: string): Promise<Difference> {
  const { commit: head, overlay, repository } = context;
  const commit = await resolveId(repository, name);
  if (commit === undefined || head === undefined) return { commit, ancestor: false, changes: [] };
  const { git, prefix } = repository;
  const options = ['-r', '--raw', '-z', '--no-abbrev', '--no-renames', '--ignore-submodules=none'];
  const [ancestor, out] = await Promise.all([
    git.tryRead(['merge-base', '--is-ancestor', commit, head]),
    git.read(['diff-tree', ...options, commit, head, ...(prefix === '' ? [] : ['--', prefix])]),
  ]);
  const changes = new Map<string, PathChange>();
  const fields = out.toString('utf8').split('\0');
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const path = (fields[at + 1] ?? '').slice(prefix.length);
    changes.set(path, pathChange(fields[at] ?? '', path));
  }
  for (const { path, head: committed, now } of overlay.values()) {
    const committedChange = changes.get(path);
    const before = committedChange === undefined ? committed : committedChange.before[0];
    if (before?.blob === now?.blob && before?.mode === now?.mode) changes.delete(path);
    else changes.set(path, { path, before: [before], after: now });
  }
  return { commit, ancestor: ancestor !== undefined, changes: [...changes.values()] };
}

/** The commit with this id or unique id prefix. */
async function resolveId({ git, objectFormat }: Repository, name: string): Promise<string | undefined> {
  if (name.length === (objectFormat === 'sha256' ? 64 : 40))
    return git.tryRead(['rev-parse', '--verify', '--quiet', `${name}^{commit}`]);
  const candidates = await git.tryRead(['rev-parse', `--disambiguate=${name}`]);
  if (candidates === undefined || candidates === '') return undefined;
  const types = (await git.read(['cat-file', '--batch-check'], `${candidates}\n`)).toString('latin1').split('\n');
  const commits = types.filter((line) => line.split(' ')[1] === 'commit').map((line) => line.split(' ')[0]);
  return commits.length === 1 ? commits[0] : undefined;
}

/** Changed files without a git object, by the id git would give them. */
async function looseBlobs({ overlay, files }: HistoryContext, ids: string[], maxBytes: number) {
  const paths = [...overlay.values()].flatMap(({ path, from, now }) =>
    from === 'disk' && now !== undefined && ids.includes(now.blob) ? [path] : [],
  );
  const loose = new Map<string, Blob>();
  if (paths.length === 0) return loose;
  for (const read of (await files.files(paths, maxBytes)).values())
    if (read.state === 'seen' && read.place.blob !== undefined) loose.set(read.place.blob, { bytes: read.value });
  return loose;
}

function once<T>(read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  return () => {
    value ??= read();
    return value;
  };
}

/** Combines reads of the same event loop turn, by size limit. */
function batched(read: (ids: string[], maxBytes: number) => Promise<Map<string, Blob>>): typeof read {
  const waiting = new Map<number, { ids: string[]; answer: Promise<Map<string, Blob>> }>();
  return (ids, maxBytes) => {
    const known = waiting.get(maxBytes);
    if (known !== undefined) {
      known.ids.push(...ids);
      return known.answer;
    }
    const all = [...ids];
    const answer = new Promise<void>((next) => setImmediate(next)).then(() => {
      waiting.delete(maxBytes);
      return read(all, maxBytes);
    });
    waiting.set(maxBytes, { ids: all, answer });
    return answer;
  };
}
