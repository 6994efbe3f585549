import type { Observation } from '../domain/observation.ts';
import type { Tree } from '../domain/tree.ts';
import type { FactRequest } from './fact-requests.ts';

/** Bytes at one commit. Implemented by a work tree and by GitHub; one contract suite runs against both. */
export interface FileSource {
  /** Every path below the pilot's root; called once. */
  tree(): Promise<Observation<Tree>>;
  /**
   * Bytes of the named paths, in one batch. A path that is a symlink, submodule or LFS pointer is `absent` with that
   * reason; one above `maxBytes` is `invalid`.
   */
  files(paths: string[], maxBytes: number): Promise<Map<string, Observation<Uint8Array>>>;
  /** A parse cache, where the source outlives one evaluation. */
  parsed?: ParsedFiles;
}

/**
 * A cache of parse results by content hash. Entries are shared by concurrent evaluations and must not be changed.
 */
export interface ParsedFiles {
  get(key: string): unknown;
  /** `bytes` is the size of the parsed file. */
  set(key: string, value: unknown, bytes: number): void;
}

/** Facts about people and history, requested in one batch. A request that cannot be answered is `unavailable`. */
export interface FactSource {
  answer(requests: FactRequest[]): Promise<Map<string, Observation<unknown>>>;
}

/** What is evaluated. `commit` is undefined for plain files outside git. */
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
