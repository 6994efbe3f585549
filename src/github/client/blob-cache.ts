import { forgetLeastRecent } from './lru.ts';

/**
 * Keeps for ever what can never change: blobs, trees and history by their ids. Keys begin with the repository they
 * were read from, so that nobody reads through it what their own repository does not hold.
 */
export interface BlobCache {
  get(key: string): Promise<Uint8Array | undefined>;
  set(key: string, bytes: Uint8Array): Promise<void>;
}

/** A `BlobCache` in memory, up to so many bytes; what was used longest ago goes first. */
export function memoryBlobs(mostBytes = 64 << 20): BlobCache & { weight(): number } {
  return forgetLeastRecent<Uint8Array>(mostBytes, (bytes) => bytes.byteLength);
}
