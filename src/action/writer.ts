import { connectWriter } from '../github/client/writer.ts';
import type { GitHubWriter } from '../github/publish/writer.ts';
import type { Run } from './context.ts';

/** The client that writes, and its account: our own comments are recognized by this account and the marker together. */
export async function writerOf({ inputs, access }: Run): Promise<{ writer: GitHubWriter; self: { login: string } }> {
  const writer = connectWriter({ token: inputs.token, baseUrl: access.baseUrl });
  return { writer, self: { login: await loginOf(access) } };
}

/** A workflow's own token has no user: it writes as github-actions[bot]. */
async function loginOf(access: Run['access']): Promise<string> {
  try {
    const { data } = await access.request('GET /user', {});
    const login = typeof data === 'object' && data !== null && 'login' in data ? data.login : undefined;
    return typeof login === 'string' ? login : 'github-actions[bot]';
  } catch {
    return 'github-actions[bot]';
  }
}
