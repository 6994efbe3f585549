import { chmodSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readEnvironment } from '../../src/app/environment.ts';

const KEY = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----';
const good = { APP_ID: '42', PRIVATE_KEY: KEY, WEBHOOK_SECRET: 'f'.repeat(32) };

describe('the environment of the App', () => {
  test('has defaults for all but the three secrets of the App', () => {
    expect(readEnvironment(good)).toEqual({
      appId: 42,
      privateKey: KEY,
      webhookSecret: 'f'.repeat(32),
      port: 3000,
      host: '0.0.0.0',
      apiUrl: 'https://api.github.com',
      serverUrl: 'https://github.com',
      dataDir: './data',
      logLevel: 'info',
    });
    expect(readEnvironment({ ...good, PRIVATE_KEY: KEY.replaceAll('\n', '\\n') }).privateKey).toBe(KEY);
    expect(readEnvironment({ ...good, GITHUB_API_URL: 'https://ghe.example/api/v3/' }).apiUrl).toBe(
      'https://ghe.example/api/v3',
    );
  });

  test.each<[string, Record<string, string>, RegExp]>([
    ['no App', { APP_ID: '' }, /APP_ID is missing/],
    ['an App by name', { APP_ID: 'mine' }, /APP_ID is missing or not a number/],
    ['no key', { PRIVATE_KEY: '' }, /PRIVATE_KEY .* is missing/],
    ['a key that is none', { PRIVATE_KEY: 'hello' }, /not a PEM key/],
    ['two keys', { PRIVATE_KEY_PATH: '/x' }, /both set/],
    ['no secret', { WEBHOOK_SECRET: '' }, /WEBHOOK_SECRET is missing/],
    ["the library's default secret", { WEBHOOK_SECRET: 'development' }, /WEBHOOK_SECRET .*default/],
    ['a port out of range', { PORT: '70000' }, /PORT is 70000/],
    ['an address that is none', { GITHUB_API_URL: 'file:///etc' }, /GITHUB_API_URL/],
    ['another database', { DATABASE_URL: 'mysql://x' }, /DATABASE_URL must begin/],
    ['a log level', { LOG_LEVEL: 'loud' }, /LOG_LEVEL is loud/],
  ])('refuses %s', (_name, change, words) => {
    expect(() => readEnvironment({ ...good, ...change })).toThrow(words);
  });

  test('tells all faults at once and never a secret', () => {
    const text = ((): string => {
      try {
        readEnvironment({ WEBHOOK_SECRET: 'hunter2', PORT: 'x' });
        return '';
      } catch (error) {
        return String(error);
      }
    })();
    expect(text.split('\n  - ')).toHaveLength(5);
    expect(text).not.toContain('hunter2');
  });

  describe('the file of the key', () => {
    let folder: string;
    const at = (name: string): string => join(folder, name);
    const read = (name: string): string =>
      readEnvironment({ ...good, PRIVATE_KEY: '', PRIVATE_KEY_PATH: at(name) }).privateKey;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'pilot-key-'));
      writeFileSync(at('key.pem'), `${KEY}\n`);
      writeFileSync(at('notes.txt'), 'no key');
      symlinkSync('round.pem', at('round.pem'));
      chmodSync(folder, 0o755);
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    test('is read', () => {
      expect(read('key.pem')).toBe(KEY);
    });

    test.each([
      ['is missing', 'gone.pem', /PRIVATE_KEY_PATH names \S+gone\.pem, which does not exist\./],
      ['lies below a file', 'key.pem/key.pem', /which does not exist\./],
      ['is a folder', '.', /which is a folder: name the \.pem file in it\./],
      ['is no key', 'notes.txt', /not a PEM key/],
      ['is a link to itself', 'round.pem', /which cannot be read \(ELOOP\)\./],
    ])('is a fault of the environment when it %s', (_name, file, words) => {
      expect(() => read(file)).toThrow(words);
      expect(() => read(file)).toThrow(/^the App cannot start:\n {2}- /);
    });

    test('is a fault that names the user when the user may not read it, as in a container', () => {
      chmodSync(at('key.pem'), 0o000);
      const before = process.geteuid?.() ?? 0;
      // Root may read everything, so it plays somebody else for this.
      if (before === 0) process.seteuid?.(65_534);
      try {
        const user = process.geteuid?.();
        expect(user).not.toBe(0);
        expect(() => read('key.pem')).toThrow(
          `which user ${user}, the user of the App, cannot read: change its owner or mode.`,
        );
      } finally {
        process.seteuid?.(before);
        chmodSync(at('key.pem'), 0o600);
      }
    });
  });
});
