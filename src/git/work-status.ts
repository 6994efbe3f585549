import type { TreeEntry } from '../domain/tree.ts';
import type { Repository } from './repository.ts';

/** One path of git's status: the entries of HEAD and index, and whether the disk differs from the index. */
export interface Changed {
  path: string;
  head?: TreeEntry;
  index?: TreeEntry;
  /** The bytes on disk are evaluated. */
  onDisk: boolean;
  /** Mode of the regular file on disk, if git reports it. */
  mode?: string;
}

/** All entries of the index below the prefix, with relative paths. */
export async function readIndex(repository: Repository): Promise<TreeEntry[]> {
  const out = await repository.git.read(['ls-files', '-s', '-z', '--full-name', ...below(repository)]);
  const entries: TreeEntry[] = [];
  for (const record of records(out)) {
    const tab = record.indexOf('\t');
    const [mode = '', blob = '', stage] = record.slice(0, tab).split(' ');
    if (stage === '0') entries.push({ path: record.slice(tab + 1 + repository.prefix.length), mode, blob });
  }
  return entries;
}

/** What differs from HEAD below the prefix, including each untracked file and without ignored ones. */
export async function readStatus(repository: Repository, head: string | undefined): Promise<Changed[]> {
  const { git, prefix } = repository;
  const submodules = head === undefined ? [] : stagedSubmodules(repository, head);
  const status = git.read([
    'status',
    '--porcelain=v2',
    '-z',
    '--untracked-files=all',
    '--ignored=no',
    '--no-renames',
    '--no-ahead-behind',
    '--ignore-submodules=all',
    ...below(repository),
  ]);
  const [out, staged] = await Promise.all([status, submodules]);
  const changes: Changed[] = [];
  for (const record of records(out)) {
    const change = parse(record, prefix);
    // A path that ends in a slash is a nested repository.
    if (change !== undefined && !change.path.endsWith('/') && change.path !== '') changes.push(change);
  }
  const known = new Set(changes.map((change) => change.path));
  for (const change of staged) if (!known.has(change.path)) changes.push(change);
  return changes;
}

function parse(record: string, prefix: string): Changed | undefined {
  if (record.startsWith('? ')) return { path: record.slice(2 + prefix.length), onDisk: true };
  if (record.startsWith('1 ')) {
    // 1 XY sub mH mI mW hH hI path
    const [, xy = '', , headMode = '', indexMode = '', diskMode = '', headBlob = '', indexBlob = ''] =
      record.split(' ');
    const path = rest(record, 8).slice(prefix.length);
    const onDisk = xy[1] !== '.';
    return {
      path,
      ...entry('head', path, headMode, headBlob),
      ...entry('index', path, indexMode, indexBlob),
      onDisk,
      ...(onDisk && diskMode.startsWith('100') ? { mode: diskMode } : {}),
    };
  }
  if (record.startsWith('u ')) {
    // u XY sub m1 m2 m3 mW h1 h2 h3 path: a conflict is evaluated as it is on disk, compared with our side.
    const fields = record.split(' ');
    const path = rest(record, 10).slice(prefix.length);
    return { path, ...entry('head', path, fields[4] ?? '', fields[8] ?? ''), onDisk: true };
  }
  return undefined;
}

function entry(name: 'head' | 'index', path: string, mode: string, blob: string): Partial<Changed> {
  return /^0*$/.test(mode) || /^0*$/.test(blob) ? {} : { [name]: { path, mode, blob } };
}

/** Status ignores submodules, which also hides newly staged ones. */
async function stagedSubmodules(repository: Repository, head: string): Promise<Changed[]> {
  const { git, prefix } = repository;
  const out = await git.read([
    'diff-index',
    '--cached',
    '--raw',
    '-z',
    '--no-abbrev',
    '--no-renames',
    '--ignore-submodules=none',
    head,
    ...below(repository),
  ]);
  const changes: Changed[] = [];
  const fields = records(out);
  for (let at = 0; at + 1 < fields.length; at += 2) {
    const [headMode = '', mode = '', headBlob = '', blob = ''] = (fields[at] ?? '').slice(1).split(' ');
    const path = (fields[at + 1] ?? '').slice(prefix.length);
    if (headMode !== '160000' && mode !== '160000') continue;
    changes.push({
      path,
      ...entry('head', path, headMode, headBlob),
      ...entry('index', path, mode, blob),
      onDisk: false,
    });
  }
  return changes;
}

function below({ prefix }: Repository): string[] {
  return ['--', prefix === '' ? '.' : prefix];
}

function records(out: Buffer): string[] {
  return out.toString('utf8').split('\0').slice(0, -1);
}

/** The rest after a number of space-separated fields; a path may contain spaces. */
function rest(record: string, fields: number): string {
  let at = 0;
  for (let count = 0; count < fields; count++) at = record.indexOf(' ', at) + 1;
  return record.slice(at);
}
