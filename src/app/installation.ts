import type { Probot } from 'probot';
import * as z from 'zod';
import { connect, type GitHubAccess } from '../evidence/github/index.ts';
import { connectWriter } from '../evidence/github/writer.ts';
import type { Self } from '../publish/comment.ts';
import type { GitHubWriter } from '../publish/writer.ts';
import type { AppEnvironment } from './environment.ts';

/** GitHub as one installation of the App sees it. */
export interface Installation {
  access: GitHubAccess;
  writer: GitHubWriter;
}

const TOKEN = z.object({ token: z.string(), expires_at: z.string() });
const APP = z.object({ slug: z.string() });
/** A token lives an hour; one that ends within a judgement is not begun with. */
const SPARE_MS = 10 * 60_000;

/** Opens installations by their number, each with its own token, which is asked for again before it ends. */
export function openInstallations(probot: Probot, environment: AppEnvironment): (id: number) => Promise<Installation> {
  const { apiUrl, serverUrl } = environment;
  const tokens = new Map<number, { token: string; until: number }>();
  const tokenOf = async (id: number): Promise<string> => {
    const known = tokens.get(id);
    if (known !== undefined && Date.now() < known.until) return known.token;
    // Asked as the App: a token that the library makes by itself would come from github.com, whatever `baseUrl` is.
    const octokit = await probot.auth();
    const { data } = await octokit.request('POST /app/installations/{installation_id}/access_tokens', {
      installation_id: id,
    });
    const { token, expires_at } = TOKEN.parse(data);
    tokens.set(id, { token, until: Date.parse(expires_at) - SPARE_MS });
    return token;
  };
  return async (id) => {
    const token = await tokenOf(id);
    return {
      access: connect({ token, baseUrl: apiUrl, serverUrl }),
      writer: connectWriter({ token, baseUrl: apiUrl }),
    };
  };
}

/** Under which account the App writes. It also proves that GitHub knows the App by its key. */
export async function selfOf(probot: Probot, appId: number): Promise<Self> {
  const octokit = await probot.auth();
  const { data } = await octokit.request('GET /app');
  return { login: `${APP.parse(data).slug}[bot]`, appId };
}
