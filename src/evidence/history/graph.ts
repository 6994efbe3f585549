import type { Tree } from '../../domain/tree.ts';
import type { Identity } from '../../engine/fact-answers.ts';
import type { Mailmap } from './identity.ts';

/** One side of a change; undefined means that the file does not exist. */
export interface Side {
  mode: string;
  blob: string;
}

/** The change of one path in one commit. A merge has one `before` per parent. */
export interface PathChange {
  path: string;
  before: (Side | undefined)[];
  after: Side | undefined;
}

export interface Commit {
  id: string;
  parents: string[];
  /** The committer's date in UTC, as declared by the committer. */
  declaredAt: string;
  author: Identity;
  committer: Identity;
  coAuthors: Identity[];
  changes: PathChange[];
}

/** One blob: its bytes, only its size when it is above the limit, or `missing` when it is not available here. */
export type Blob = { bytes: Uint8Array } | { size: number } | { missing: true };

/** The difference between an earlier commit and the evaluated files. */
export interface Difference {
  /** The full id of the given prefix; undefined when there is no such commit. */
  commit: string | undefined;
  /** Whether the commit is an ancestor of the evaluated one. */
  ancestor: boolean;
  changes: PathChange[];
}

/**
 * The ancestors of the evaluated commit. All facts about history are derived from this interface, so that a clone and
 * GitHub's API give the same answers. What cannot be read throws NotVerifiedError.
 */
export interface CommitGraph {
  /**
   * Commits that change a wanted path below these folders ('' is all), oldest first by ancestry, with only the wanted
   * changes.
   */
  commits(folders: string[], wanted: (path: string) => boolean): Promise<Commit[]>;
  /** Every commit, oldest first. Changes may be omitted where `except` cannot matter; the commit then counts. */
  everyCommit(except: string[]): Promise<(Omit<Commit, 'changes'> & { changes: PathChange[] | undefined })[]>;
  /** Ids of commits that may have changed something below these folders, newest first. */
  candidates(folders: string[]): Promise<string[]>;
  /** These commits, in the given order, with their changes below the folders. */
  read(ids: string[], folders: string[]): Promise<Commit[]>;
  /** Those of `ids` that are not ancestors of the commit `id`. */
  beyond(id: string, ids: string[], folders: string[]): Promise<string[]>;
  differenceFrom(commit: string): Promise<Difference>;
  /** Uncommitted changes that are evaluated, relative to the evaluated commit. */
  uncommitted: PathChange[];
  /** Every file of a commit; of the evaluated one without an id. */
  tree(commit?: string): Promise<Tree>;
  blobs(ids: string[], maxBytes: number): Promise<Map<string, Blob>>;
  /** A blob by an id from evidence; undefined when the repository does not have it. */
  findBlob(id: string, maxBytes: number): Promise<Blob | undefined>;
  /** The evaluated file at a path; undefined when it does not exist. */
  evaluated(path: string, maxBytes: number): Promise<Blob | undefined>;
  /** Parses a version of a YAML file by blob id, once: many keys are looked up in the same few versions. */
  yaml(id: string, bytes: Uint8Array): unknown;
  mailmap(): Promise<Mailmap>;
  /** When a pull request first merged a commit into the default branch; only where this is known. */
  mergedAt?(commit: string): Promise<string | undefined>;
  /** Why a negative answer is inconclusive: a shallow clone lacks commits. */
  incomplete?: string;
  limits: {
    /** Commits read and compared per step. */
    read: number;
    compare: number;
    /** Commits that are read to find the last change. */
    lookedInto: number;
    /** Versions of one file and of one value that are read. */
    versions: number;
    valueVersions: number;
  };
}
