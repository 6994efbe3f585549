import { invalid, type Observation, unavailable } from '../domain/observation.ts';
import type { Tree } from '../domain/tree.ts';
import type { FileSource, ParsedFiles } from '../engine/ports.ts';
import { memoize } from './memoize.ts';
import { tooLarge } from './refusals.ts';

/** What the policy says of where evidence stands. */
export interface EvidencePaths {
  root: string;
  runbook: string[];
  rollback: string[];
}

/** More files than this are not evidence that anybody reads. */
const MAX_FILES = 1_000;

/**
 * The files that were brought so far. Readers ask for what they need and give up with `undefined` when it is not there
 * yet; what was asked for comes with the next batch, and the reader is run again.
 */
export interface EvidenceLoader {
  readonly tree: Tree;
  readonly paths: EvidencePaths;
  bytes: (path: string, maxBytes: number) => Observation<Uint8Array> | undefined;
  /** Keeps what was read, so that a reader that is run again reads nothing twice. */
  once: <T>(key: string, make: () => T | undefined) => T | undefined;
  /** The same for what is made of one file alone: equal bytes are not parsed again by the next evaluation either. */
  parsed: <T>(how: string, file: Opened, make: () => T) => T;
  /** Brings what was asked for in one batch; false when nothing was. */
  fetch: (source: FileSource) => Promise<boolean>;
  /** Every file that was opened, sorted by path. */
  opened: () => { path: string; blob: string }[];
}

/** A file that was read. */
type Opened = Observation<Uint8Array> & { state: 'seen' };

export function createLoader(tree: Tree, paths: EvidencePaths, before?: ParsedFiles): EvidenceLoader {
  const loaded = new Map<string, Observation<Uint8Array>>();
  const kept = new Map<string, unknown>();
  let wanted = new Map<string, number>();
  return {
    tree,
    paths,
    bytes: (path, maxBytes) => {
      const found = loaded.get(path);
      if (found === undefined) {
        if (loaded.size + wanted.size >= MAX_FILES && !wanted.has(path)) return tooMany(path);
        wanted.set(path, Math.max(maxBytes, wanted.get(path) ?? 0));
        return undefined;
      }
      const entry = tree.get(path);
      const isLarge = found.state === 'seen' && found.value.length > maxBytes && entry !== undefined;
      return isLarge ? tooLarge(entry, found.value.length, maxBytes) : found;
    },
    once: (key, make) => {
      if (kept.has(key)) return kept.get(key) as ReturnType<typeof make>;
      const made = make();
      if (made !== undefined) kept.set(key, made);
      return made;
    },
    parsed: (how, { place, value }, make) => {
      const key = `${how} ${place.blob} ${place.path}`;
      if (kept.has(key)) return kept.get(key) as ReturnType<typeof make>;
      const made = before !== undefined && place.blob !== undefined ? memoize(before, key, value, make) : make();
      kept.set(key, made);
      return made;
    },
    fetch: async (source) => {
      const batch = wanted;
      wanted = new Map();
      if (batch.size === 0) return false;
      const files = await source.files([...batch.keys()].sort(), Math.max(...batch.values()));
      for (const path of batch.keys()) {
        loaded.set(path, files.get(path) ?? unavailable(`nothing was said of ${path}`, 'retry'));
      }
      return true;
    },
    opened: () =>
      [...loaded]
        .flatMap(([path, file]) =>
          file.state === 'seen' ? [{ path, blob: file.place.blob ?? tree.get(path)?.blob ?? '' }] : [],
        )
        .sort((a, b) => (a.path < b.path ? -1 : 1)),
  };
}

function tooMany(path: string): Observation<never> {
  const problem = `is one of more than ${MAX_FILES} files that the evidence names`;
  return invalid({ path }, [{ path, line: 1, column: 1, key: '', problem, remedy: 'Name fewer files.' }]);
}

/** A path as the tree has it: without `./` in front and slashes at the end. */
export function clean(path: string): string {
  return path.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
}
