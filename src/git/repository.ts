import { realpath, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { UserError } from '../domain/errors.ts';
import { type Git, GitFailure, gitIn, type Setting } from './git.ts';

export type ObjectFormat = 'sha1' | 'sha256';

/** A repository, found from a folder. `prefix` is that folder below the top: empty, or ending in a slash. */
export interface Repository {
  git: Git;
  top: string;
  prefix: string;
  bare: boolean;
  shallow: boolean;
  objectFormat: ObjectFormat;
  /** The last value of a configuration key; section and key are lower-case. */
  setting(key: string): string | undefined;
  /** Filter drivers in the configuration; they are never run. */
  filters: Set<string>;
}

/** The branch of the policy and mailmap. */
export interface DefaultBranch {
  /** As people write it: `origin/main`, `main`. */
  ref: string;
  commit: string;
}

const PROBE: Setting = ['pilot-readiness.probe', 'yes'];

/**
 * Finds the repository of a folder; undefined outside git. Throws UserError when the folder does not exist or git
 * refuses to read it.
 */
export async function findRepository(dir: string): Promise<Repository | undefined> {
  const folder = await existingFolder(dir);
  const git = gitIn(folder);
  const answers = await inside(git, folder);
  if (answers === undefined) return undefined;
  const [bareText, workTree, , shallow, format, prefix = '', gitDir = ''] = answers;
  const bare = bareText === 'true';
  if (!bare && workTree !== 'true') {
    throw new UserError(
      `"${dir}" is inside the git directory of a repository, not in its work tree`,
      'use the work tree, a bare clone or another folder',
    );
  }
  const top = bare ? gitDir : ((await git.tryRead(['rev-parse', '--show-toplevel'])) ?? folder);
  const settings = await configuration(git);
  const filters = filterNames(settings);
  const off = [...filters].flatMap((name): Setting[] => [
    [`filter.${name}.clean`, ''],
    [`filter.${name}.smudge`, ''],
    [`filter.${name}.process`, ''],
    [`filter.${name}.required`, 'false'],
  ]);
  return {
    git: gitIn(top, off),
    top,
    prefix: bare ? '' : prefix,
    bare,
    shallow: shallow === 'true',
    objectFormat: format === 'sha256' ? 'sha256' : 'sha1',
    setting: (key) => settings.get(key)?.at(-1),
    filters,
  };
}

async function existingFolder(dir: string): Promise<string> {
  const folder = resolve(dir);
  const found = await stat(folder).catch(() => undefined);
  if (found === undefined) throw new UserError(`"${dir}" does not exist`, 'use the folder of a pilot');
  if (!found.isDirectory()) throw new UserError(`"${dir}" is not a folder`, 'use the folder of a pilot');
  return realpath(folder);
}

async function inside(git: Git, folder: string): Promise<string[] | undefined> {
  const questions = ['bare-repository', 'inside-work-tree', 'inside-git-dir', 'shallow-repository'];
  try {
    const out = await git.read([
      'rev-parse',
      ...questions.map((question) => `--is-${question}`),
      '--show-object-format',
      '--show-prefix',
      '--absolute-git-dir',
    ]);
    return out.toString('utf8').split('\n');
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    if (/dubious ownership|unsafe repository/.test(error.stderr)) {
      throw new UserError(
        `git does not trust the repository of "${folder}": somebody else owns it`,
        `if you do trust it: git config --global --add safe.directory ${/safe\.directory (\S.*)/.exec(error.stderr)?.[1] ?? folder}`,
      );
    }
    if (/not a git repository/.test(error.stderr)) return undefined;
    throw new UserError(`git cannot read the repository of "${folder}": ${error.detail}`, 'repair it, then try again');
  }
}

async function configuration(git: Git): Promise<Map<string, string[]>> {
  const settings = new Map<string, string[]>();
  const text = (await git.with([PROBE]).read(['config', '--list', '-z'])).toString('utf8');
  for (const record of text.split('\0')) {
    const end = record.indexOf('\n');
    const key = end < 0 ? record : record.slice(0, end);
    // A key without a value means true.
    if (key !== '') settings.set(key, [...(settings.get(key) ?? []), end < 0 ? 'true' : record.slice(end + 1)]);
  }
  // Filter drivers are disabled the same way, so a git that does not support it must not be used.
  if (!settings.has(PROBE[0])) throw new UserError('this git is too old', 'install git 2.31 or newer');
  return settings;
}

function filterNames(settings: Map<string, string[]>): Set<string> {
  const names = new Set<string>();
  for (const key of settings.keys()) {
    const name = /^filter\.(.+)\.[^.]+$/s.exec(key)?.[1];
    if (name !== undefined) names.add(name);
  }
  return names;
}

/** Resolves a revision to its full id. Throws UserError when it looks like an option or does not exist. */
export async function resolveRevision(repository: Repository, ref: string): Promise<string> {
  const usable = ref !== '' && !ref.startsWith('-') && !/[\u0000-\u001f]/.test(ref);
  const commit = usable
    ? await repository.git.tryRead(['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])
    : undefined;
  if (commit !== undefined && /^[0-9a-f]{40,64}$/.test(commit)) return commit;
  throw new UserError(
    `"${ref}" is not a revision of this repository`,
    repository.shallow
      ? 'this clone is shallow and may lack it: git fetch --unshallow'
      : 'use a branch, tag or commit that exists here; git branch --all lists the branches',
  );
}

/** The default branch according to `origin`, otherwise a local branch with a usual name. */
export async function defaultBranch(repository: Repository): Promise<DefaultBranch | undefined> {
  const { git, bare } = repository;
  const named = repository.setting('init.defaultbranch');
  const wanted = [
    'refs/remotes/origin/HEAD',
    ...['main', 'master', ...(named === undefined ? [] : [named])].map((name) => `refs/heads/${name}`),
    'refs/remotes/origin/main',
    'refs/remotes/origin/master',
  ];
  const format = '--format=%(refname)%00%(objectname)%00%(symref)';
  const lines = ((await git.tryRead(['for-each-ref', format, '--', ...wanted])) ?? '').split('\n');
  const found = new Map<string, DefaultBranch>();
  for (const line of lines) {
    const [name = '', commit = '', target = ''] = line.split('\0');
    if (commit === '') continue;
    found.set(name, { ref: (target || name).replace(/^refs\/(heads|remotes)\//, ''), commit });
  }
  const origin = found.get('refs/remotes/origin/HEAD');
  if (origin !== undefined) return origin;
  if (bare) {
    const ref = await git.tryRead(['symbolic-ref', '--short', 'HEAD']);
    const commit = await git.tryRead(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
    if (ref !== undefined && commit !== undefined) return { ref, commit };
  }
  for (const name of wanted) {
    const branch = found.get(name);
    if (branch !== undefined) return branch;
  }
  return undefined;
}

/** `owner/repository` of the `origin` remote, otherwise the name of the folder. Never contains credentials. */
export function repositoryName(url: string | undefined, top: string): string {
  const folder = basename(top).replace(/\.git$/, '') || 'pilot';
  if (url === undefined) return folder;
  const remote =
    /^[a-z][a-z0-9+.-]*:\/\/[^/]+\/(.+)$/i.exec(url) ?? /^(?:[^@/\s]+@)?[^:/\s]{2,}:(?!\/\/)(.+)$/.exec(url);
  if (remote === null || /^file:/i.test(url)) return folder;
  const parts = (remote[1] ?? '')
    .replace(/[?#].*$/, '')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .filter((part) => part !== '');
  return parts.length < 2 ? folder : parts.slice(-2).join('/');
}
