import { invalid, type Observation, unavailable } from '../domain/observation.ts';
import type { Tree } from '../domain/tree.ts';
import type { FileSource, ParsedFiles } from '../engine/ports.ts';
import { memoize } from './memoize.ts';
import { tooLarge } from './refusals.ts';

/** Where evidence is located, according to the policy. */
export interface EvidencePaths {
  root: string;
  runbook: string[];
  rollback: string[];
}

/** The maximum number of files; more is not evidence that anybody reads. */
const MAX_FILES = 1_000;

/**
 * The files fetched so far. A reader requests files and returns `undefined` while one is missing; the next batch
 * fetches all requested files, and the reader runs again.
 */
export interface EvidenceLoader {
  readonly tree: Tree;
  readonly paths: EvidencePaths;
  bytes: (path: string, maxBytes: number) => Observation<Uint8Array> | undefined;
  /** Memoizes a result by key for this loader, so that a repeated reader does no work twice. */
  memoized: <T>(key: string, make: () => T | undefined) => T | undefined;
  /** Memoizes what is derived from one file only; equal bytes are not parsed again by the next evaluation either. */
  parsed: <T>(how: string, file: Opened, make: () => T) => T;
  /** Fetches all requested files in one batch; false when nothing was requested. */
  fetch: (source: FileSource) => Promise<boolean>;
  /** Every file that was read, sorted by path. */
  opened: () => { path: string; blob: string }[];
}

/** A file that was read. */
type Opened = Observation<Uint8Array> & { state: 'seen' };

export function createLoader(tree: Tree, paths: EvidencePaths, cache?: ParsedFiles): EvidenceLoader {
  const loaded = new Map<string, Observation<Uint8Array>>();
  const memo = new Map<string, unknown>();
  let requested = new Map<string, number>();
  return {
    tree,
    paths,
    bytes: (path, maxBytes) => {
      const found = loaded.get(path);
      if (found === undefined) {
        if (loaded.size + requested.size >= MAX_FILES && !requested.has(path)) return tooMany(path);
        requested.set(path, Math.max(maxBytes, requested.get(path) ?? 0));
        return undefined;
      }
      const entry = tree.get(path);
      const isLarge = found.state === 'seen' && found.value.length > maxBytes && entry !== undefined;
      return isLarge ? tooLarge(entry, found.value.length, maxBytes) : found;
    },
    memoized: (key, make) => {
      if (memo.has(key)) return memo.get(key) as ReturnType<typeof make>;
      const made = make();
      if (made !== undefined) memo.set(key, made);
      return made;
    },
    parsed: (how, { place, value }, make) => {
      const key = `${how} ${place.blob} ${place.path}`;
      if (memo.has(key)) return memo.get(key) as ReturnType<typeof make>;
      const made = cache !== undefined && place.blob !== undefined ? memoize(cache, key, value, make) : make();
      memo.set(key, made);
      return made;
    },
    fetch: async (source) => {
      const batch = requested;
      requested = new Map();
      if (batch.size === 0) return false;
      const files = await source.files([...batch.keys()].sort(), Math.max(...batch.values()));
      for (const path of batch.keys()) {
        loaded.set(path, files.get(path) ?? unavailable(`${path} could not be read`, 'retry'));
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
  const problem = `is one of more than ${MAX_FILES} files named in evidence`;
  return invalid({ path }, [{ path, line: 1, column: 1, key: '', problem, remedy: 'Name fewer files.' }]);
}

/** Normalizes a path: no leading `./`, no trailing slashes. */
export function cleanPath(path: string): string {
  return path.replace(/^(\.\/)+/, '').replace(/\/+$/, '');
}
