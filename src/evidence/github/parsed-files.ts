import type { ParsedFiles } from '../../core/ports.ts';
import { leastRecent } from './least-recent.ts';

/** `ParsedFiles` in memory, made of so many bytes of files; what was used longest ago goes first. */
export function memoryParsed(mostBytes: number): ParsedFiles & { weight(): number } {
  return leastRecent<unknown>(mostBytes);
}
