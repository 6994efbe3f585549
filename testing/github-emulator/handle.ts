import { type Answer, isJson, type Json, Refusal } from './answers.ts';
import { type Caller, callerLogin, identify } from './callers.ts';
import { demand } from './permissions.ts';
import { refusePush } from './push-rules.ts';
import { followRefs, rememberRefs } from './pushes.ts';
import { type Rate, type Sent, sealed } from './rate.ts';
import { routeFor } from './routes.ts';
import { type Call, findRepository, type World } from './world.ts';

export interface Incoming {
  method: string;
  /** Path and query as they came. */
  target: string;
  headers: Record<string, string | undefined>;
  body: Buffer;
}

/** The emulator counts 5,000 requests of a token and then refuses; under a new name the token begins anew. */
export const ALIAS_AFTER = 4000;

/** One request through the layer: who asks, may they, our route or the emulator's, and what follows from a write. */
export function createHandler(
  world: World,
  rate: Rate,
): (incoming: Incoming) => Promise<Sent & { login: string | undefined }> {
  let count = 0;

  const answerTo = async (incoming: Incoming, caller: Caller): Promise<Answer> => {
    const url = new URL(incoming.target.replace(/^\/api(\/v3(?=\/)|(?=\/graphql$))/, ''), world.url);
    const { method } = incoming;
    const path = url.pathname;
    count += 1;
    const token = tokenOf(world, caller, Math.floor(count / ALIAS_AFTER)) ?? incoming.headers.authorization;
    const body = parse(incoming);
    const call: Call = {
      ...{ world, method, path, url: world.url, params: {}, query: url.searchParams, body, caller },
      accept: incoming.headers.accept ?? '',
      forward: (changed = {}) => {
        const search = changed.path === undefined ? url.search : '';
        const content =
          'body' in changed ? changed.body : incoming.body.length > 0 && !changed.method ? body : undefined;
        return forward(world, changed.method ?? method, `${changed.path ?? path}${search}`, {
          ...(token === undefined ? {} : { token }),
          accept: incoming.headers.accept ?? '',
          body: content,
        });
      },
    };
    demand(call);
    const route = routeFor(method, path);
    if (route !== undefined) call.params = route.params;
    if (method !== 'GET') refusePush(call);
    const answer = route === undefined ? await call.forward() : await route.handle(call);
    if (method !== 'GET' && answer.status < 300) follow(world, path, caller, answer);
    return caller.kind === 'installation' &&
      answer.status === 403 &&
      isJson(answer.body) &&
      answer.body.message === 'Forbidden'
      ? new Refusal(403, 'Resource not accessible by integration').answer
      : signedCommits(world, answer);
  };

  return async (incoming) => {
    const key = incoming.headers.authorization ?? 'nobody';
    let answer: Answer;
    let login: string | undefined;
    try {
      const caller = identify(world.rows, world.tokens, incoming.headers.authorization);
      login = caller.kind === 'app' ? `app ${caller.appId}` : callerLogin(caller);
      rate.take(key);
      answer = await answerTo(incoming, caller);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      answer = error.answer;
    }
    const sent = sealed(answer, incoming.method, incoming.headers['if-none-match']);
    if (sent.status === 304) rate.refund(key);
    return { ...sent, headers: { ...sent.headers, ...rate.headers(key), 'x-github-media-type': 'github.v3' }, login };
  };
}

function parse({ body }: Incoming): Json {
  if (body.length === 0) return {};
  try {
    const read: unknown = JSON.parse(body.toString('utf8'));
    // Labels may be sent as a bare list.
    return isJson(read) ? read : { labels: read };
  } catch {
    throw new Refusal(400, 'Problems parsing JSON');
  }
}

/** The name under which the emulator knows the caller's token for the next requests. */
function tokenOf(world: World, caller: Caller, generation: number): string | undefined {
  if (caller.kind !== 'user' && caller.kind !== 'installation') return undefined;
  const alias = `${caller.token}#${generation}`;
  const entry = world.tokens.get(caller.token);
  if (entry === undefined || world.tokens.has(alias)) return `Bearer ${alias}`;
  const { installation } = entry;
  if (installation === undefined) world.tokens.set(alias, entry);
  else {
    // GitHub lists labels and comments of pull requests under either permission; the emulator wants `issues`.
    const issues = installation.permissions.pull_requests === 'write' ? { issues: 'write' } : {};
    const permissions = { ...installation.permissions, ...issues, workflows: 'write' };
    world.tokens.set(alias, { ...entry, installation: { ...installation, permissions } });
  }
  return `Bearer ${alias}`;
}

export async function forward(
  world: Pick<World, 'url' | 'fetch'>,
  method: string,
  target: string,
  { token, accept = '', body }: { token?: string; accept?: string; body?: unknown },
): Promise<Answer> {
  const headers = new Headers({ accept });
  if (token !== undefined) headers.set('authorization', token);
  if (body !== undefined) headers.set('content-type', 'application/json');
  const content = body === undefined ? {} : { body: JSON.stringify(body) };
  const response = await world.fetch(new Request(`${world.url}${target}`, { method, headers, ...content }));
  const bytes = Buffer.from(await response.arrayBuffer());
  const { link, 'content-type': type = '' } = Object.fromEntries(response.headers);
  const kept = link === undefined ? {} : { link };
  if (/^application\/json/.test(type)) {
    return { status: response.status, body: JSON.parse(bytes.toString('utf8')), headers: kept };
  }
  return {
    status: response.status,
    headers: { ...kept, ...(type ? { 'content-type': type } : {}) },
    ...(bytes.length > 0 ? { body: bytes } : {}),
  };
}

function follow(world: World, path: string, caller: Caller, answer: Answer): void {
  const login = callerLogin(caller) ?? 'ghost';
  const made = isJson(answer.body) && typeof answer.body.full_name === 'string' ? answer.body.full_name : undefined;
  const fresh = made === undefined ? undefined : findRepository(world, made);
  if (fresh !== undefined && !world.state.knownRefs.has(fresh.id)) rememberRefs(world, fresh);
  const [, owner, name] = /^\/repos\/([^/]+)\/([^/]+)/.exec(path) ?? [];
  const repo = owner === undefined ? undefined : findRepository(world, `${owner}/${name}`);
  if (repo !== undefined) followRefs(world, repo, login, /\/pulls\/\d+\/merge$/.test(path));
}

/** GitHub signs commits made by its buttons and shows that on the commit. */
function signedCommits(world: World, answer: Answer): Answer {
  const { signed } = world.state;
  if (signed.size === 0) return answer;
  const verification = {
    verified: true,
    reason: 'valid',
    signature: '-----BEGIN PGP SIGNATURE-----',
    payload: '',
    verified_at: null,
  };
  const mark = (value: unknown): unknown => {
    if (!isJson(value) || !signed.has(String(value.sha))) return value;
    if (isJson(value.commit)) return { ...value, commit: { ...value.commit, verification } };
    return 'verification' in value ? { ...value, verification } : value;
  };
  const { body } = answer;
  if (Array.isArray(body)) return { ...answer, body: body.map(mark) };
  if (isJson(body) && Array.isArray(body.commits))
    return { ...answer, body: { ...body, commits: body.commits.map(mark) } };
  if (isJson(body) && isJson(body.commit) && !signed.has(String(body.sha)))
    return { ...answer, body: { ...body, commit: mark(body.commit) } };
  return { ...answer, body: mark(body) };
}
