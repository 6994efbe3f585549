import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { readEnvironment } from '../../src/app/environment.ts';
import { openMetrics } from '../../src/app/metrics.ts';
import { CHECK_NAMES } from '../../src/render/model/titles.ts';
import type { Db } from '../../src/store/db.ts';

const root = resolve(import.meta.dirname, '../..');
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const page = read('docs/operating.md');
const section = (title: string): string => page.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

describe('docs/operating.md', () => {
  test('names every setting that the App reads, and no other', () => {
    const names = (text: string, pattern: RegExp): string[] =>
      [...new Set([...text.matchAll(pattern)].map(([, name = '']) => name))].sort();
    const table = section('Settings')
      .split('\n')
      .filter((line) => line.startsWith('| `'))
      .map((line) => line.split('|')[1])
      .join();
    expect(names(table, /`([A-Z_]+)`/g)).toEqual(names(read('src/app/environment.ts'), /\benv\.([A-Z_]+)/g));
  });

  test('names the defaults that hold', () => {
    const pem = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----';
    const { port, host, dataDir, apiUrl, serverUrl, logLevel } = readEnvironment({
      ...{ APP_ID: '1', PRIVATE_KEY: pem, WEBHOOK_SECRET: 'f'.repeat(32) },
    });
    const rows = section('Settings').split('\n');
    const defaultOf = (name: string): string =>
      rows.find((row) => row.startsWith(`| \`${name}\``))?.split('|')[2] ?? '';
    expect(defaultOf('PORT')).toContain(`\`${port}\`, \`${host}\``);
    expect(defaultOf('DATA_DIR')).toContain(`\`${dataDir}\``);
    expect(defaultOf('GITHUB_API_URL')).toContain(`\`${apiUrl}\``);
    expect(defaultOf('GITHUB_SERVER_URL')).toContain(`\`${serverUrl}\``);
    expect(defaultOf('LOG_LEVEL')).toContain(`\`${logLevel}\``);
  });

  test('names every metric of the App with its labels, and no other', async () => {
    const { text } = openMetrics();
    const { body } = await text({ query: () => Promise.resolve([]) } as unknown as Db);
    const given = [...body.matchAll(/^# TYPE (pilot_readiness_\w+) /gm)].map(([, name = '']) => name);
    const rows = section('Watching it')
      .split('\n')
      .filter((line) => line.startsWith('| `pilot_readiness_'));
    expect(given.length).toBeGreaterThan(7);
    const named = rows.map((row) => /^\| `(\w+)`/.exec(row)?.[1]).filter((name) => name !== undefined);
    expect(named.sort()).toEqual(given.sort());
    // What an alert waits for must be there to be counted.
    const alerts = [...page.matchAll(/\b(pilot_readiness_\w+?)(?:_bucket)?[{[ ]/g)].map(([, name = '']) => name);
    expect(alerts.length).toBeGreaterThan(4);
    expect(alerts.filter((name) => !given.includes(name))).toEqual([]);
    const help = (name: string): string => new RegExp(`^# HELP ${name} (.*)$`, 'm').exec(body)?.[1] ?? '';
    for (const row of rows) {
      const [, name = '', values] = /^\| `(\w+)` \|.*?(?::\s([a-z, -]+))? \|/.exec(row) ?? [];
      const listed = help(name).includes(': ') ? help(name).split(': ')[1] : undefined;
      if (listed !== undefined) expect([name, values]).toEqual([name, listed]);
    }
  });

  test('gives rules that pin the check, under the name that is published', () => {
    const [rules, property] = [...section('Making it a gate').matchAll(/```json\n([\s\S]*?)```/g)].map(
      ([, text = '']) => JSON.parse(text) as Record<string, unknown>,
    );
    expect(rules?.rules).toEqual([
      {
        type: 'required_status_checks',
        parameters: {
          strict_required_status_checks_policy: false,
          required_status_checks: [{ context: CHECK_NAMES.promotion, integration_id: expect.any(Number) }],
        },
      },
      expect.objectContaining({ type: 'pull_request' }),
      { type: 'non_fast_forward' },
      { type: 'deletion' },
    ]);
    expect(section('Making it a gate')).toContain(`never \`${CHECK_NAMES.preview}\``);
    expect([rules?.enforcement, rules?.bypass_actors]).toEqual(['active', []]);
    expect(Object.keys(property ?? {})).toEqual(['repository_property']);
  });

  test('names scripts, pages and places that exist', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...page.matchAll(/npm run ([\w-]+)/g)].map(([, name = '']) => name);
    expect(new Set(named)).toEqual(new Set(['register', 'build', 'move-store', 'crash-test']));
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
    for (const text of [page, read('docs/permissions.md')]) {
      const anchors = [...text.matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
        title.toLowerCase().replaceAll(' ', '-'),
      );
      for (const [, target = ''] of text.matchAll(/\]\(([^)]+)\)/g)) {
        const [path = '', anchor] = target.split('#');
        expect([target, existsSync(join(root, dirname('docs/operating.md'), path))]).toEqual([target, true]);
        if (anchor !== undefined && path === '') expect(anchors).toContain(anchor);
      }
    }
  });
});
