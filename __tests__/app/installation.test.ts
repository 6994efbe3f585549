import { generateKeyPairSync } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Probot, ProbotOctokit } from 'probot';
import { readEnvironment } from '../../src/app/environment.ts';
import { InstallationGone, openInstallations, selfOf } from '../../src/app/installation.ts';
import { openMetrics } from '../../src/app/metrics.ts';
import { isTransient } from '../../src/app/publish-not-evaluated.ts';

const SUSPENDED = 'This installation has been suspended';
const SECONDARY = 'You have exceeded a secondary rate limit.';

interface Answer {
  status: number;
  headers?: Record<string, string>;
  message?: string;
  token?: string;
}

describe('an installation', () => {
  let server: Server;
  let url: string;
  let onToken: Answer;
  let onWrite: Answer;
  let onApp: Answer & { slug?: string };
  beforeAll(async () => {
    const say = (response: ServerResponse, { status, headers = {}, ...rest }: Answer): void => {
      response.writeHead(status, { 'content-type': 'application/json', ...headers });
      response.end(JSON.stringify({ ...rest, expires_at: new Date(Date.now() + 3_600_000).toISOString() }));
    };
    server = createServer((request, response) =>
      say(response, request.url?.includes('tokens') ? onToken : request.url?.includes('/app') ? onApp : onWrite),
    );
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => new Promise((closed) => server.close(closed)));

  const KEY = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' });
  const open = () => {
    const environment = readEnvironment({
      ...{ APP_ID: '1', PRIVATE_KEY: String(KEY), WEBHOOK_SECRET: 'f'.repeat(32), GITHUB_API_URL: url },
    });
    const probot = new Probot({ appId: 1, privateKey: String(KEY), secret: 'x', baseUrl: url, logLevel: 'fatal' });
    return openInstallations(probot, environment, openMetrics())(7);
  };

  test.each<[string, Answer, boolean]>([
    ['is gone when it was removed', { status: 404, message: 'Not Found' }, true],
    ['is gone when it was suspended', { status: 403, message: SUSPENDED }, true],
    ['is not gone when GitHub asks for a pause', { status: 403, message: SECONDARY }, false],
    ['is not gone when its limit is used up', { status: 403, headers: { 'x-ratelimit-remaining': '0' } }, false],
    ['is not gone when our clock is wrong', { status: 401, message: 'A JSON web token could not be decoded' }, false],
  ])('%s', async (_name, answer, isGone) => {
    onToken = answer;
    const error: unknown = await open().catch((thrown: unknown) => thrown);
    expect([error instanceof InstallationGone, isTransient(error)]).toEqual([isGone, !isGone]);
  });

  test.each<[string, Answer, number, boolean]>([
    ['too much', { status: 429, message: SECONDARY }, 429, true],
    ["too much, in GitHub's other way", { status: 403, message: SECONDARY }, 429, true],
    ['too much, by its headers', { status: 403, headers: { 'retry-after': '30' }, message: 'no' }, 429, true],
    ['something without the permission', { status: 403, message: 'Resource not accessible' }, 403, false],
    ['nonsense', { status: 422, message: 'Validation Failed' }, 422, false],
  ])('that writes %s is tried again for ever only where waiting helps', async (_name, answer, status, waits) => {
    onToken = { status: 201, token: 'ghs_x' };
    onWrite = answer;
    const { writer } = await open();
    const error: unknown = await writer
      .request('POST /repos/{owner}/{repo}/check-runs', { owner: 'acme', repo: 'triage' })
      .catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ status });
    expect(isTransient(error)).toBe(waits);
    expect(String(error)).not.toContain('ghs_x');
  });

  // Without trying again, as the App does for a quarter of a minute.
  const once = (baseUrl: string, privateKey = String(KEY)): Promise<unknown> =>
    selfOf(
      new Probot({
        ...{ appId: 42, privateKey, secret: 'x', baseUrl, logLevel: 'fatal' as const },
        Octokit: ProbotOctokit.defaults({ retry: { enabled: false } }),
      }),
      42,
    ).catch((error: unknown) => error);

  test('is spoken for by the account of the App', async () => {
    onApp = { status: 200, slug: 'pilot-readiness' };
    expect(await once(url)).toEqual({ login: 'pilot-readiness[bot]', appId: 42 });
  });

  test.each<[string, Answer, string, RegExp]>([
    ['another key', { status: 401, message: 'Bad' }, 'GitHub does not accept this key for App 42', /APP_ID.*clock/],
    ['another address', { status: 404 }, 'App 42 was not found', /GITHUB_API_URL.*api\/v3/],
    ['something that is not GitHub', { status: 200 }, 'does not respond like GitHub', /GITHUB_API_URL/],
    ['a server that fails', { status: 502 }, 'responded with 502', /again later/],
    ['a rate limit', { status: 403, headers: { 'retry-after': '9' } }, 'responded with 429', /again later/],
  ])('start is refused in words an operator can use: %s', async (_name, answer, words, remedy) => {
    onApp = answer;
    expect(await once(url)).toMatchObject({
      name: 'UserError',
      message: expect.stringContaining(words),
      remedy: expect.stringMatching(remedy),
    });
  });

  test('start is refused when nobody answers, or the key is none, without showing it', async () => {
    expect(await once('http://127.0.0.1:9')).toMatchObject({
      name: 'UserError',
      message: 'GitHub cannot be reached at http://127.0.0.1:9',
      remedy: expect.stringContaining('start the App again'),
    });
    const cut = String(KEY).replace(/.{40}\n/, '\n');
    const error = await once(url, cut);
    expect(error).toMatchObject({ name: 'UserError', message: 'the private key of the App is not usable' });
    expect(JSON.stringify(error)).not.toContain(cut.slice(60, 100));
  });
});
