import type { ParsedFiles } from '../../engine/ports.ts';

/**
 * Caches what never changes: blobs, trees and history by id. Keys start with the repository they were read from, so
 * that nobody reads content their own repository does not contain.
 */
export interface BlobCache {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): Promise<void>;
}

/** An in-memory `BlobCache` up to a number of bytes; the least recently used entries are evicted. */
export function memoryBlobs(maxBytes = 64 << 20): BlobCache & { weight(): number } {
  return createAsyncLru<Uint8Array>(maxBytes, (bytes) => bytes.byteLength);
}

/** A cached response, valid as long as GitHub responds 304 to its ETag. */
export interface TaggedAnswer {
  etag: string;
  data: unknown;
  link?: string;
}

/**
 * Caches responses by ETag, so that unchanged ones do not count against the rate limit. Entries are always revalidated.
 * A store belongs to one installation or token: others may not have the same access.
 */
export interface EtagStore {
  get(key: string): Promise<TaggedAnswer | undefined>;
  set(key: string, answer: TaggedAnswer): Promise<void>;
}

/** An in-memory `EtagStore`; the least recently used entries are evicted. */
export function memoryEtags(maxAnswers = 2000): EtagStore & { weight(): number } {
  return createAsyncLru<TaggedAnswer>(maxAnswers, () => 1);
}

/** An in-memory `ParsedFiles` up to a number of source bytes; the least recently used entries are evicted. */
export function memoryParsed(maxBytes: number): ParsedFiles & { weight(): number } {
  return createLru<unknown>(maxBytes);
}

/** An in-memory cache up to a total weight. */
export interface Lru<T> {
  get(key: string): T | undefined;
  set(key: string, value: T, weight: number): void;
  /** The current total weight. */
  weight(): number;
}

/**
 * Creates a cache up to a total weight; the least recently used values are evicted. A value above the limit is not
 * cached.
 */
export function createLru<T>(maxWeight: number): Lru<T> {
  const kept = new Map<string, { value: T; weight: number }>();
  let total = 0;
  return {
    get: (key) => {
      const found = kept.get(key);
      if (found === undefined) return undefined;
      kept.delete(key);
      kept.set(key, found);
      return found.value;
    },
    set: (key, value, weight) => {
      if (weight > maxWeight) return;
      total += weight - (kept.get(key)?.weight ?? 0);
      kept.delete(key);
      kept.set(key, { value, weight });
      for (const [oldest, held] of kept) {
        if (total <= maxWeight) break;
        kept.delete(oldest);
        total -= held.weight;
      }
    },
    weight: () => total,
  };
}

/** The same with the asynchronous interface of external stores. */
export function createAsyncLru<T>(
  maxWeight: number,
  weigh: (value: T) => number,
): { get(key: string): Promise<T | undefined>; set(key: string, value: T): Promise<void>; weight(): number } {
  const kept = createLru<T>(maxWeight);
  return {
    get: async (key) => kept.get(key),
    set: async (key, value) => kept.set(key, value, weigh(value)),
    weight: kept.weight,
  };
}
