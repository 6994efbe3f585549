import type * as z from 'zod';
import type { ApiAnswer, GitHubAccess } from './access.ts';
import type { BlobCache } from './caches.ts';
import { GitHubUnavailableError, isMissing } from './unavailable.ts';

export interface RepositoryName {
  owner: string;
  repo: string;
}

/** One query, with descriptions for its error message. */
export interface ApiQuery {
  route: string;
  params?: Record<string, unknown>;
  /** What is read, as in "could not read …". */
  what: string;
  /** The permission to grant when access is denied, such as `Pull requests: read`. */
  permission: string;
  /**
   * The response never changes: it is cached, and the head repository is tried when the base repository does not have
   * it.
   */
  immutable?: boolean;
  /** The head repository is tried too, without caching. */
  fallback?: boolean;
  team?: boolean;
}

/** Reads from one repository. Each query is sent once per instance. */
export interface Api {
  readonly access: GitHubAccess;
  readonly name: RepositoryName;
  readonly cache: BlobCache | undefined;
  one<T>(query: ApiQuery, shape: z.ZodType<T>): Promise<T>;
  /**
   * Reads every page or throws GitHubUnavailableError. `pick` extracts the list from the body; at most `pages` pages
   * are read.
   */
  all<T>(query: ApiQuery, shape: z.ZodType<T>, options?: ListOptions): Promise<T[]>;
  /** The status of a response whose body is not needed. */
  status(query: ApiQuery): Promise<number>;
}

export interface ListOptions {
  pages?: number;
  pick?: (body: unknown) => unknown;
}

export interface ApiOptions extends RepositoryName {
  /** The fork of a pull request. */
  head?: RepositoryName;
  cache?: BlobCache;
}

const PAGE = 100;
const MAX_PAGES = 30;
const MAX_CONCURRENT = 8;

/** Opens the reads of one repository, with at most eight concurrent requests. */
export function openApi(access: GitHubAccess, options: ApiOptions): Api {
  const { owner, repo, head } = options;
  const cache = options.cache ?? access.cache;
  const memo = new Map<string, Promise<unknown>>();
  const statuses = new Map<string, Promise<number>>();
  const limiter = createLimiter(MAX_CONCURRENT);

  const send = async (query: ApiQuery, params: Record<string, unknown>): Promise<ApiAnswer> => {
    const request = (query.team && access.teamRequest) || access.request;
    const ask = (where: RepositoryName): Promise<ApiAnswer> =>
      limiter(() =>
        request(query.route, { ...(query.route.includes('{owner}') ? where : {}), ...query.params, ...params }),
      );
    try {
      return await ask({ owner, repo });
    } catch (error) {
      if (!((query.immutable || query.fallback) && head !== undefined && isMissing(error)))
        throw explained(error, query);
    }
    return ask({ owner: head.owner, repo: head.repo }).catch((error: unknown) => {
      throw explained(error, query);
    });
  };

  const noteFailure = (error: unknown): void => {
    if (error instanceof GitHubUnavailableError && error.resolvableBy === 'retry') access.onRetryableFailure?.();
  };

  const once = <T>(kind: string, query: ApiQuery, shape: z.ZodType<T>, work: () => Promise<T>): Promise<T> => {
    const key = `${kind} ${query.route} ${JSON.stringify(query.params ?? {})}`;
    const known = memo.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const made =
      query.immutable && cache !== undefined
        ? cached(cache, `${access.baseUrl} ${owner}/${repo} ${key}`, shape, work)
        : work();
    memo.set(key, made);
    made.catch(noteFailure);
    return made;
  };

  return {
    access,
    name: { owner, repo },
    cache,
    one: (query, shape) => once('one', query, shape, async () => parsed(shape, (await send(query, {})).data, query)),
    all: (query, shape, { pages = MAX_PAGES, pick = (body: unknown) => body }: ListOptions = {}) =>
      once('all', query, shape.array(), async () => {
        const items = [];
        let next: Record<string, unknown> | undefined = { per_page: PAGE };
        for (let page = 1; next !== undefined; page++) {
          if (page > pages) {
            throw new GitHubUnavailableError(
              `${query.what} could not be read completely: more than ${pages * PAGE}`,
              query.immutable ? 'history' : 'github',
            );
          }
          const answer: ApiAnswer = await send(query, next);
          items.push(...parsed(shape.array(), pick(answer.data), query));
          next = nextPage(answer.headers.link);
        }
        return items;
      }),
    status: (query) => {
      const key = `status ${query.route} ${JSON.stringify(query.params ?? {})}`;
      const known = statuses.get(key) ?? send(query, {}).then(({ status }) => status);
      statuses.set(key, known);
      known.catch(noteFailure);
      return known;
    },
  };
}

async function cached<T>(cache: BlobCache, key: string, shape: z.ZodType<T>, work: () => Promise<T>): Promise<T> {
  const held = await cache.get(key);
  if (held !== undefined) {
    const known = shape.safeParse(readJson(held));
    if (known.success) return known.data;
  }
  const fresh = await work();
  await cache.set(key, Buffer.from(JSON.stringify(fresh)));
  return fresh;
}

/** Parses cached JSON; undefined when it is damaged. */
export function readJson(held: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(held).toString('utf8'));
  } catch {
    return undefined;
  }
}

function parsed<T>(shape: z.ZodType<T>, data: unknown, query: ApiQuery): T {
  const read = shape.safeParse(data);
  if (read.success) return read.data;
  throw new GitHubUnavailableError(`could not read ${query.what}: unexpected response from GitHub`, 'retry');
}

function explained(error: unknown, query: ApiQuery): unknown {
  if (!(error instanceof GitHubUnavailableError)) return error;
  const { status, resolvableBy } = error;
  if (resolvableBy === 'retry')
    return new GitHubUnavailableError(`could not read ${query.what}: ${error.message}`, resolvableBy, status);
  const why = status === 401 ? 'the token is not accepted' : `it does not exist, or ${query.permission} is not granted`;
  return new GitHubUnavailableError(
    `could not read ${query.what} (${status ?? 'no response'}): ${why}`,
    resolvableBy,
    status,
  );
}

/** The query of the next page. The URL itself is not followed, so that a response cannot redirect us elsewhere. */
function nextPage(link: string | undefined): Record<string, string> | undefined {
  const address = /<([^<>]+)>\s*;[^,]*rel="next"/.exec(link ?? '')?.[1];
  if (address === undefined || !URL.canParse(address)) return undefined;
  const query = [...new URL(address).searchParams].filter(([key]) => /^(page|per_page|after|before|cursor)$/.test(key));
  return Object.fromEntries(query);
}

function createLimiter(count: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = count;
  const waiting: (() => void)[] = [];
  return async (work) => {
    if (free > 0) free -= 1;
    else await new Promise<void>((resolve) => waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = waiting.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
