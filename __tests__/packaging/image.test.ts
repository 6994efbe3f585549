import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse } from 'yaml';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');

interface Step {
  stage: number;
  word: string;
  rest: string;
}

/** The steps of the Dockerfile, continued lines joined; `stage` counts from 0. */
function readSteps(text: string): Step[] {
  const lines = text
    .replace(/^\s*#.*\n/gm, '')
    .replace(/\\\n\s*/g, '')
    .split('\n');
  let stage = -1;
  return lines.flatMap((line) => {
    const [word = '', rest = ''] = line.split(/ (.*)/s);
    if (word === 'FROM') stage += 1;
    return word === '' ? [] : [{ stage, word, rest }];
  });
}
const steps = readSteps(read('Dockerfile'));
const of = (word: string): Step[] => steps.filter((step) => step.word === word);
const last = of('FROM').length - 1;
const inLast = (word: string): string[] => of(word).flatMap((step) => (step.stage === last ? [step.rest] : []));
const list = (text: string | undefined): string[] => JSON.parse(text ?? 'null') as string[];

function run(file: string, args: string[], options: { cwd?: string; env?: NodeJS.ProcessEnv } = {}) {
  return new Promise<{ code: number; out: string; err: string }>((done) => {
    execFile(file, args, options, (error, out, err) =>
      done({ code: error === null ? 0 : typeof error.code === 'number' ? error.code : -1, out, err }),
    );
  });
}

describe('the image, built', () => {
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'pilot-image-'));
    linkProduction(folder);
    writeFileSync(join(folder, 'package.json'), read('package.json'));
    // What `npm run build` does, into the folder that stands for the image.
    expect(JSON.parse(read('package.json')).scripts.build).toBe('tsc -p tsconfig.build.json');
    const typescript = join(root, 'node_modules/.bin/tsc');
    const built = await run(typescript, ['-p', join(root, 'tsconfig.build.json'), '--outDir', join(folder, 'build')]);
    if (built.code !== 0) throw new Error(`tsc ended with ${built.code}:\n${built.out}${built.err}`);
  }, 240_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** With links kept as they are, nothing beside the production dependencies can be found. */
  const node = (args: string[], env: NodeJS.ProcessEnv = {}) =>
    run(process.execPath, ['--preserve-symlinks', '--preserve-symlinks-main', ...args], {
      cwd: folder,
      env: { PATH: process.env.PATH, ...env },
    });

  test('starts what the build gives, with production dependencies alone, and says what it lacks', async () => {
    const [program, ...args] = list(inLast('ENTRYPOINT')[0]);
    expect([program, ...args]).toEqual(['node', 'build/app.js']);
    const { code, out, err } = await node(args);
    expect([code, out]).toEqual([1, '']);
    expect(err).toMatch(/^the App cannot start:\n {2}- APP_ID is missing/);
    expect(err).not.toMatch(/ERR_MODULE_NOT_FOUND|\n\s+at /);
  });

  test('says the version of the package', async () => {
    const print = `const { VERSION } = await import('./build/cli/version.js'); process.stdout.write(VERSION);`;
    const { version } = JSON.parse(read('package.json')) as { version: string };
    expect(await node(['--input-type=module', '--eval', print])).toEqual({ code: 0, out: version, err: '' });
  });

  test('has what the stores need, which are loaded only when they are chosen', async () => {
    const both = `await import('./build/store/open-embedded.js'); await import('./build/store/open-postgres.js');`;
    expect(await node(['--input-type=module', '--eval', both])).toEqual({ code: 0, out: '', err: '' });
    const lacking = await node(['--input-type=module', '--eval', `await import('typescript');`]);
    expect(lacking.err).toContain('ERR_MODULE_NOT_FOUND');
  });

  test('is healthy exactly while somebody answers under /healthz', async () => {
    const [, command] = /CMD (\[.*\])$/.exec(inLast('HEALTHCHECK')[0] ?? '') ?? [];
    const [, ...args] = list(command);
    let status = 200;
    const asked: string[] = [];
    const server = createServer((request, response) => {
      asked.push(request.url ?? '');
      response.writeHead(status).end();
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const env = { PORT: String((server.address() as AddressInfo).port) };
    expect((await node(args, env)).code).toBe(0);
    status = 503;
    expect((await node(args, env)).code).toBe(1);
    await new Promise((closed) => server.close(closed));
    expect((await node(args, env)).code).toBe(1);
    expect(asked).toEqual(['/healthz', '/healthz']);
  });
});

describe('the Dockerfile', () => {
  test('copies only what there is, out of a checkout of which it sees nothing else', () => {
    const seen = read('.dockerignore')
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'));
    expect(seen[0]).toBe('*');
    const copied = of('COPY').flatMap(({ rest }) => (rest.startsWith('--from=') ? [] : rest.split(' ').slice(0, -1)));
    for (const path of copied) {
      expect([path, existsSync(join(root, path))]).toEqual([path, true]);
      expect([path, seen.includes(`!${path}`)]).toEqual([path, true]);
    }
    expect(
      seen
        .slice(1)
        .map((line) => line.slice(1))
        .sort(),
    ).toEqual([...new Set(copied)].sort());
    const secret = /^!.*(env|secret|data|pem|git|\*)/;
    expect(seen.slice(1).filter((line) => secret.test(line))).toEqual([]);
  });

  test('takes from earlier stages only what they made', () => {
    const names = of('FROM').map(({ rest }) => / AS (\w+)$/.exec(rest)?.[1]);
    const from = of('COPY').flatMap(({ rest }) => /^--from=(\w+) \/app\/(\w+) /.exec(rest)?.slice(1, 3) ?? []);
    expect(names.slice(0, -1)).toEqual(['build', 'dependencies']);
    expect(from).toEqual(['dependencies', 'node_modules', 'build', 'build']);
    const installs = of('RUN').filter(({ rest }) => rest.startsWith('npm ci'));
    expect(installs.find(({ stage }) => names[stage] === 'dependencies')?.rest).toContain('--omit=dev');
  });

  test('runs as nobody special, keeps its data outside, ends on SIGTERM', () => {
    expect(inLast('USER')).toEqual(['node']);
    expect(inLast('VOLUME')).toEqual(['/data']);
    expect(inLast('STOPSIGNAL')).toEqual(['SIGTERM']);
    expect(inLast('ENV')[0]).toContain('DATA_DIR=/data');
  });
});

describe('compose.yaml', () => {
  interface Service {
    restart: string;
    env_file?: string;
    environment: Record<string, string>;
    ports?: string[];
    volumes: string[];
    healthcheck?: { test: string[] };
    depends_on?: Record<string, { condition: string }>;
    secrets?: string[];
  }
  const file = parse(read('compose.yaml')) as {
    services: Record<'app' | 'database', Service>;
    secrets: Record<string, { file: string }>;
    volumes: Record<string, unknown>;
  };
  const { app, database } = file.services;

  test('gives the App names that it reads, and waits for a database that is there', () => {
    const environment = read('src/app/environment.ts');
    for (const name of Object.keys(app.environment)) expect(environment).toContain(`env.${name}`);
    expect(app.depends_on).toEqual({ database: { condition: 'service_healthy' } });
    expect(database.healthcheck?.test).toContain('pg_isready');
    const { username, hostname, pathname } = new URL(app.environment.DATABASE_URL?.replace(/\$\{.*\}/, 'x') ?? '');
    expect([username, pathname]).toEqual([database.environment.POSTGRES_USER, `/${database.environment.POSTGRES_DB}`]);
    expect(Object.keys(file.services)).toContain(hostname);
  });

  test('starts again, keeps its data, opens nothing to the world, and holds no secret', () => {
    for (const service of [app, database]) {
      expect(service.restart).toBe('unless-stopped');
      for (const volume of service.volumes) expect(Object.keys(file.volumes)).toContain(volume.split(':')[0]);
    }
    expect([app.ports, database.ports]).toEqual([['127.0.0.1:3000:3000'], undefined]);
    for (const text of [app.environment.DATABASE_URL, database.environment.POSTGRES_PASSWORD])
      expect(text).toMatch(/\$\{DATABASE_PASSWORD:\?/);
    const kept = [app.env_file ?? '', ...Object.values(file.secrets).map((secret) => secret.file)];
    const ignored = read('.gitignore').split('\n');
    for (const path of kept.map((one) => one.replace('./', '')))
      expect([path, ignored.includes(path) || ignored.includes(`${dirname(path)}/`)]).toEqual([path, true]);
  });
});

/** Links into `folder` every package that `npm ci --omit=dev --omit=optional` would install. */
function linkProduction(folder: string): void {
  const lock = JSON.parse(read('package-lock.json')) as {
    packages: Record<string, { dev?: boolean; optional?: boolean; devOptional?: boolean; link?: boolean }>;
  };
  for (const [path, { dev, optional, devOptional, link }] of Object.entries(lock.packages)) {
    // A package within another comes along with it; a link leads to a workspace, which the image does not see.
    if (path === '' || dev || optional || devOptional || link || path.lastIndexOf('node_modules/') !== 0) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    symlinkSync(join(root, path), join(folder, path));
  }
}
