import { Octokit, RequestError } from 'octokit';
import { defined } from '../../domain/defined.ts';
import type { ParsedFiles } from '../../engine/ports.ts';
import { RAW_BODY, readFullBody } from './body.ts';
import type { EtagStore } from './caches.ts';
import { type BlobCache, memoryBlobs, memoryParsed } from './caches.ts';
import type { HourlyCounts } from './hourly-counts.ts';
import { type Failure, withRetry } from './retry.ts';
import { GitHubUnavailableError } from './unavailable.ts';

export interface ApiAnswer {
  status: number;
  data: unknown;
  headers: Record<string, string>;
  /** Unchanged since the last time, so it does not count against the rate limit. */
  free?: true;
}

/**
 * Sends one read, such as `GET /repos/{owner}/{repo}`: values fill the braces, the rest becomes the query (of
 * `POST /graphql` the body). Throws GitHubUnavailableError for a status of 400 or above and for a broken connection.
 */
export type ApiRequest = (route: string, parameters: Record<string, unknown>) => Promise<ApiAnswer>;

/** Read access to GitHub with its caches and counters. */
export interface GitHubAccess {
  request: ApiRequest;
  /** Like `request`, with a token that can read teams. Without one, `request` is used. */
  teamRequest?: ApiRequest;
  readonly baseUrl: string;
  /** The server that people open in a browser; links in evidence must point there. */
  readonly serverUrl: string;
  readonly counts: RequestCounts;
  readonly cache?: BlobCache;
  readonly parsed: ParsedFiles;
  /** Responses are cached by ETag, so an unchanged response is free. */
  readonly hasEtags?: true;
  /**
   * Which repositories of its account the token can access, if known: only with `all` does a 404 mean that a repository
   * does not exist.
   */
  readonly reach?: 'all' | 'selected';
  readonly negativeCache?: NegativeCache;
  /** What pull requests from forks have cost this hour; without it, each evaluation is counted on its own. */
  readonly outsiders?: HourlyCounts;
  /** Called for every failed read that may succeed later. */
  readonly onRetryableFailure?: () => void;
}

/**
 * Remembers which accounts have no policy repository: a 404 has no ETag, so each request would count. An event about
 * that repository must invalidate the entry, in whichever process it arrived.
 */
export interface NegativeCache {
  /** Returns `absent` while the entry is valid, otherwise the current time to pass to `remember`. */
  lookUp: (owner: string) => Promise<'absent' | Date>;
  remember: (owner: string, at: Date) => void;
}

/**
 * `total` counts every request sent, including retries; `counted` excludes 304 responses, which are free, and GraphQL
 * queries, which have a limit of their own.
 */
export interface RequestCounts {
  total: number;
  counted: number;
}

export interface ConnectOptions {
  token: string;
  /** Default: `GITHUB_API_URL`, else api.github.com. */
  baseUrl?: string;
  serverUrl?: string;
  /** A token that can read team and organization membership, if the main one cannot. */
  teamToken?: string;
  fetch?: typeof fetch;
  sleep?: (ms: number) => Promise<void>;
  now?: () => number;
  /** The maximum total wait of one request in milliseconds; 60 s by default. */
  maxWaitMs?: number;
  /** Defaults to an in-memory cache for this connection. */
  cache?: BlobCache;
  parsed?: ParsedFiles;
  etags?: EtagStore;
  /** For an installation: whether it covers all repositories of its account or selected ones. */
  reach?: 'all' | 'selected';
}

/**
 * Supported by all servers, Enterprise Server included; an old version is supported for two years after its successor.
 */
const API_VERSION = '2022-11-28';
/** Bytes of source files; parsed results take about seven times that. */
const PARSED_BYTES = 4 << 20;
const TIMEOUT_MS = 30_000;
export const GRAPHQL_ROUTE = 'POST /graphql';
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * Connects to GitHub with a token. Retries are implemented here: those of the library would block all callers and sleep
 * for up to an hour.
 */
export function connect(options: ConnectOptions): GitHubAccess {
  const baseUrl = (options.baseUrl ?? process.env.GITHUB_API_URL ?? 'https://api.github.com').replace(/\/+$/, '');
  const counts: RequestCounts = { total: 0, counted: 0 };
  const { teamToken } = options;
  return {
    request: requester(options, options.token, baseUrl, counts),
    ...(teamToken === undefined ? {} : { teamRequest: requester(options, teamToken, baseUrl, counts) }),
    baseUrl,
    serverUrl: (options.serverUrl ?? process.env.GITHUB_SERVER_URL ?? serverOf(baseUrl)).replace(/\/+$/, ''),
    counts,
    cache: options.cache ?? memoryBlobs(),
    parsed: options.parsed ?? memoryParsed(PARSED_BYTES),
    ...(options.etags === undefined ? {} : { hasEtags: true as const }),
    ...defined({ reach: options.reach }),
  };
}

function requester(options: ConnectOptions, token: string, baseUrl: string, counts: RequestCounts): ApiRequest {
  const octokit = new Octokit({
    auth: token,
    baseUrl,
    userAgent: 'pilot-readiness',
    log: SILENT,
    throttle: { enabled: false },
    retry: { enabled: false },
    request: { fetch: readFullBody(options.fetch) },
  });
  const tokenName = token === options.token ? 'main' : 'team';
  const retry = {
    maxWaitMs: options.maxWaitMs ?? 60_000,
    sleep: options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))),
    now: options.now ?? Date.now,
  };
  return async (route, parameters) => {
    const key = `${tokenName} ${baseUrl} ${route} ${JSON.stringify(parameters)}`;
    const isGraphql = route === GRAPHQL_ROUTE;
    // Git objects are immutable and cached by id; GraphQL has no ETags.
    const etags = route.includes('/git/') || isGraphql ? undefined : options.etags;
    const known = await etags?.get(key);
    const send = async (): Promise<ApiAnswer> => {
      counts.total += 1;
      if (!isGraphql) counts.counted += 1;
      const answer = await octokit.request(route, {
        ...parameters,
        // Enterprise Server has `/api/graphql` beside `/api/v3`, all others `/graphql`.
        ...(isGraphql ? { baseUrl: baseUrl.replace(/\/api\/v3$/, '/api') } : {}),
        headers: {
          'x-github-api-version': API_VERSION,
          ...(known === undefined ? {} : { 'if-none-match': known.etag }),
        },
        request: {
          ...RAW_BODY,
          // Without permission GitHub redirects to the public members, which is a different question.
          redirect: route.startsWith('GET /orgs/') ? 'manual' : 'follow',
          signal: AbortSignal.timeout(TIMEOUT_MS),
        },
      });
      return { status: answer.status, data: answer.data, headers: plain(answer.headers) };
    };
    try {
      const answer = await withRetry(retry, send, (error) => (isUnchanged(error) ? undefined : failureOf(error)));
      const { etag, link } = answer.headers;
      if (etags !== undefined && etag !== undefined && answer.status === 200) {
        await etags.set(key, { etag, data: answer.data, ...defined({ link }) });
      }
      return answer;
    } catch (error) {
      if (known !== undefined && isUnchanged(error)) {
        counts.counted -= 1;
        const headers: Record<string, string> = known.link === undefined ? {} : { link: known.link };
        return { status: 200, data: known.data, headers, free: true };
      }
      if (error instanceof GitHubUnavailableError) throw error;
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      throw new GitHubUnavailableError(`GitHub responded with ${failure.status}`, 'github', failure.status);
    }
  };
}

function isUnchanged(error: unknown): boolean {
  return error instanceof RequestError && error.status === 304;
}

/** A request without a response counts as a server error. Only the kind of error is kept, never its text. */
function failureOf(error: unknown): Failure | undefined {
  if (error instanceof RequestError) {
    return { status: error.status, headers: plain(error.response?.headers ?? {}), message: error.message };
  }
  const name = error instanceof Error ? error.name : '';
  if (/abort|timeout/i.test(name) || (error instanceof Error && 'code' in error)) {
    return { status: 500, headers: {}, message: name };
  }
  return undefined;
}

function plain(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      typeof value === 'string' || typeof value === 'number' ? [[name.toLowerCase(), String(value)]] : [],
    ),
  );
}

/** github.com for its API, SUB.ghe.com for api.SUB.ghe.com, the host itself for Enterprise Server. */
function serverOf(baseUrl: string): string {
  const url = URL.canParse(baseUrl) ? new URL(baseUrl) : undefined;
  if (url === undefined) return 'https://github.com';
  return `${url.protocol}//${url.host.replace(/^api\./, '')}`;
}
