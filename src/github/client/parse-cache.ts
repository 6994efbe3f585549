import type { ParsedFiles } from '../../engine/ports.ts';
import { leastRecent } from './lru.ts';

/** `ParsedFiles` in memory, made of so many bytes of files; what was used longest ago goes first. */
export function memoryParsed(mostBytes: number): ParsedFiles & { weight(): number } {
  return leastRecent<unknown>(mostBytes);
}
