import { PolicyError, UnavailableError, UserError } from '../domain/errors.ts';
import type { World } from './verb.ts';

const MAX_CONCURRENT = 4;

/**
 * Does the same for many items, a few at a time, and returns the results in their order. A failure never ends the run:
 * `whenFailed` makes the result of an item that could not be read, or whose policy cannot be used.
 */
export async function eachOf<T, R>(
  items: T[],
  world: World,
  work: (item: T) => Promise<R>,
  whenFailed: (item: T, reason: string) => R,
): Promise<R[]> {
  const results = new Map<number, R>();
  const waiting = items.entries();
  const worker = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      results.set(index, await work(item).catch((error: unknown) => whenFailed(item, reasonOf(error))));
      if (world.color) world.warn(`\r${results.size} of ${items.length} `);
    }
  };
  await Promise.all(Array.from({ length: Math.min(MAX_CONCURRENT, items.length) }, worker));
  if (world.color && items.length > 0) world.warn('\r\u001b[K');
  return items.flatMap((_item, index) => (results.has(index) ? [results.get(index) as R] : []));
}

/** Why it failed, in words. An internal error for one of hundreds does not hide the others. */
function reasonOf(error: unknown): string {
  if (error instanceof PolicyError) {
    const [first] = error.faults;
    const where =
      first === undefined ? '' : `: ${first.path}:${first.line}:${first.column} ${first.key} ${first.problem}`;
    return `${error.message}${where}`;
  }
  if (error instanceof UnavailableError) return `not verified: ${error.message}`;
  if (error instanceof UserError) return `${error.message}. ${error.remedy}`;
  return `internal error. Please report it: ${error instanceof Error ? error.message : String(error)}`;
}
