import * as z from 'zod';

/**
 * publish/ tells GitHub what was judged: the check run and the one comment. It knows neither where evidence comes from
 * nor who calls.
 */

export interface WriterAnswer {
  status: number;
  data: unknown;
  headers: Record<string, string | number | undefined>;
}

/**
 * Sends one request, such as `POST /repos/{owner}/{repo}/check-runs`; a status from 400 on is thrown as an error with
 * that `status`. An octokit fits as it is. Nothing behind it may try a write again by itself: what happens after a
 * lost answer is decided here.
 */
export interface GitHubWriter {
  request(route: string, parameters: Record<string, unknown>): Promise<WriterAnswer>;
  /** Waits between two tries; by default a second. */
  pause?(): Promise<void>;
}

export interface RepositoryName {
  owner: string;
  repo: string;
}

const PAGE = 100;
/** Nobody reads a conversation of ten thousand comments, and a list without end would never be left. */
const MAX_PAGES = 100;
const PAUSE_MS = 1000;
/** An octokit tries again unless told not to; a POST whose answer was lost would then be made twice. */
const ONCE = { request: { retries: 0 } };

/** The status that an error carries; undefined when the request never got an answer. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** The server failed or never answered: the request may or may not have been done. */
export function isLost(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500;
  if (!(error instanceof Error)) return false;
  return /abort|timeout/i.test(error.name) || 'code' in error || error.cause !== undefined;
}

export function send(writer: GitHubWriter, route: string, parameters: Record<string, unknown>): Promise<WriterAnswer> {
  return writer.request(route, { ...parameters, ...ONCE });
}

/** Does it once more when the first answer was lost. For what may be done twice; anything else looks before. */
export async function twice<T>(writer: GitHubWriter, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!isLost(error)) throw error;
    await pause(writer);
    return work();
  }
}

export async function pause(writer: GitHubWriter): Promise<void> {
  if (writer.pause !== undefined) return writer.pause();
  await new Promise<void>((resolve) => setTimeout(resolve, PAUSE_MS));
}

/** All pages of a list, one after the other; `pick` finds the list in a body. */
export async function allPages<T>(
  writer: GitHubWriter,
  route: string,
  parameters: Record<string, unknown>,
  item: z.ZodType<T>,
  pick: (body: unknown) => unknown = (body) => body,
): Promise<T[]> {
  const items: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { data, headers } = await twice(writer, () => send(writer, route, { ...parameters, per_page: PAGE, page }));
    const found = z.array(item).parse(pick(data));
    items.push(...found);
    // A page may hold fewer than it could, and the next one more: GitHub says so.
    if (found.length < PAGE && !/rel="next"/.test(String(headers.link ?? ''))) return items;
  }
  throw new RangeError(`a list of GitHub has more than ${MAX_PAGES * PAGE} entries`);
}
