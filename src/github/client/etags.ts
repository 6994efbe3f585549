import { forgetLeastRecent } from './lru.ts';

/** A kept answer, valid for as long as GitHub says 304 to its tag. */
export interface TaggedAnswer {
  etag: string;
  data: unknown;
  link?: string;
}

/**
 * Keeps answers by tag, so that asking again what did not change is free of rate limit. Nothing in it is ever used
 * without asking. One store belongs to one installation or token: what one may see another may not.
 */
export interface EtagStore {
  get(key: string): Promise<TaggedAnswer | undefined>;
  set(key: string, answer: TaggedAnswer): Promise<void>;
}

/** An `EtagStore` in memory that forgets what was used longest ago. */
export function memoryEtags(most = 2000): EtagStore & { weight(): number } {
  return forgetLeastRecent<TaggedAnswer>(most, () => 1);
}
