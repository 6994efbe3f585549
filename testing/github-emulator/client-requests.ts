import { isJson, type Json } from './answers.ts';
import type { Files } from './folder.ts';
import type { Incoming } from './handle.ts';
import type { Sent } from './rate.ts';

export interface ClientResponse {
  status: number;
  data: unknown;
  headers: Record<string, string>;
}

export interface CommitOptions {
  files: Files;
  message?: string;
  /** Made from the default branch when it is not there. */
  branch?: string;
  /** A login; else who commits. */
  author?: string;
  date?: string;
}

export interface Behind {
  org: string;
  send(incoming: Incoming): Promise<Sent>;
  grant(repo: string, access: Record<string, string> | undefined, creator: string): void;
  turnDraft(repo: string, number: number, draft: boolean, login: string): void;
}

/** The few motions that everything somebody does is made of. */
export function createClientRequests(behind: Behind, login: string, token: string) {
  const full = (repo: string): string => (repo.includes('/') ? repo : `${behind.org}/${repo}`);

  /** Whatever the answer is. */
  const request = async (
    route: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<ClientResponse> => {
    const [method = 'GET', target = '/'] = route.split(' ');
    const content = body === undefined ? Buffer.alloc(0) : Buffer.from(JSON.stringify(body));
    const sent = await behind.send({
      method,
      target,
      headers: { authorization: `Bearer ${token}`, ...headers },
      body: content,
    });
    const isText = /json/.test(sent.headers['content-type'] ?? '') && !/raw/.test(sent.headers['content-type'] ?? '');
    const data: unknown =
      sent.bytes.length === 0 ? undefined : isText ? JSON.parse(sent.bytes.toString()) : sent.bytes.toString();
    return { status: sent.status, data, headers: sent.headers };
  };

  /** The answer's document; an error where it was refused. */
  const must = async (route: string, body?: unknown): Promise<Json> => {
    const { status, data } = await request(route, body);
    if (status >= 300) throw new Error(`${login}: ${route} answered ${status} ${JSON.stringify(data)}`);
    return isJson(data) ? data : {};
  };

  const tip = async (repo: string, branch: string): Promise<string | undefined> => {
    const { data } = await request(`GET /repos/${full(repo)}/git/ref/heads/${branch}`);
    return isJson(data) && isJson(data.object) ? String(data.object.sha) : undefined;
  };

  const identity = async (author: string, date: string): Promise<Json> => {
    const user = await must(`GET /users/${encodeURIComponent(author)}`);
    const email = user.email ?? `${user.id}+${author}@users.noreply.github.com`;
    return { name: user.name ?? author, email, date };
  };

  const makeCommit = async (repo: string, parent: string | undefined, options: CommitOptions): Promise<string> => {
    const git = `/repos/${full(repo)}/git`;
    const tree = await Promise.all(
      Object.entries(options.files).map(async ([path, given]) => {
        if (given === null) return { path, mode: '100644', type: 'blob', sha: null };
        const { content, mode = '100644' } =
          typeof given === 'object' && 'content' in given ? given : { content: given };
        const blob = { content: Buffer.from(content).toString('base64'), encoding: 'base64' };
        return { path, mode, type: 'blob', sha: (await must(`POST ${git}/blobs`, blob)).sha };
      }),
    );
    const base = parent === undefined ? {} : { base_tree: (await must(`GET ${git}/commits/${parent}`)).tree };
    const made = await must(`POST ${git}/trees`, {
      ...(isJson(base.base_tree) ? { base_tree: base.base_tree.sha } : {}),
      tree,
    });
    const commit = await must(`POST ${git}/commits`, {
      message: options.message ?? 'Change files',
      tree: made.sha,
      parents: parent === undefined ? [] : [parent],
      author: await identity(options.author ?? login, options.date ?? new Date().toISOString()),
    });
    return String(commit.sha);
  };

  return { full, request, must, tip, makeCommit };
}
