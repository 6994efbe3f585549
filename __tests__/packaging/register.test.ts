import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';
import { readEnvironment } from '../../src/app/environment.ts';

const root = resolve(import.meta.dirname, '../..');
const script = join(root, 'scripts/register-app.mjs');
const PEM = '-----BEGIN RSA PRIVATE KEY-----\nAAAA\n-----END RSA PRIVATE KEY-----\n';
const SECRET = 'f0'.repeat(20);

describe('npm run register', () => {
  let folder: string;
  let github: Server;
  let asked: string[];
  let status: number;
  let child: ChildProcess | undefined;
  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pilot-register-'));
    asked = [];
    status = 201;
    github = createServer((request, response) => {
      asked.push(`${request.method} ${request.url}`);
      const app = { id: 4343, pem: PEM, webhook_secret: SECRET, html_url: 'https://github.example/apps/pilot' };
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(app));
    });
    await new Promise<void>((listening) => github.listen(0, '127.0.0.1', listening));
  });
  afterEach(async () => {
    child?.kill();
    github.closeAllConnections();
    await new Promise((closed) => github.close(closed));
    rmSync(folder, { recursive: true, force: true });
  });

  const address = (): string => `http://127.0.0.1:${(github.address() as AddressInfo).port}`;

  /** Starts it and waits for the address of its page. */
  async function start(...args: string[]): Promise<{ page: string; out: () => string; ended: Promise<number | null> }> {
    const running = spawn(process.execPath, [script, ...args, '--github', address()], { cwd: folder });
    child = running;
    let out = '';
    const ended = new Promise<number | null>((done) => running.once('exit', done));
    const page = await new Promise<string>((found, failed) => {
      const heard = (chunk: Buffer): void => {
        out += chunk.toString();
        const [url] = /http:\/\/127\.0\.0\.1:\d+\//.exec(out) ?? [];
        if (url !== undefined) found(url);
      };
      running.stdout.on('data', heard);
      running.stderr.on('data', heard);
      running.once('exit', () => failed(new Error(out)));
    });
    return { page, out: () => out, ended };
  }

  test('offers the manifest, keeps what GitHub answers where the App looks, and shows no secret', async () => {
    const { page, out, ended } = await start('https://ready.acme.example', '--org', 'acme', '--name', 'acme-readiness');
    const html = (await (await fetch(page)).text()).replace(/&#(\d+);/g, (_all, code) => String.fromCharCode(code));
    const manifest = JSON.parse(/value="(\{.*\})"/.exec(html)?.[1] ?? '') as Record<string, unknown>;
    const ours = parse(readFileSync(join(root, 'app.yml'), 'utf8')) as Record<string, unknown>;
    expect(manifest).toEqual({
      ...ours,
      name: 'acme-readiness',
      hook_attributes: { url: 'https://ready.acme.example/api/github/webhooks', active: true },
      redirect_url: `${page}done`,
    });
    const action = new URL(/action="([^"]+)"/.exec(html)?.[1] ?? '');
    expect([action.origin, action.pathname]).toEqual([address(), '/organizations/acme/settings/apps/new']);

    const state = action.searchParams.get('state') ?? '';
    const back = await fetch(`${page}done?code=abc123&state=${state}`);
    expect([back.status, await ended]).toEqual([200, 0]);
    expect(asked).toEqual(['POST /api/v3/app-manifests/abc123/conversions']);
    const kept = [join(folder, '.env'), join(folder, 'secrets/private-key.pem')];
    for (const path of kept) expect(statSync(path).mode & 0o777).toBe(0o600);
    const lines = readFileSync(join(folder, '.env'), 'utf8').trim().split('\n');
    const { DATABASE_PASSWORD, ...settings } = Object.fromEntries(lines.map((line) => line.split(/=(.*)/s)));
    const environment = readEnvironment({ ...settings, PRIVATE_KEY_PATH: kept[1] });
    expect(environment).toMatchObject({ appId: 4343, webhookSecret: SECRET, privateKey: PEM.trim() });
    expect(environment).toMatchObject({ apiUrl: `${address()}/api/v3`, serverUrl: address() });
    expect(DATABASE_PASSWORD).toMatch(/^[0-9a-f]{64}$/);
    expect(out()).toContain('https://github.example/apps/pilot/installations/new');
    expect(out()).toContain('"context": "pilot-readiness", "integration_id": 4343');
    for (const rule of ['pull_request', 'non_fast_forward', 'deletion']) expect(out()).toContain(`"type": "${rule}"`);
    expect(out()).not.toMatch(new RegExp(`${SECRET}|PRIVATE KEY|${DATABASE_PASSWORD}`));
  });

  test('takes no answer that another page sent, and keeps nothing when GitHub refuses', async () => {
    const { page } = await start('https://ready.acme.example');
    expect((await fetch(`${page}done?code=abc&state=${'0'.repeat(48)}`)).status).toBe(400);
    expect((await fetch(`${page}done?code=abc`)).status).toBe(400);
    expect(asked).toEqual([]);
    const state = /state=([0-9a-f]+)/.exec(await (await fetch(page)).text())?.[1] ?? '';
    status = 404;
    expect((await fetch(`${page}done?code=abc&state=${state}`)).status).toBe(502);
    expect(() => statSync(join(folder, '.env'))).toThrow('ENOENT');
  });

  test.each([
    ['no address', [], /npm run register/],
    ['an address that others can read', ['http://ready.acme.example'], /https:/],
    ['an organization that is none', ['https://ready.acme.example', '--org', 'a/../b'], /no name of an organization/],
    ['an option that is none', ['https://ready.acme.example', '--orgs', 'a'], /--orgs/],
  ])('refuses %s', async (_name, args, words) => {
    expect(await refusal(args)).toEqual([3, expect.stringMatching(words)]);
  });

  test('overwrites neither key nor settings', async () => {
    mkdirSync(join(folder, 'secrets'));
    writeFileSync(join(folder, 'secrets/private-key.pem'), 'mine');
    expect(await refusal(['https://ready.acme.example'])).toEqual([3, expect.stringMatching(/is there already/)]);
  });

  function refusal(args: string[]): Promise<[unknown, string]> {
    return new Promise((done) => {
      execFile(process.execPath, [script, ...args], { cwd: folder }, (error, _out, err) => done([error?.code, err]));
    });
  }
});
