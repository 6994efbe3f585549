import { readFileSync } from 'node:fs';
import { UserError } from '../domain/errors.ts';

/** The settings of the App. */
export interface AppEnvironment {
  appId: number;
  privateKey: string;
  webhookSecret: string;
  port: number;
  host: string;
  apiUrl: string;
  serverUrl: string;
  databaseUrl?: string;
  dataDir: string;
  logLevel: 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'fatal';
}

type Environment = Record<string, string | undefined>;
const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;
/** Secrets from documentation examples or library defaults; with one of them anybody could send events. */
const KNOWN_SECRETS = ['development', 'secret', 'changeme', 'webhook-secret', 'test', 'password'];

/** Reads the environment. Throws one UserError that lists every invalid setting. */
export function readEnvironment(env: Environment): AppEnvironment {
  const faults: string[] = [];
  const fault = (text: string): undefined => {
    faults.push(text);
    return undefined;
  };
  const appId = /^[1-9]\d{0,9}$/.test(env.APP_ID ?? '')
    ? Number(env.APP_ID)
    : fault('APP_ID is missing or not a number: copy it from the settings page of the GitHub App.');
  const privateKey = keyOf(env, fault);
  const secret = env.WEBHOOK_SECRET ?? '';
  if (secret.length < 16 || KNOWN_SECRETS.includes(secret.toLowerCase())) {
    fault(
      'WEBHOOK_SECRET is missing, shorter than 16 characters or a known default: without a real one anybody can send events. Make one: openssl rand -hex 32',
    );
  }
  const port = numberIn(env.PORT, 3000, 0, 65_535) ?? fault(`PORT is ${env.PORT}: write a number from 0 to 65535.`);
  const apiUrl =
    urlOf(env.GITHUB_API_URL, 'https://api.github.com') ??
    fault(`GITHUB_API_URL is ${env.GITHUB_API_URL}: write an address such as https://api.github.com.`);
  const serverUrl =
    urlOf(env.GITHUB_SERVER_URL, 'https://github.com') ??
    fault(`GITHUB_SERVER_URL is ${env.GITHUB_SERVER_URL}: write an address such as https://github.com.`);
  const logLevel =
    LEVELS.find((level) => level === (env.LOG_LEVEL ?? 'info')) ??
    fault(`LOG_LEVEL is ${env.LOG_LEVEL}: choose one of ${LEVELS.join(', ')}.`);
  const store = storeOf(env, fault);
  if (
    faults.length > 0 ||
    appId === undefined ||
    privateKey === undefined ||
    port === undefined ||
    apiUrl === undefined ||
    serverUrl === undefined ||
    logLevel === undefined
  ) {
    throw new UserError(
      `the App cannot start:\n${faults.map((text) => `  - ${text}`).join('\n')}`,
      'Fix the settings listed above and start again.',
    );
  }
  return {
    appId,
    privateKey,
    webhookSecret: secret,
    port,
    host: env.HOST ?? '0.0.0.0',
    apiUrl,
    serverUrl,
    ...store,
    logLevel,
  };
}

/** Reads only the location of the store, for maintenance commands. Throws UserError. */
export function readStore(env: Environment): Pick<AppEnvironment, 'databaseUrl' | 'dataDir'> {
  return storeOf(env, (text) => {
    throw new UserError(text, 'Use the same value as for the App.');
  });
}

/** An empty DATABASE_URL counts as unset: compose files pass unset variables as empty strings. */
function storeOf(
  env: Environment,
  fault: (text: string) => undefined,
): Pick<AppEnvironment, 'databaseUrl' | 'dataDir'> {
  const url = env.DATABASE_URL;
  if (url && !/^postgres(ql)?:\/\//.test(url))
    fault('DATABASE_URL must begin with postgres:// or postgresql://; leave it out for the embedded store.');
  return { ...(url ? { databaseUrl: url } : {}), dataDir: env.DATA_DIR || './data' };
}

function keyOf(env: Environment, fault: (text: string) => undefined): string | undefined {
  if (env.PRIVATE_KEY && env.PRIVATE_KEY_PATH) return fault('PRIVATE_KEY and PRIVATE_KEY_PATH are both set: keep one.');
  const given = env.PRIVATE_KEY_PATH ? fileOf(env.PRIVATE_KEY_PATH, fault) : (env.PRIVATE_KEY ?? '');
  if (given === undefined) return undefined;
  const text = given.replaceAll('\\n', '\n').trim();
  if (/-----BEGIN (RSA )?PRIVATE KEY-----[\s\S]+-----END (RSA )?PRIVATE KEY-----/.test(text)) return text;
  return fault(
    'PRIVATE_KEY (or PRIVATE_KEY_PATH) is missing or not a PEM key: generate one on the settings page of the GitHub App.',
  );
}

/** In a container the owner of the file and the user of the process often differ, so the message names the user. */
function fileOf(path: string, fault: (text: string) => undefined): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return fault(`PRIVATE_KEY_PATH names ${path}, which does not exist.`);
    const user = process.geteuid?.();
    const who = user === undefined ? 'the user that runs the App' : `user ${user}, the user of the App,`;
    if (code === 'EACCES' || code === 'EPERM')
      return fault(`PRIVATE_KEY_PATH names ${path}, which ${who} cannot read: change its owner or mode.`);
    if (code === 'EISDIR') return fault(`PRIVATE_KEY_PATH names ${path}, which is a folder: name the .pem file in it.`);
    return fault(`PRIVATE_KEY_PATH names ${path}, which cannot be read (${code ?? String(error)}).`);
  }
}

function numberIn(text: string | undefined, fallback: number, low: number, high: number): number | undefined {
  if (text === undefined || text === '') return fallback;
  const number = Number(text);
  return Number.isInteger(number) && number >= low && number <= high ? number : undefined;
}

function urlOf(text: string | undefined, fallback: string): string | undefined {
  const address = text === undefined || text === '' ? fallback : text;
  return URL.canParse(address) && /^https?:$/.test(new URL(address).protocol) ? address.replace(/\/+$/, '') : undefined;
}
