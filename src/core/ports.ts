import type { Ask } from './asks.ts';
import type { Observation } from './observation.ts';
import type { Tree } from './tree.ts';

/** Bytes at one commit. Implemented by a work tree and by GitHub; one contract suite runs against both. */
export interface FileSource {
  /** Asked once: every path below the pilot's root. */
  tree(): Promise<Observation<Tree>>;
  /**
   * Bytes of the named paths, in one batch. A path that is a symlink, submodule or LFS pointer is `absent` with that
   * reason; one above `maxBytes` is `invalid`.
   */
  files(paths: string[], maxBytes: number): Promise<Map<string, Observation<Uint8Array>>>;
}

/** Facts about people and history, asked in one batch. A question nobody here can answer comes back `unavailable`. */
export interface FactSource {
  answer(asks: Ask<unknown>[]): Promise<Map<string, Observation<unknown>>>;
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
