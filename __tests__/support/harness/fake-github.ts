/** A fake GitHub behind `fetch`: routes return JSON, lists are paged, every request is counted. */

export interface Question {
  path: string;
  query: URLSearchParams;
  /** The decoded groups of the pattern. */
  groups: string[];
  headers: Headers;
  body: string;
}
export interface Reply {
  status?: number;
  json?: unknown;
  headers?: Record<string, string>;
}
type Handler = (question: Question) => Reply | Promise<Reply>;

export interface FakeGitHub {
  fetch: typeof fetch;
  /** `GET /path?query` of every request, including retries. */
  calls: string[];
  /** Adds a route; the latest matching one responds. `:name` is one segment, `*` the rest. */
  on(pattern: string, answer: Handler | object): void;
  /**
   * The next requests whose path and query contain the text get these responses first; an Error breaks the connection.
   */
  next(part: string, ...replies: (Reply | Error)[]): void;
  count(part: string): number;
  /** Whether responses have an ETag and matching requests get 304. */
  tags: boolean;
  mostAtOnce: number;
}

export const BASE = 'https://api.github.example';

export function fakeGitHub(): FakeGitHub {
  const routes: { pattern: RegExp; answer: Handler }[] = [];
  const injected: { part: string; reply: Reply | Error }[] = [];
  let under = 0;
  const fake: FakeGitHub = {
    calls: [],
    tags: false,
    mostAtOnce: 0,
    on: (pattern, answer) => {
      const source = pattern
        .replace(/[.?+^$()[\]{}|\\]/g, '\\$&')
        .replace(/:\w+/g, '([^/]+)')
        .replace(/\*/g, '(.*)');
      const handler = typeof answer === 'function' ? (answer as Handler) : (): Reply => ({ json: answer });
      routes.unshift({ pattern: new RegExp(`^${source}$`), answer: handler });
    },
    next: (part, ...replies) => {
      injected.push(...replies.map((reply) => ({ part, reply })));
    },
    count: (part) => fake.calls.filter((call) => call.includes(part)).length,
    fetch: async (input, init) => {
      const url = new URL(String(input));
      const asked = `${init?.method ?? 'GET'} ${url.pathname}${url.search}`;
      fake.calls.push(asked);
      under += 1;
      fake.mostAtOnce = Math.max(fake.mostAtOnce, under);
      try {
        await new Promise((resolve) => setImmediate(resolve));
        const at = injected.findIndex(({ part }) => asked.includes(part));
        const reply =
          at >= 0
            ? injected.splice(at, 1)[0]?.reply
            : await answer(url, new Headers(init?.headers), String(init?.body ?? ''));
        if (reply !== undefined && 'message' in reply) throw reply;
        return response(reply ?? {});
      } finally {
        under -= 1;
      }
    },
  };
  async function answer(url: URL, headers: Headers, body: string): Promise<Reply> {
    const path = url.pathname;
    for (const { pattern, answer: handler } of routes) {
      const match = pattern.exec(path);
      if (match === null) continue;
      const groups = match.slice(1).map((group) => decodeURIComponent(group ?? ''));
      const reply = paged(url, await handler({ path, query: url.searchParams, groups, headers, body }));
      if (!fake.tags || (reply.status ?? 200) !== 200) return reply;
      const etag = `"${JSON.stringify(reply.json).length}-${[...JSON.stringify(reply.json)].reduce((sum, c) => (sum * 31 + c.charCodeAt(0)) % 1e9, 7)}"`;
      if (headers.get('if-none-match') === etag) return { status: 304, headers: { etag } };
      return { ...reply, headers: { ...reply.headers, etag } };
    }
    return { status: 404, json: { message: 'Not Found' } };
  }
  return fake;
}

/** Returns the requested page of a list, or of the list in `{ total_count, … }`. */
function paged(url: URL, reply: Reply): Reply {
  const body = reply.json;
  const key =
    typeof body === 'object' && body !== null && 'total_count' in body
      ? Object.keys(body).find((name) => name !== 'total_count')
      : undefined;
  const list: unknown = key === undefined ? body : (body as Record<string, unknown>)[key];
  if (!Array.isArray(list)) return reply;
  const size = Number(url.searchParams.get('per_page') ?? 30);
  const page = Number(url.searchParams.get('page') ?? 1);
  const part = list.slice((page - 1) * size, page * size);
  const json = key === undefined ? part : { ...(body as object), [key]: part };
  if (page * size >= list.length) return { ...reply, json };
  const next = new URL(url);
  next.searchParams.set('page', String(page + 1));
  // A hostile response may point anywhere: only its query is used.
  next.host = 'elsewhere.example';
  return { ...reply, json, headers: { ...reply.headers, link: `<${next}>; rel="next", <${next}>; rel="last"` } };
}

function response({ status = 200, json, headers = {} }: Reply): Response {
  const bare = status === 204 || status === 304 || (status >= 300 && status < 400);
  return new Response(bare ? null : JSON.stringify(json ?? { message: `status ${status}` }), {
    status,
    headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
  });
}
