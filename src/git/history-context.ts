import type { FileSource } from '../engine/ports.ts';
import { type Commit, type PathChange, pathspecs, readCommits, readLog } from './git-log.ts';
import type { Mailmap } from './identity.ts';
import type { Repository } from './repository.ts';
import { substantive } from './semantic-diff.ts';
import type { Overlay } from './work-state.ts';

/** What every fact about history is worked out from. */
export interface HistoryContext {
  repository: Repository;
  /** The judged commit, undefined before the first one. */
  commit: string | undefined;
  files: FileSource;
  /** What is judged but not committed. */
  overlay: Map<string, Overlay>;
  mailmap: () => Promise<Mailmap>;
}

const MAGIC = /[*?[\]{}()!+@\\]/;
const COMPARED_BYTES = 4 << 20;

/** The folder (or file) that holds everything a glob can match, undefined when that lies outside the pilot. */
export function globFolder(glob: string): string | undefined {
  const parts: string[] = [];
  for (const part of glob.replace(/^(\.\/)+/, '').split('/')) {
    if (MAGIC.test(part)) break;
    parts.push(part);
  }
  if (parts[0] === '' && glob !== '') return undefined;
  if (parts.includes('..') || glob.includes('\0')) return undefined;
  return parts.join('/').replace(/\/+$/, '');
}

/** The folders of several globs, those outside left out. */
export function globFolders(globs: string[]): string[] {
  return globs.flatMap((glob) => globFolder(glob) ?? []);
}

/** Commits that change a wanted path, oldest first; none before the first commit. */
export async function commitsOf(
  context: HistoryContext,
  globs: string[],
  wanted: (path: string) => boolean,
): Promise<Commit[]> {
  const folders = globFolders(globs);
  if (context.commit === undefined || folders.length === 0) return [];
  const { git, prefix } = context.repository;
  return readLog(git, context.commit, prefix, folders, wanted);
}

/** Every commit of the pilot, oldest first, without what it changed. */
export async function allCommitsOf({ commit, repository }: HistoryContext): Promise<Commit[]> {
  return commit === undefined ? [] : readCommits(repository.git, commit, repository.prefix);
}

/** Ids of commits that the judged one has and `id` has not, as far as they touch what the globs can match. */
export async function commitsBeyond(context: HistoryContext, id: string, globs: string[]): Promise<Set<string>> {
  const folders = globFolders(globs);
  if (context.commit === undefined || folders.length === 0) return new Set();
  const { git, prefix } = context.repository;
  const range = [context.commit, `^${id}`, '--', ...pathspecs(prefix, folders)];
  const out = await git.read(['rev-list', '--full-history', ...range]);
  return new Set(out.toString('latin1').split('\n'));
}

/** What is judged and not committed, as changes from the commit; `substance` leaves out white space and links. */
export async function uncommitted(
  context: HistoryContext,
  wanted: (path: string) => boolean,
  substance: boolean,
): Promise<PathChange[]> {
  const changes = [...context.overlay.values()]
    .filter(({ path }) => wanted(path))
    .map(({ path, head, now }) => ({ path, before: [head], after: now }));
  return substance ? substantive(context.repository.git, changes, await looseBytes(context, changes)) : changes;
}

/** Bytes of changed files that git has no object for yet, by the id it would give them. */
export async function looseBytes(context: HistoryContext, changes: PathChange[]): Promise<Map<string, Uint8Array>> {
  const paths = changes.flatMap(({ path }) => (context.overlay.get(path)?.from === 'disk' ? [path] : []));
  const loose = new Map<string, Uint8Array>();
  if (paths.length === 0) return loose;
  for (const read of (await context.files.files(paths, COMPARED_BYTES)).values()) {
    if (read.state === 'seen' && read.place.blob !== undefined) loose.set(read.place.blob, read.value);
  }
  return loose;
}
