import { createPublicKey, verify } from 'node:crypto';
import { Refusal } from './answers.ts';
import type { Rows, UserRow } from './rows.ts';
import type { TokenEntry } from './tokens.ts';

/** Who asks. An installation acts as its App's bot, and so does the token of a GitHub Actions job. */
export type Caller =
  | { kind: 'anonymous' }
  | { kind: 'app'; appId: number }
  | { kind: 'user'; login: string; token: string }
  | { kind: 'installation'; login: string; appId: number; token: string; entry: TokenEntry };

/**
 * The emulator lets an unknown token act as its first user; GitHub answers 401 `Bad credentials`. A token that begins
 * with `eyJ` is a JSON web token signed with an App's key.
 */
export function identify(rows: Rows, tokens: Map<string, TokenEntry>, header: string | undefined): Caller {
  if (header === undefined || header === '') return { kind: 'anonymous' };
  const token = header.replace(/^(bearer|token)\s+/i, '').trim();
  if (token.startsWith('eyJ')) return { kind: 'app', appId: verifyAppToken(rows, token) };
  const entry = tokens.get(token);
  if (entry === undefined || token.includes('#')) throw new Refusal(401, 'Bad credentials');
  if (entry.installation === undefined) return { kind: 'user', login: entry.login, token };
  const { appId } = entry.installation;
  return { kind: 'installation', login: botLogin(rows, appId), appId, token, entry };
}

export function botLogin(rows: Rows, appId: number): string {
  const app = rows.apps.all().find((one) => one.app_id === appId);
  return `${app?.slug ?? `app-${appId}`}[bot]`;
}

/** The account of an App, made when it is first needed. */
export function botUser(rows: Rows, appId: number): UserRow {
  const login = botLogin(rows, appId);
  return (
    rows.users.findOneBy('login', login) ??
    addUser(rows, { login, type: 'Bot', email: `${appId}+${login}@users.noreply.github.com` })
  );
}

export function addUser(rows: Rows, user: { login: string; type?: string; email?: string; name?: string }): UserRow {
  const blank = { company: null, blog: '', location: null, hireable: null, bio: null, twitter_username: null };
  const counts = { public_repos: 0, public_gists: 0, followers: 0, following: 0 };
  const row = rows.users.insert({
    node_id: `U_${user.login}`,
    avatar_url: '',
    gravatar_id: '',
    site_admin: false,
    type: 'User',
    name: null,
    email: null,
    ...blank,
    ...counts,
    ...user,
  });
  return row;
}

export function callerLogin(caller: Caller): string | undefined {
  return caller.kind === 'user' || caller.kind === 'installation' ? caller.login : undefined;
}

function verifyAppToken(rows: Rows, token: string): number {
  const undecodable = new Refusal(401, 'A JSON web token could not be decoded');
  const [head, payload, signature] = token.split('.');
  if (head === undefined || payload === undefined || signature === undefined) throw undecodable;
  const claims = claimsOf(payload);
  const app = rows.apps.all().find((one) => String(one.app_id) === String(claims?.iss));
  if (claims === undefined || app === undefined) throw undecodable;
  const right = verify(
    'RSA-SHA256',
    Buffer.from(`${head}.${payload}`),
    createPublicKey(app.private_key),
    Buffer.from(signature, 'base64url'),
  );
  if (!right) throw undecodable;
  const seconds = Date.now() / 1000;
  if (typeof claims.exp !== 'number' || claims.exp < seconds) {
    throw new Refusal(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    );
  }
  // Ten minutes are GitHub's most; a minute of clock drift is let pass.
  if (claims.exp > seconds + 660) throw new Refusal(401, "'Expiration time' claim ('exp') is too far in the future");
  return app.app_id;
}

function claimsOf(payload: string): { iss?: unknown; exp?: unknown } | undefined {
  try {
    return JSON.parse(Buffer.from(payload, 'base64url').toString()) as { iss?: unknown; exp?: unknown };
  } catch {
    return undefined;
  }
}
