import { PolicyError, UnavailableError, UserError } from '../domain/errors.ts';
import type { World } from './arguments.ts';

/** The token of an organization-wide command; `verb` is who needs it. */
export function tokenOf(verb: string, world: World): string {
  const token = world.env.GITHUB_TOKEN ?? world.env.GH_TOKEN;
  if (!token)
    throw new UserError(
      `${verb} needs a token`,
      'Set GITHUB_TOKEN to one that may read the repositories: GITHUB_TOKEN=$(gh auth token).',
    );
  return token;
}

/** The name given with `--org`. */
export function organizationOf(given: string | boolean | undefined): string | undefined {
  if (given === undefined) return undefined;
  if (typeof given === 'string' && /^[A-Za-z0-9][\w-]{0,38}$/.test(given)) return given;
  throw new UserError(`--org ${String(given)} is not an organization`, 'Write its name as it stands in addresses.');
}

const AT_ONCE = 4;

/**
 * Does the same for many, a few at a time, and answers in their order. `whenFailed` makes the answer for one that could
 * not be looked at or whose policy cannot be used: one of them never ends the run.
 */
export async function eachOf<T, R>(
  items: T[],
  world: World,
  work: (item: T) => Promise<R>,
  whenFailed: (item: T, reason: string) => R,
): Promise<R[]> {
  const answers = new Map<number, R>();
  const waiting = items.entries();
  const limiter = async (): Promise<void> => {
    for (const [index, item] of waiting) {
      answers.set(index, await work(item).catch((error: unknown) => whenFailed(item, reasonOf(error))));
      if (world.color) world.warn(`\r${answers.size} of ${items.length} `);
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, items.length) }, limiter));
  if (world.color && items.length > 0) world.warn('\r\u001b[K');
  return items.flatMap((_item, index) => (answers.has(index) ? [answers.get(index) as R] : []));
}

/** Why it failed, in the words people are told. A defect of ours in one of hundreds does not hide the others. */
function reasonOf(error: unknown): string {
  if (error instanceof PolicyError) {
    const [first] = error.faults;
    const where =
      first === undefined ? '' : `: ${first.path}:${first.line}:${first.column} ${first.key} ${first.problem}`;
    return `${error.message}${where}`;
  }
  if (error instanceof UnavailableError) return `could not look: ${error.message}`;
  if (error instanceof UserError) return `${error.message}. ${error.remedy}`;
  return `this is a defect of ours, please report it: ${error instanceof Error ? error.message : String(error)}`;
}
