import type { Probot } from 'probot';
import * as z from 'zod';
import { UnavailableError, UserError } from '../domain/errors.ts';
import type { BlobCache } from '../github/client/blob-cache.ts';
import type { EtagStore } from '../github/client/etags.ts';
import { connectWriter, refusalOf } from '../github/client/writer.ts';
import { connect, type GitHubAccess, memoryBlobs, memoryEtags, memoryParsed } from '../github/index.ts';
import type { Self } from '../github/publish/comment.ts';
import { type GitHubWriter, statusOf } from '../github/publish/writer.ts';
import type { AppEnvironment } from './environment.ts';
import type { Metrics } from './metrics.ts';
import { createRateLimiter, limitsOf, type RateLimiter } from './rate-limiter.ts';

/** GitHub as one installation of the App sees it. */
export interface Installation {
  access: GitHubAccess;
  writer: GitHubWriter;
  /** Milliseconds since the epoch before which GitHub wants to hear nothing of us; 0 when it does not. */
  pausedUntil: () => number;
}

/** The installation was removed or suspended: there is nobody to judge for. */
export class InstallationGone extends Error {
  override name = 'InstallationGone';
}

const TOKEN = z.object({
  token: z.string(),
  expires_at: z.string(),
  repository_selection: z.enum(['all', 'selected']).optional().catch(undefined),
});
const APP = z.object({ slug: z.string() });
/** A token lives an hour; one that ends within an evaluation is not begun with. */
const SPARE_MS = 10 * 60_000;
/**
 * What is kept of all installations together: some 500 pilots with 40 live answers each. A share for each installation
 * would be too small for one with a hundred pilots, which then pays for every answer, and too much for fifty small ones.
 */
const BLOB_BYTES = 256 << 20;
/** Of files; what is made of them takes some seven times that. */
const PARSED_BYTES = 16 << 20;
const MAX_ANSWERS = 20_000;
const MAX_INSTALLATIONS = 50;

interface Kept {
  limiter: RateLimiter;
  cache: BlobCache;
  etags: EtagStore;
  token?: { until: number; installation: Installation };
}

/** Opens installations by their number, each with its own token, throttle and memory. */
export function openInstallations(
  probot: Probot,
  environment: AppEnvironment,
  metrics: Metrics,
): (id: number) => Promise<Installation> {
  const { apiUrl, serverUrl } = environment;
  const limits = limitsOf(apiUrl);
  const [blobs, answers] = [memoryBlobs(BLOB_BYTES), memoryEtags(MAX_ANSWERS)];
  // By the ids of bytes that whoever asks has already read: it shows nobody what is another's.
  const parsed = memoryParsed(PARSED_BYTES);
  metrics.keeps({ blobs: blobs.weight, answers: answers.weight, parsed: parsed.weight });
  const kept = new Map<number, Kept>();
  const keptOf = (id: number): Kept => {
    const found = kept.get(id) ?? {
      limiter: createRateLimiter(limits),
      cache: partOf(blobs, id),
      etags: partOf(answers, id),
    };
    kept.delete(id);
    kept.set(id, found);
    for (const oldest of kept.keys()) {
      if (kept.size <= MAX_INSTALLATIONS) break;
      kept.delete(oldest);
    }
    return found;
  };
  return async (id) => {
    const mine = keptOf(id);
    if (mine.token !== undefined && Date.now() < mine.token.until) return mine.token.installation;
    const { token, expires_at, repository_selection } = await askToken(probot, id);
    const { limiter: lane, cache, etags } = mine;
    const heard: typeof fetch = async (input, init) => {
      const answer = await fetch(input, init);
      lane.heard(answer.status, answer.headers);
      metrics.githubRequests.inc({ counted: answer.status === 304 ? 'no' : 'yes' });
      return answer;
    };
    // A token whose reach is not told is taken for one that may not see everything.
    const reach = repository_selection ?? 'selected';
    const access = connect({ token, baseUrl: apiUrl, serverUrl, cache, parsed, etags, reach, fetch: heard });
    const writer = connectWriter({ token, baseUrl: apiUrl, fetch: heard });
    const installation: Installation = {
      access: {
        ...access,
        request: (route, parameters) => lane.run(false, () => access.request(route, parameters)),
      },
      writer: {
        request: (route, parameters) => lane.run(!route.startsWith('GET '), () => writer.request(route, parameters)),
      },
      pausedUntil: lane.pausedUntil,
    };
    mine.token = { until: Date.parse(expires_at) - SPARE_MS, installation };
    return installation;
  };
}

/** What one installation was shown never serves another, which may not see the same. */
function partOf<T>(store: Part<T>, id: number): Part<T> {
  return { get: (key) => store.get(`${id} ${key}`), set: (key, value) => store.set(`${id} ${key}`, value) };
}

interface Part<T> {
  get: (key: string) => Promise<T | undefined>;
  set: (key: string, value: T) => Promise<void>;
}

/** Asked as the App: a token that the library makes by itself would come from github.com, whatever `baseUrl` is. */
async function askToken(probot: Probot, id: number): Promise<z.infer<typeof TOKEN>> {
  const octokit = await probot.auth();
  try {
    const { data } = await octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: id,
    });
    return TOKEN.parse(data);
  } catch (error) {
    const status = refusalOf(error) ?? statusOf(error);
    if (status === 404) throw new InstallationGone(`installation ${id} is gone`);
    if (status === 403) throw new InstallationGone(`installation ${id} is suspended`);
    throw new UnavailableError(
      `GitHub gave no token for the installation${status === undefined ? '' : ` (${status})`}`,
    );
  }
}

/**
 * Under which account the App writes. It also proves that GitHub knows the App by its key; throws UserError when it does
 * not, or cannot be asked.
 */
export async function selfOf(probot: Probot, appId: number): Promise<Self> {
  const octokit = await probot.auth();
  const { baseUrl } = octokit.request.endpoint.DEFAULTS;
  try {
    const { data } = await octokit.request('GET /app');
    return { login: `${APP.parse(data).slug}[bot]`, appId };
  } catch (error) {
    throw notKnown(error, appId, baseUrl);
  }
}

const ADDRESS = 'Check GITHUB_API_URL: https://api.github.com, or https://ghe.example/api/v3 for an Enterprise Server.';

function notKnown(error: unknown, appId: number, url: string): UserError {
  if (error instanceof z.ZodError) return new UserError(`${url} does not answer as GitHub does`, ADDRESS);
  const status = refusalOf(error);
  if (status === undefined)
    return new UserError(
      'the key of the App cannot be used',
      'PRIVATE_KEY has to be the whole file that GitHub gave, or a newly generated one: its page is that of the App.',
    );
  if (!hasAnswer(error))
    return new UserError(
      `GitHub cannot be reached at ${url}`,
      'Check GITHUB_API_URL, the proxy and the firewall. The App starts when GitHub answers: start it again then.',
    );
  if (status === 401)
    return new UserError(
      `GitHub does not know App ${appId} by this key`,
      'Compare APP_ID and the key with the page of the App. A clock that is wrong by a minute has the same effect.',
    );
  if (status === 404) return new UserError(`${url} knows no App ${appId}`, ADDRESS);
  return new UserError(
    `GitHub at ${url} answers ${status}`,
    'It is overloaded, in maintenance or down: start the App again later.',
  );
}

/** The library gives a connection that broke the status of a server that failed. */
function hasAnswer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'response' in error && error.response !== undefined;
}
