/**
 * Keeps for ever what can never change: blobs, trees and history by their ids. Keys begin with the repository they
 * were read from, so that nobody reads through it what their own repository does not hold.
 */
export interface BlobCache {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): Promise<void>;
}

/** A `BlobCache` in memory, up to so many bytes; what was used longest ago goes first. */
export function memoryBlobs(mostBytes = 64 << 20): BlobCache {
  const kept = new Map<string, Uint8Array>();
  let size = 0;
  return {
    get: async (key) => {
      const found = kept.get(key);
      if (found !== undefined) {
        kept.delete(key);
        kept.set(key, found);
      }
      return found;
    },
    set: async (key, bytes) => {
      if (bytes.byteLength > mostBytes) return;
      size += bytes.byteLength - (kept.get(key)?.byteLength ?? 0);
      kept.delete(key);
      kept.set(key, bytes);
      for (const [oldest, held] of kept) {
        if (size <= mostBytes) break;
        kept.delete(oldest);
        size -= held.byteLength;
      }
    },
  };
}
