import * as z from 'zod';

/**
 * publish/ writes evaluations to GitHub: the check run and the one comment. It does not know where evidence comes from
 * or who calls it.
 */

export interface WriterAnswer {
  status: number;
  data: unknown;
  headers: Record<string, string | number | undefined>;
}

/**
 * Sends one request, such as `POST /repos/{owner}/{repo}/check-runs`; a status of 400 or above is thrown as an error
 * with that `status`. An octokit can be used directly. It must not retry writes by itself: what happens after a lost
 * response is decided here.
 */
export interface GitHubWriter {
  request(route: string, parameters: Record<string, unknown>): Promise<WriterAnswer>;
  /** Waits between two attempts; one second by default. */
  pause?(): Promise<void>;
}

export interface RepositoryName {
  owner: string;
  repo: string;
}

const PAGE = 100;
/** Limits listings, because a list without end would never finish. */
const MAX_PAGES = 100;
const PAUSE_MS = 1000;
/** An octokit retries by default; a POST whose response was lost would then be sent twice. */
const ONCE = { request: { retries: 0 } };

/** The status of an error; undefined when the request got no response. */
export function statusOf(error: unknown): number | undefined {
  if (typeof error !== 'object' || error === null || !('status' in error)) return undefined;
  return typeof error.status === 'number' ? error.status : undefined;
}

/** Whether the server failed or never responded: the request may or may not have succeeded. */
export function isLost(error: unknown): boolean {
  const status = statusOf(error);
  if (status !== undefined) return status >= 500;
  if (!(error instanceof Error)) return false;
  return /abort|timeout/i.test(error.name) || 'code' in error || error.cause !== undefined;
}

export function send(writer: GitHubWriter, route: string, parameters: Record<string, unknown>): Promise<WriterAnswer> {
  return writer.request(route, { ...parameters, ...ONCE });
}

/** Repeats the work once when the first response was lost. Only for idempotent work. */
export async function withOneRetry<T>(writer: GitHubWriter, work: () => Promise<T>): Promise<T> {
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

/** Reads all pages of a list in order; `pick` extracts the list from a body. */
export async function allPages<T>(
  writer: GitHubWriter,
  route: string,
  parameters: Record<string, unknown>,
  item: z.ZodType<T>,
  pick: (body: unknown) => unknown = (body) => body,
): Promise<T[]> {
  const items: T[] = [];
  for (let page = 1; page <= MAX_PAGES; page++) {
    const { data, headers } = await withOneRetry(writer, () =>
      send(writer, route, { ...parameters, per_page: PAGE, page }),
    );
    const found = z.array(item).parse(pick(data));
    items.push(...found);
    // A page can be shorter than requested and still have a successor; GitHub then says so.
    if (found.length < PAGE && !/rel="next"/.test(String(headers.link ?? ''))) return items;
  }
  throw new RangeError(`a list from GitHub has more than ${MAX_PAGES * PAGE} entries`);
}
