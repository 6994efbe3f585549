import type { Identity } from '../../engine/fact-requests.ts';
import type { Mailmap } from './identity.ts';

/** One side of a change; undefined stands for a file that is not there. */
export interface Side {
  mode: string;
  blob: string;
}

/** What one commit did to one path. A merge has one `before` per parent. */
export interface PathChange {
  path: string;
  before: (Side | undefined)[];
  after: Side | undefined;
}

export interface Commit {
  id: string;
  /** The committer's date in UTC: declared by whoever made the commit. */
  declaredAt: string;
  author: Identity;
  committer: Identity;
  coAuthors: Identity[];
  changes: PathChange[];
}

/** One blob: its bytes, only its size when it is above the cap, or that it cannot be had here. */
export type Blob = { bytes: Uint8Array } | { size: number } | { missing: true };

/** How the evaluated files differ from those of an earlier commit. */
export interface Difference {
  /** The full id that the given prefix resolves to; undefined when it names no commit. */
  commit: string | undefined;
  /** Whether the commit is behind the evaluated one. */
  ancestor: boolean;
  changes: PathChange[];
}

/**
 * The commits behind the evaluated one, wherever they are read from. Every answer about history is worked out over this
 * port, so that a clone and GitHub's API cannot differ. What cannot be read is thrown as a `NotVerifiedError`.
 */
export interface CommitGraph {
  /** Commits that change a wanted path below these folders ('' is all), oldest first by descent, with the wanted changes. */
  commits(folders: string[], wanted: (path: string) => boolean): Promise<Commit[]>;
  /** Every commit, oldest first; where none of `except` can matter, changes may be left out: the commit then counts. */
  everyCommit(except: string[]): Promise<(Omit<Commit, 'changes'> & { changes: PathChange[] | undefined })[]>;
  /** Ids of commits that may have changed something below these folders, newest first. */
  candidates(folders: string[]): Promise<string[]>;
  /** These commits, in their order, with what they changed below the folders. */
  read(ids: string[], folders: string[]): Promise<Commit[]>;
  /** Those of `ids` that the commit `id` does not have behind it. */
  beyond(id: string, ids: string[], folders: string[]): Promise<string[]>;
  differenceFrom(commit: string): Promise<Difference>;
  /** What is evaluated and not committed, as changes from the evaluated commit. */
  uncommitted: PathChange[];
  blobs(ids: string[], maxBytes: number): Promise<Map<string, Blob>>;
  /** A blob by an id that somebody wrote down; undefined when the repository has none of that id. */
  findBlob(id: string, maxBytes: number): Promise<Blob | undefined>;
  /** The evaluated file at a path; undefined when there is none. */
  evaluated(path: string, maxBytes: number): Promise<Blob | undefined>;
  /** A version of a YAML file by the id of its blob, parsed once: many keys are looked up in the same few versions. */
  yaml(id: string, bytes: Uint8Array): unknown;
  mailmap(): Promise<Mailmap>;
  /** When a pull request first brought a commit to the default branch; only where that can be known. */
  mergedAt?(commit: string): Promise<string | undefined>;
  /** Why an answer of "no" proves nothing here: a shallow clone lacks commits. */
  incomplete?: string;
  limits: {
    /** Commits read, and compared, at a time. */
    read: number;
    compare: number;
    /** Commits that are looked into for the last change. */
    lookedInto: number;
    /** Versions of one file, and of one value, that are looked through. */
    versions: number;
    valueVersions: number;
  };
}
