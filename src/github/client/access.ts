import { Octokit, RequestError } from 'octokit';
import type { ParsedFiles } from '../../engine/ports.ts';
import { type BlobCache, memoryBlobs } from './blob-cache.ts';
import { READ, readingWhole } from './body.ts';
import type { EtagStore } from './etags.ts';
import { memoryParsed } from './parse-cache.ts';
import { type Failure, withRetry } from './retry.ts';
import { GitHubUnavailableError } from './unavailable.ts';

export interface ApiAnswer {
  status: number;
  data: unknown;
  headers: Record<string, string>;
}

/**
 * Sends one read, such as `GET /repos/{owner}/{repo}`; values fill the braces, the rest goes into the query. A status
 * from 400 on, and a broken connection, is a `NotSeen`.
 */
export type ApiRequest = (route: string, parameters: Record<string, unknown>) => Promise<ApiAnswer>;

/** What the readers of this folder need of GitHub. */
export interface GitHubAccess {
  request: ApiRequest;
  /** The same with a token that may read teams; without one, `request` is asked. */
  teamRequest?: ApiRequest;
  readonly baseUrl: string;
  /** Where people open pages: links in evidence must point there. */
  readonly serverUrl: string;
  readonly counts: RequestCounts;
  readonly cache?: BlobCache;
  readonly parsed: ParsedFiles;
  /** Answers are kept by their tags, so that asking again what did not change is free. */
  readonly remembers?: true;
  /** Which repositories of its account the token reaches, where that is known: only then does a 404 say "not there". */
  readonly reach?: 'all' | 'selected';
  readonly negativeCache?: NegativeCache;
  /** Told of every read that failed and may succeed when it is tried again. */
  readonly cutShort?: () => void;
}

/**
 * Remembers which accounts have no repository for a policy: a 404 has no tag to ask by, so each one would count. What
 * GitHub tells of that repository by an event has to end the memory, in whichever process the event arrived.
 */
export interface NegativeCache {
  /** `absent` while it is known and nothing was heard since; else the moment, to be given back with `remember`. */
  look: (owner: string) => Promise<'absent' | Date>;
  remember: (owner: string, at: Date) => void;
}

/** `total` is every request sent, tries included; `counted` leaves out those answered 304, which are free. */
export interface RequestCounts {
  total: number;
  counted: number;
}

export interface ConnectOptions {
  token: string;
  /** Default: `GITHUB_API_URL`, else api.github.com. */
  baseUrl?: string;
  serverUrl?: string;
  /** May read team and organization membership, where the other token may not. */
  teamToken?: string;
  fetch?: typeof fetch;
  sleep?: (ms: number) => Promise<void>;
  now?: () => number;
  /** The most that one request is waited for over all its tries, 60 s unless said. */
  maxWaitMs?: number;
  /** Kept in memory for the life of the connection unless one is handed in. */
  cache?: BlobCache;
  parsed?: ParsedFiles;
  etags?: EtagStore;
  /** Of an installation: on all repositories of its account, or on selected ones. */
  reach?: 'all' | 'selected';
}

/** Works everywhere, Enterprise Server included; an old version lives two years after its successor. */
const API_VERSION = '2022-11-28';
/** Of files; what is made of them takes some seven times that. */
const PARSED_BYTES = 4 << 20;
const TIMEOUT_MS = 30_000;
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/**
 * GitHub through a token. Waiting and trying again are ours: the library's own would hold all callers in one lane
 * and sleep for up to an hour.
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
    ...(options.etags === undefined ? {} : { remembers: true as const }),
    ...(options.reach === undefined ? {} : { reach: options.reach }),
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
    request: { fetch: readingWhole(options.fetch) },
  });
  const limiter = token === options.token ? 'main' : 'team';
  const retry = {
    maxWaitMs: options.maxWaitMs ?? 60_000,
    sleep: options.sleep ?? ((ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))),
    now: options.now ?? Date.now,
  };
  return async (route, parameters) => {
    const key = `${limiter} ${baseUrl} ${route} ${JSON.stringify(parameters)}`;
    // Objects of git never change and are kept elsewhere.
    const etags = route.includes('/git/') ? undefined : options.etags;
    const known = await etags?.get(key);
    const send = async (): Promise<ApiAnswer> => {
      counts.total += 1;
      counts.counted += 1;
      const answer = await octokit.request(route, {
        ...parameters,
        headers: {
          'x-github-api-version': API_VERSION,
          ...(known === undefined ? {} : { 'if-none-match': known.etag }),
        },
        request: {
          ...READ,
          // Who may not see an organization's members is sent on to the public ones: another question.
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
        await etags.set(key, { etag, data: answer.data, ...(link === undefined ? {} : { link }) });
      }
      return answer;
    } catch (error) {
      if (known !== undefined && isUnchanged(error)) {
        counts.counted -= 1;
        return { status: 200, data: known.data, headers: known.link === undefined ? {} : { link: known.link } };
      }
      if (error instanceof GitHubUnavailableError) throw error;
      const failure = failureOf(error);
      if (failure === undefined) throw error;
      throw new GitHubUnavailableError(`GitHub answered ${failure.status}`, 'github', failure.status);
    }
  };
}

function isUnchanged(error: unknown): boolean {
  return error instanceof RequestError && error.status === 304;
}

/** A request that never got an answer counts as a server error; only its kind is kept, never its text. */
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
