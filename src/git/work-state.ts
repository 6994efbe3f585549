import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import type { TreeEntry } from '../domain/tree.ts';
import { hashDisk, hashLink, readDisk, statPath } from './disk.ts';
import { blobId, readBlobs } from './git-objects.ts';
import { type Attributes, isCrlfText, readAttributes, storedBytes } from './line-ends.ts';
import type { Repository } from './repository.ts';
import { type Changed, readIndex, readStatus } from './work-status.ts';

/** One path that differs from the commit: the committed entry, the evaluated entry, and where its bytes are. */
export interface Overlay {
  path: string;
  head?: TreeEntry;
  now?: TreeEntry;
  /**
   * `object`: staged, git has the blob. `disk`: on disk, stored with these line endings. `lfs`: an LFS file with a
   * computed pointer.
   */
  from: 'object' | 'disk' | 'lfs';
  stored?: (bytes: Uint8Array) => Uint8Array;
}

/** The evaluated tree of a work tree and its uncommitted changes. */
export interface WorkState {
  entries: TreeEntry[];
  overlay: Map<string, Overlay>;
  notes: string[];
}

/** A larger changed file is hashed without conversion: it is not text evidence. */
const CONVERTED_BYTES = 32 << 20;
const INDEX_BYTES = 1 << 20;

/**
 * Reads index and disk below the prefix. Files that git reports as unchanged keep the blob of the index, so a clean
 * checkout gives the tree of its commit regardless of line endings. Changed files get the id git would store, computed
 * here because filter drivers are programs and never run.
 */
export async function readWorkState(
  repository: Repository,
  folder: string,
  head: string | undefined,
): Promise<WorkState> {
  const [index, changes] = await Promise.all([readIndex(repository), readStatus(repository, head)]);
  const notes: string[] = [];
  const touched = changes.filter((change) => change.onDisk).map((change) => change.path);
  const git = repository.git.at(folder);
  const attributes = await readAttributes(git, touched, repository.setting('core.autocrlf'));
  const crlfInIndex = await alreadyCrlf(repository, changes, attributes);
  const overlay = new Map<string, Overlay>();
  const entries = new Map(index.map((entry) => [entry.path, entry]));
  for (const change of changes) {
    const rules = attributes.get(change.path) ?? { lineEnds: 'keep', converted: false };
    const next: Overlay = change.onDisk
      ? await fromDisk(repository, folder, change, rules, crlfInIndex.has(change.path), notes)
      : { path: change.path, from: 'object', ...(change.index ? { now: change.index } : {}) };
    if (change.head) next.head = change.head;
    if (next.now) entries.set(change.path, next.now);
    else entries.delete(change.path);
    if (next.head?.blob !== next.now?.blob || next.head?.mode !== next.now?.mode) overlay.set(change.path, next);
  }
  return { entries: [...entries.values()], overlay, notes };
}

async function fromDisk(
  repository: Repository,
  folder: string,
  change: Changed,
  rules: Attributes,
  crlfInIndex: boolean,
  notes: string[],
): Promise<Overlay> {
  const { path } = change;
  const found = await statPath(folder, path);
  if (found.kind === 'link') {
    const blob = await hashLink(folder, path, repository.objectFormat);
    return { path, from: 'object', now: { path, mode: '120000', blob } };
  }
  // A folder in place of a submodule is that submodule, whatever is checked out in it.
  if (found.kind === 'folder' && change.index?.mode === '160000') return { path, from: 'object', now: change.index };
  if (found.kind !== 'file') return { path, from: 'disk' };
  const mode =
    change.mode ?? (found.executable && repository.setting('core.filemode') !== 'false' ? '100755' : '100644');
  const driver = rules.filter !== undefined && repository.filters.has(rules.filter) ? rules.filter : undefined;
  if (driver === 'lfs') {
    const blob = await lfsPointerId(repository, folder, path);
    return { path, from: 'lfs', now: { path, mode, blob } };
  }
  if (driver !== undefined && change.index && (await sameStat(repository, folder, path))) {
    return { path, from: 'object', now: { ...change.index, mode } };
  }
  if (driver !== undefined)
    notes.push(`${path} has the filter "${driver}", which is not run: evaluated as it is on disk`);
  else if (rules.converted) notes.push(`${path} is converted by git when it is added: evaluated as it is on disk`);
  const stored = (bytes: Uint8Array): Uint8Array => storedBytes(bytes, rules.lineEnds, crlfInIndex);
  const blob = await storedId(repository, folder, path, rules.lineEnds === 'keep' ? undefined : stored);
  return { path, from: 'disk', now: { path, mode, blob }, stored };
}

async function storedId(
  repository: Repository,
  folder: string,
  path: string,
  stored: ((bytes: Uint8Array) => Uint8Array) | undefined,
): Promise<string> {
  if (stored !== undefined) {
    const read = await readDisk(folder, path, CONVERTED_BYTES);
    if (read.kind === 'bytes') return blobId(stored(read.bytes), repository.objectFormat);
  }
  const hashed = await hashDisk(folder, path, repository.objectFormat);
  return hashed?.blob ?? unreadableId(repository);
}

/** An unreadable file stays in the tree under an id that matches no other. */
function unreadableId(repository: Repository): string {
  return '0'.repeat(repository.objectFormat === 'sha256' ? 64 : 40);
}

async function lfsPointerId(repository: Repository, folder: string, path: string): Promise<string> {
  const hashed = await hashDisk(folder, path, repository.objectFormat);
  if (hashed === undefined) return unreadableId(repository);
  const read = await readDisk(folder, path, 1024);
  if (read.kind === 'bytes' && Buffer.from(read.bytes).toString('latin1').startsWith('version https://git-lfs')) {
    return hashed.blob;
  }
  const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${hashed.sha256}\nsize ${hashed.size}\n`;
  return blobId(Buffer.from(pointer), repository.objectFormat);
}

/**
 * Whether size and time are those git recorded when it last wrote this file: its filter driver would then give the same
 * result.
 */
async function sameStat(repository: Repository, folder: string, path: string): Promise<boolean> {
  const noted = (await repository.git.at(folder).read(['ls-files', '--debug', '-z', '--', path])).toString('latin1');
  const mtime = /mtime: (\d+):(\d+)/.exec(noted);
  const size = /size: (\d+)/.exec(noted);
  const now = await lstat(join(folder, path), { bigint: true });
  return (
    mtime !== null &&
    size !== null &&
    now.mtimeNs === BigInt(mtime[1] ?? 0) * 1_000_000_000n + BigInt(mtime[2] ?? 0) &&
    Number(now.size) === Number(size[1])
  );
}

async function alreadyCrlf(
  repository: Repository,
  changes: Changed[],
  attributes: Map<string, Attributes>,
): Promise<Set<string>> {
  const candidates = changes.filter((change) => change.index && attributes.get(change.path)?.lineEnds === 'auto');
  const ids = candidates.flatMap((change) => (change.index ? [change.index.blob] : []));
  const blobs = await readBlobs(repository.git, ids, INDEX_BYTES);
  const found = new Set<string>();
  for (const { path, index } of candidates) {
    const blob = index && blobs.get(index.blob);
    if (blob !== undefined && 'bytes' in blob && isCrlfText(blob.bytes)) found.add(path);
  }
  return found;
}
