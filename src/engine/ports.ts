import type { Observation } from '../domain/observation.ts';
import type { Tree } from '../domain/tree.ts';
import type { FactRequest } from './fact-requests.ts';

/** Bytes at one commit. Implemented by a work tree and by GitHub; one contract suite runs against both. */
export interface FileSource {
  /** Asked once: every path below the pilot's root. */
  tree(): Promise<Observation<Tree>>;
  /**
   * Bytes of the named paths, in one batch. A path that is a symlink, submodule or LFS pointer is `absent` with that
   * reason; one above `maxBytes` is `invalid`.
   */
  files(paths: string[], maxBytes: number): Promise<Map<string, Observation<Uint8Array>>>;
  /** What was made of files before, where the source outlives one evaluation. */
  parsed?: ParsedFiles;
}

/**
 * Keeps what was made of a file, by the id of its bytes: the same bytes read in the same way give the same. What is kept
 * is used by several evaluations at once, and none may change it.
 */
export interface ParsedFiles {
  get(key: string): unknown;
  /** `bytes` is what it was made of. */
  set(key: string, value: unknown, bytes: number): void;
}

/** Facts about people and history, asked in one batch. A question nobody here can answer comes back `unavailable`. */
export interface FactSource {
  answer(requests: FactRequest[]): Promise<Map<string, Observation<unknown>>>;
}

/** What is judged. `commit` is undefined for plain files outside git. */
export interface Subject {
  repository: string;
  commit?: string;
  base?: string;
  pullRequest?: number;
  /** Bytes on disk differ from the commit, or come without one. */
  dirty: boolean;
  promotion: { is: boolean; because: string[] };
  notes: string[];
}
