import type { Probot } from 'probot';
import * as z from 'zod';
import { UnavailableError, UserError } from '../domain/errors.ts';
import type { BlobCache, EtagStore } from '../github/client/caches.ts';
import { connectWriter, refusalOf } from '../github/client/writer.ts';
import { connect, type GitHubAccess, HourlyCounts, memoryBlobs, memoryEtags, memoryParsed } from '../github/index.ts';
import type { Self } from '../github/publish/comment.ts';
import { type GitHubWriter, statusOf } from '../github/publish/writer.ts';
import type { AppEnvironment } from './environment.ts';
import type { Metrics } from './metrics.ts';
import { createRateLimiter, limitsOf, type RateLimiter } from './rate-limiter.ts';

/** Access to GitHub as one installation of the App. */
export interface Installation {
  access: GitHubAccess;
  writer: GitHubWriter;
  /** Time in milliseconds since the epoch until which GitHub asked us to pause; 0 when there is no pause. */
  pausedUntil: () => number;
}

/** Thrown when the installation was removed or suspended, so its jobs can be dropped. */
export class InstallationGone extends Error {
  override name = 'InstallationGone';
}

const TOKEN = z.object({
  token: z.string(),
  expires_at: z.string(),
  repository_selection: z.enum(['all', 'selected']).optional().catch(undefined),
});
const APP = z.object({ slug: z.string() });
/** A token is valid for one hour; it is renewed early so that it does not expire during an evaluation. */
const SPARE_MS = 10 * 60_000;
/**
 * Cache limits shared by all installations: enough for about 500 pilots with 40 live responses each. A fixed share per
 * installation would be too small for one with a hundred pilots and wasted on fifty small ones.
 */
const BLOB_BYTES = 256 << 20;
/** Bytes of source files; parsed results take about seven times that. */
const PARSED_BYTES = 16 << 20;
const MAX_ANSWERS = 20_000;
const MAX_INSTALLATIONS = 50;

interface InstallationState {
  limiter: RateLimiter;
  outsiders: HourlyCounts;
  cache: BlobCache;
  etags: EtagStore;
  token?: { until: number; installation: Installation };
}

/** Opens installations by id, each with its own token, rate limiter and cache partition. */
export function openInstallations(
  probot: Probot,
  environment: AppEnvironment,
  metrics: Metrics,
): (id: number) => Promise<Installation> {
  const { apiUrl, serverUrl } = environment;
  const limits = limitsOf(apiUrl);
  const [blobs, answers] = [memoryBlobs(BLOB_BYTES), memoryEtags(MAX_ANSWERS)];
  // Keys contain content hashes the caller has already read, so sharing reveals nothing across installations.
  const parsed = memoryParsed(PARSED_BYTES);
  metrics.observeCaches({ blobs: blobs.weight, answers: answers.weight, parsed: parsed.weight });
  const states = new Map<number, InstallationState>();
  const stateOf = (id: number): InstallationState => {
    const found = states.get(id) ?? {
      limiter: createRateLimiter(limits),
      outsiders: new HourlyCounts(Date.now),
      cache: partOf(blobs, id),
      etags: partOf(answers, id),
    };
    states.delete(id);
    states.set(id, found);
    for (const oldest of states.keys()) {
      if (states.size <= MAX_INSTALLATIONS) break;
      states.delete(oldest);
    }
    return found;
  };
  return async (id) => {
    const state = stateOf(id);
    if (state.token !== undefined && Date.now() < state.token.until) return state.token.installation;
    const { token, expires_at, repository_selection } = await requestToken(probot, id);
    const { limiter, cache, etags, outsiders } = state;
    const countedFetch: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      limiter.onResponse(answer.status, answer.headers);
      metrics.githubRequests.inc({ counted: answer.status === 304 ? 'no' : 'yes' });
      return answer;
    };
    // Without a stated selection, assume that the token may not see every repository.
    const reach = repository_selection ?? 'selected';
    const access = connect({ token, baseUrl: apiUrl, serverUrl, cache, parsed, etags, reach, fetch: countedFetch });
    const writer = connectWriter({ token, baseUrl: apiUrl, fetch: countedFetch });
    const installation: Installation = {
      access: {
        ...access,
        outsiders,
        request: (route, parameters) => limiter.run(false, () => access.request(route, parameters)),
      },
      writer: {
        request: (route, parameters) => limiter.run(!route.startsWith('GET '), () => writer.request(route, parameters)),
      },
      pausedUntil: limiter.pausedUntil,
    };
    state.token = { until: Date.parse(expires_at) - SPARE_MS, installation };
    return installation;
  };
}

/** Prefixes keys so that an installation never reads what another one was allowed to see. */
function partOf<T>(store: Part<T>, id: number): Part<T> {
  return { get: (key) => store.get(`${id} ${key}`), set: (key, value) => store.set(`${id} ${key}`, value) };
}

interface Part<T> {
  get: (key: string) => Promise<T | undefined>;
  set: (key: string, value: T) => Promise<void>;
}

/**
 * Requested as the App: the token that the library creates by itself would come from github.com regardless of
 * `baseUrl`.
 */
async function requestToken(probot: Probot, id: number): Promise<z.infer<typeof TOKEN>> {
  const octokit = await probot.auth();
  try {
    const { data } = await octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: id,
    });
    return TOKEN.parse(data);
  } catch (error) {
    const status = refusalOf(error) ?? statusOf(error);
    if (status === 404) throw new InstallationGone(`installation ${id} was removed`);
    if (status === 403) throw new InstallationGone(`installation ${id} is suspended`);
    throw new UnavailableError(
      `GitHub did not issue a token for the installation${status === undefined ? '' : ` (${status})`}`,
    );
  }
}

/**
 * Returns the account the App writes as. Also verifies that GitHub accepts the key; throws UserError when it does not
 * or cannot be reached.
 */
export async function selfOf(probot: Probot, appId: number): Promise<Self> {
  const octokit = await probot.auth();
  const { baseUrl } = octokit.request.endpoint.DEFAULTS;
  try {
    const { data } = await octokit.request('GET /app');
    return { login: `${APP.parse(data).slug}[bot]`, appId };
  } catch (error) {
    throw identityError(error, appId, baseUrl);
  }
}

const ADDRESS = 'Check GITHUB_API_URL: https://api.github.com, or https://ghe.example/api/v3 for an Enterprise Server.';

function identityError(error: unknown, appId: number, url: string): UserError {
  if (error instanceof z.ZodError) return new UserError(`${url} does not respond like GitHub`, ADDRESS);
  const status = refusalOf(error);
  if (status === undefined)
    return new UserError(
      'the private key of the App is not usable',
      'PRIVATE_KEY must be the complete file from GitHub. Generate a new one on the settings page of the App if it is lost.',
    );
  if (!hasAnswer(error))
    return new UserError(
      `GitHub cannot be reached at ${url}`,
      'Check GITHUB_API_URL, the proxy and the firewall, then start the App again.',
    );
  if (status === 401)
    return new UserError(
      `GitHub does not accept this key for App ${appId}`,
      'Compare APP_ID and the key with the settings page of the App, and check the system clock: one minute off has the same effect.',
    );
  if (status === 404) return new UserError(`App ${appId} was not found at ${url}`, ADDRESS);
  return new UserError(
    `GitHub at ${url} responded with ${status}`,
    'It may be overloaded or down for maintenance: start the App again later.',
  );
}

/** The library reports a broken connection with the status of a server error. */
function hasAnswer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'response' in error && error.response !== undefined;
}
