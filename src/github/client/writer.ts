import { Octokit, RequestError } from 'octokit';
import { RAW_BODY, readFullBody } from './body.ts';
import { isRateLimit } from './retry.ts';

/** Sends one write without retrying: a write that may have succeeded must be looked up before it is repeated. */
export interface Writer {
  request: (
    route: string,
    parameters: Record<string, unknown>,
  ) => Promise<{ status: number; data: unknown; headers: Record<string, string> }>;
}

const API_VERSION = '2022-11-28';
const TIMEOUT_MS = 30_000;
const SILENT = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

/** Connects for writing. Errors carry `status` (429 for any rate limit) and no part of the token. */
export function connectWriter(options: { token: string; baseUrl: string; fetch?: typeof fetch }): Writer {
  const octokit = new Octokit({
    auth: options.token,
    baseUrl: options.baseUrl,
    userAgent: 'pilot-readiness',
    log: SILENT,
    throttle: { enabled: false },
    retry: { enabled: false },
    request: { fetch: readFullBody(options.fetch) },
  });
  return {
    request: async (route, parameters) => {
      try {
        const answer = await octokit.request(route, {
          ...parameters,
          headers: { 'x-github-api-version': API_VERSION },
          request: { ...RAW_BODY, signal: AbortSignal.timeout(TIMEOUT_MS) },
        });
        return { status: answer.status, data: answer.data, headers: plain(answer.headers) };
      } catch (error) {
        const status = refusalOf(error);
        if (status === undefined) throw error;
        throw Object.assign(new Error(`GitHub responded with ${status} to ${route}`), { status });
      }
    },
  };
}

/** The HTTP status of a refusal, 429 for any rate limit; undefined for other errors. */
export function refusalOf(error: unknown): number | undefined {
  if (!(error instanceof RequestError)) return undefined;
  const { status, message, response } = error;
  return isRateLimit({ status, message, headers: plain(response?.headers ?? {}) }) ? 429 : status;
}

function plain(headers: Record<string, unknown>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)]));
}
