import { realpath } from 'node:fs/promises';
import { resolve } from 'node:path';
import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import type { Observation } from '../domain/observation.ts';
import type { FactSource, FileSource } from '../engine/ports.ts';
import { type Mailmap, readMailmap } from '../evidence/history/identity.ts';
import { filesOfCommit } from './committed-file.ts';
import { GitFailure } from './git.ts';
import { plainFolder } from './plain-folder.ts';
import {
  type DefaultBranch,
  defaultBranch,
  findRepository,
  type Repository,
  repositoryName,
  resolveRevision,
} from './repository.ts';
import { readWorkState, type WorkState } from './work-state.ts';
import { gitFacts, noHistory } from './worktree-facts.ts';
import { committedFiles, diskFiles } from './worktree-files.ts';

/** A pilot in a local folder. */
export interface Worktree {
  files: FileSource;
  facts: FactSource;
  subject: {
    commit?: string;
    /** Where the evaluated commit left the default branch; undefined when it is that branch or none is known. */
    base?: string;
    /** Whether the evaluated files differ from the commit, or there is none. */
    dirty: boolean;
    repository: string;
    notes: string[];
    shallow: boolean;
    /** The evaluated folder below the top of the repository: empty, or ending in a slash. */
    prefix: string;
  };
  /** The top of the repository; outside git the folder itself. */
  toplevel: string;
  /**
   * Files on the default branch or, without a known default branch, the evaluated ones; `ref` says which. Paths are
   * relative to the evaluated folder, or with `top` to the top of the repository.
   */
  readAtDefaultBranch(paths: string[], options?: { top?: boolean; maxBytes?: number }): Promise<DefaultBranchFiles>;
  /** The files of whole commits; left out where no default branch is known. */
  definitions?: { baselines: () => Promise<FileSource[]>; filesAt: (commit: string) => FileSource };
}

export interface DefaultBranchFiles {
  files: Map<string, Observation<Uint8Array>>;
  /** `origin/main`, `main`, or `work tree` when there is no default branch. */
  ref: string;
  isDefaultBranch: boolean;
}

const MAILMAP_BYTES = 1 << 20;

/**
 * Opens a folder for evaluation: the top of a repository or a folder in it, a linked work tree, a bare clone, or plain
 * files. Without `ref` the files on disk are evaluated (HEAD in a bare clone). Nothing is written, no index is
 * refreshed, and no program configured by the repository runs. Throws UserError for a missing folder, an unknown ref,
 * or a repository that git does not trust.
 */
export async function openWorktree(dir: string, options: { ref?: string } = {}): Promise<Worktree> {
  try {
    return await open(dir, options);
  } catch (error) {
    if (!(error instanceof GitFailure)) throw error;
    throw new UserError(`"${dir}" cannot be read: ${error.message}`, 'make git status work there, then try again');
  }
}

async function open(dir: string, options: { ref?: string }): Promise<Worktree> {
  const repository = await findRepository(dir);
  if (repository === undefined) return openPlain(dir, options.ref, 'not a git repository: history unknown');
  const { git, bare } = repository;
  const [head, branch] = await Promise.all([
    git.tryRead(['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']),
    defaultBranch(repository),
  ]);
  const ref = options.ref ?? (bare ? 'HEAD' : undefined);
  const folder = bare ? repository.top : await realpath(resolve(dir));
  if (ref === undefined) {
    const state = await readWorkState(repository, folder, head);
    if (state.entries.length === 0 && state.overlay.size === 0 && (await isIgnored(repository))) {
      return openPlain(dir, undefined, 'git ignores this folder: history unknown');
    }
    return assemble(repository, { commit: head, branch, state, folder });
  }
  const commit = await resolveRevision(repository, ref);
  return assemble(repository, { commit, branch, treeId: await treeOf(repository, commit, ref) });
}

interface OpenedCommit {
  commit: string | undefined;
  branch: DefaultBranch | undefined;
  treeId?: string;
  state?: WorkState;
  folder?: string;
}

async function assemble(repository: Repository, evaluated: OpenedCommit): Promise<Worktree> {
  const { commit, branch, state, folder } = evaluated;
  const files =
    state !== undefined && folder !== undefined
      ? diskFiles(repository, folder, state)
      : committedFiles(repository, evaluated.treeId);
  const overlay = state?.overlay ?? new Map();
  let mailmap: Promise<Mailmap> | undefined;
  const facts = gitFacts({
    repository,
    commit,
    files,
    overlay,
    mailmap: () => {
      mailmap ??= mailmapAt(repository, branch?.commit ?? commit);
      return mailmap;
    },
  });
  const base = await baseOf(repository, commit, branch);
  const notes = [...(state?.notes ?? [])];
  if (repository.shallow) notes.push('this clone is shallow: its history is not known');
  if (commit === undefined) notes.push('no commit yet: history is empty');
  return {
    files,
    facts,
    subject: {
      ...defined({ commit, base }),
      dirty: commit === undefined || overlay.size > 0,
      repository: repositoryName(repository.setting('remote.origin.url'), repository.top),
      notes,
      shallow: repository.shallow,
      prefix: repository.prefix,
    },
    toplevel: repository.top,
    ...(branch === undefined
      ? {}
      : { definitions: definitionsOf(repository, branch.commit, commit === branch.commit && overlay.size === 0) }),
    readAtDefaultBranch: async (paths, { top = false, maxBytes = MAILMAP_BYTES } = {}) => {
      const at = branch?.commit ?? (top && repository.prefix !== '' ? commit : undefined);
      const ref = branch?.ref ?? (state === undefined ? (commit ?? 'work tree') : 'work tree');
      const isDefaultBranch = branch !== undefined;
      if (at === undefined) return { files: await files.files(paths, maxBytes), ref, isDefaultBranch };
      const prefix = top ? '' : repository.prefix;
      return { files: await filesOfCommit(repository, at, prefix, paths, maxBytes), ref, isDefaultBranch };
    },
  };
}

/** The files at the tip of the default branch, unless they are the evaluated ones, and at any commit. */
function definitionsOf(repository: Repository, tip: string, isTip: boolean): NonNullable<Worktree['definitions']> {
  const folder = repository.prefix.replace(/\/$/, '');
  const filesAt = (commit: string): FileSource =>
    committedFiles(repository, repository.git.tryRead(['rev-parse', '--verify', '--quiet', `${commit}:${folder}`]));
  return { baselines: async () => (isTip ? [] : [filesAt(tip)]), filesAt };
}

async function openPlain(dir: string, ref: string | undefined, note: string): Promise<Worktree> {
  if (ref !== undefined) {
    throw new UserError(`"${dir}" is not a git repository, so it has no revision "${ref}"`, 'omit --ref');
  }
  const folder = await realpath(resolve(dir));
  const files = plainFolder(folder);
  return {
    files,
    facts: noHistory(),
    subject: {
      dirty: true,
      repository: repositoryName(undefined, folder),
      notes: [note],
      shallow: false,
      prefix: '',
    },
    toplevel: folder,
    readAtDefaultBranch: async (paths, { maxBytes = MAILMAP_BYTES } = {}) => ({
      files: await files.files(paths, maxBytes),
      ref: 'work tree',
      isDefaultBranch: false,
    }),
  };
}

async function treeOf(repository: Repository, commit: string, ref: string): Promise<string> {
  const tree = await repository.git.tryRead([
    'rev-parse',
    '--verify',
    '--quiet',
    `${commit}:${repository.prefix.replace(/\/$/, '')}`,
  ]);
  const type = tree === undefined ? undefined : await repository.git.tryRead(['cat-file', '-t', tree]);
  if (tree !== undefined && type === 'tree') return tree;
  throw new UserError(`the folder ${repository.prefix} is not in "${ref}"`, 'name another revision or folder');
}

/** Checked only when git sees no file: everything there is then ignored. */
async function isIgnored({ git, prefix }: Repository): Promise<boolean> {
  if (prefix === '') return false;
  const ignored = await git.read(['ls-files', '-o', '-i', '--exclude-standard', '-z', '--', prefix]);
  return ignored.length > 0;
}

async function baseOf(
  repository: Repository,
  commit: string | undefined,
  branch: DefaultBranch | undefined,
): Promise<string | undefined> {
  // In a shallow clone the newest common commit cannot be determined.
  if (commit === undefined || branch === undefined || branch.commit === commit || repository.shallow) return undefined;
  return repository.git.tryRead(['merge-base', commit, branch.commit]);
}

/** Only the mailmap of the default branch counts: a branch could add one that hides its author's commits. */
async function mailmapAt(repository: Repository, commit: string | undefined): Promise<Mailmap> {
  if (commit === undefined) return readMailmap('');
  const found = (await filesOfCommit(repository, commit, '', ['.mailmap'], MAILMAP_BYTES)).get('.mailmap');
  return readMailmap(found?.state === 'seen' ? Buffer.from(found.value).toString('utf8') : '');
}
