import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import { type Report, reportSchema } from '../../src/domain/report.ts';
import { SCHEMA_ADDRESS } from '../../src/domain/schema-address.ts';
import { tasks } from '../../src/render/model/tasks.ts';
import { throwawayRepository } from '../support/harness/throwaway-repository.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = mkdtempSync(join(tmpdir(), 'pilot-readiness-init-'));
const POLICY = '.github/pilot-readiness.yml';
const MINIMAL = [POLICY, 'docs/rollback.md', 'docs/runbook.md', 'readiness/metrics.yaml', 'readiness/pilot.yaml'];
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function run(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const code = await main(argv, {
    cwd: root,
    env: {},
    now: Date.parse('2026-11-20T12:00:00Z'),
    columns: 100,
    color: false,
    write: (text) => {
      texts.out += text;
    },
    warn: (text) => {
      texts.err += text;
    },
  });
  expect(texts.err).not.toMatch(/internal error/);
  return { code, ...texts };
}

async function reportOf(dir: string, ...more: string[]): Promise<Report> {
  return reportSchema.parse(JSON.parse((await run('check', dir, '--format', 'json', ...more)).out));
}

function filesIn(dir: string, below = ''): string[] {
  return readdirSync(join(dir, below), { withFileTypes: true })
    .flatMap((entry) => {
      const path = below === '' ? entry.name : `${below}/${entry.name}`;
      if (entry.name === '.git') return [];
      return entry.isDirectory() ? filesIn(dir, path) : [path];
    })
    .sort();
}

const put = (dir: string, path: string, text: string): void => {
  mkdirSync(dirname(join(dir, path)), { recursive: true });
  writeFileSync(join(dir, path), text);
};
const flat = (text: string): string => text.replace(/\s+/g, ' ');
const blocking = (report: Report) =>
  report.criteria.flatMap(({ checks }) => checks).filter(({ level }) => level === 'blocking');

describe('init in an empty repository', () => {
  test('writes five files, and check gives exactly the list that init ended with', async () => {
    const { dir } = throwawayRepository();
    const { code, out, err } = await run('init', dir);
    expect([code, err]).toEqual([0, '']);
    expect(filesIn(dir)).toEqual(MINIMAL);
    const open = tasks(await reportOf(dir)).filter(({ level }) => level === 'blocking');
    const said = flat(out);
    for (const { title, also } of open) {
      expect(said).toContain(flat(title));
      for (const { summary } of also) expect(said).toContain(flat(summary));
    }
    const numbers = [...out.matchAll(/^ {1,2}(\d+)\. /gm)].map(([, number]) => Number(number));
    expect(numbers).toEqual(open.map((_task, index) => index + 1));
  });

  test('not one check is met by a placeholder, and none could not be looked at', async () => {
    const { dir } = throwawayRepository();
    await run('init', dir);
    const outcomes = new Set(blocking(await reportOf(dir)).map(({ outcome }) => outcome));
    expect([...outcomes]).toEqual(['unmet']);
    const before = blocking(await reportOf(throwawayRepository().dir, '--profile', 'standard'));
    const strict = throwawayRepository().dir;
    await run('init', strict, '--profile', 'standard');
    const after = blocking(await reportOf(strict));
    const met = (all: typeof after, code: string) => all.find((one) => one.code === code)?.outcome === 'met';
    // What is met without anything having been written is no placeholder's work: "no condition is overdue".
    const gained = after.filter(({ code }) => met(after, code) && !met(before, code)).map(({ code }) => code);
    expect(gained.filter((code) => !VACUOUS.includes(code))).toEqual([]);
  });

  test('says whom to ask before what to write, and that a baseline cannot be added later', async () => {
    const said = flat((await run('init', throwawayRepository().dir)).out);
    const [ask, write] = [said.indexOf('Ask today, because other people need time'), said.indexOf(' Write (')];
    expect(ask).toBeGreaterThan(-1);
    expect(write).toBeGreaterThan(ask);
    const asked = said.slice(ask, write);
    for (const words of [
      'product owner',
      'security: the policy does not name who may sign it',
      'privacy: the policy',
      'success trigger',
    ])
      expect(asked).toContain(words);
    expect(asked).toContain('cannot be added later');
  });

  test('--dry-run writes nothing and says the same', async () => {
    const { dir } = throwawayRepository();
    const dry = await run('init', dir, '--dry-run');
    expect(filesIn(dir)).toEqual([]);
    const list = (text: string) => text.slice(text.indexOf('Ask today'), text.indexOf('pilot-readiness check'));
    const wet = await run('init', dir);
    const tasks = (text: string) => list(text).replace(/\nNext\n.*/s, '');
    expect(tasks(dry.out)).toBe(tasks(wet.out));
  });

  test('a second run changes nothing', async () => {
    const { dir } = throwawayRepository();
    await run('init', dir);
    const texts = () => filesIn(dir).map((path) => readFileSync(join(dir, path), 'utf8'));
    const before = texts();
    const { out } = await run('init', dir);
    expect(out).toMatch(/^Nothing to write/);
    expect(texts()).toEqual(before);
  });

  test('each YAML file names the schema that is published', async () => {
    const { dir } = throwawayRepository();
    await run('init', dir, '--profile', 'regulated');
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
    expect(SCHEMA_ADDRESS).toBe(`https://unpkg.com/pilot-readiness@${version.split('.')[0]}/schema`);
    for (const path of filesIn(dir).filter((one) => /\.ya?ml$/.test(one))) {
      const [first = ''] = readFileSync(join(dir, path), 'utf8').split('\n');
      const name = /^# yaml-language-server: \$schema=(\S+)\/([a-z-]+)\.json$/.exec(first);
      expect([path, name?.[1]]).toEqual([path, SCHEMA_ADDRESS]);
      expect(existsSync(join(root, `schema/${name?.[2]}.json`))).toBe(true);
    }
  });
});

/** Met while there is nothing to find fault with, or nothing is due on the first day; read together with checks that ask for the thing itself. */
const VACUOUS = ['BK-5', 'CS-5', 'CS-6', 'RK-5', 'RS-1', 'RS-2', 'RS-3'];

describe('init where something is already', () => {
  test('the complete example lacks nothing', async () => {
    const dir = mkdtempSync(join(folder, 'complete-'));
    cpSync(join(root, 'examples/support-triage'), dir, { recursive: true });
    const before = filesIn(dir);
    const { code, out } = await run('init', dir);
    expect(code).toBe(0);
    expect(out).toMatch(/^Nothing to write: the files for profile minimal exist\n/);
    expect(flat(out)).toContain('docs/runbook.md: the runbook');
    expect(flat(out)).toContain('evals/results.json: eval results');
    expect(filesIn(dir)).toEqual(before);
  });

  test('documents, sections and results are read where they are', async () => {
    const { dir } = throwawayRepository();
    put(dir, 'ops/runbooks/triage.md', '# Runbook\n\nRestart it.\n');
    put(dir, 'readiness/evals.yml', 'results: out.json\nthresholds: {}\n');
    put(dir, 'promptfoo/results.json', '{}');
    await run('init', dir);
    expect(filesIn(dir)).not.toContain('docs/runbook.md');
    expect(filesIn(dir)).not.toContain('readiness/evals.yaml');
    expect(readFileSync(join(dir, 'readiness/pilot.yaml'), 'utf8')).not.toContain('evals:');
    const faults = (await reportOf(dir)).criteria.flatMap(({ checks }) => checks.map(({ summary }) => summary));
    expect(faults.join('\n')).not.toMatch(/is defined both at/);
  });

  test('one result file is taken over, of two nobody can tell', async () => {
    const one = throwawayRepository().dir;
    put(one, 'evals/results-2026.json', '{}');
    await run('init', one);
    expect(readFileSync(join(one, 'readiness/pilot.yaml'), 'utf8')).toContain('results: evals/results-2026.json');
    const two = throwawayRepository().dir;
    put(two, 'evals/results-a.json', '{}');
    put(two, 'evals/results-b.json', '{}');
    await run('init', two);
    expect(readFileSync(join(two, 'readiness/pilot.yaml'), 'utf8')).toContain('results: evals/results.json\n');
  });

  test('a manifest without evals and guardrails gets them as files of their own: six at most', async () => {
    const { dir } = throwawayRepository();
    put(
      dir,
      'readiness/pilot.yaml',
      'name: Triage\nstarted-on: 2026-09-01\nowners: { product: a, production: b, governance: c, sponsor: d }\n',
    );
    const before = filesIn(dir);
    await run('init', dir);
    const made = filesIn(dir).filter((path) => !before.includes(path));
    expect(made).toEqual([
      POLICY,
      'docs/rollback.md',
      'docs/runbook.md',
      'readiness/evals.yaml',
      'readiness/guardrails.yaml',
      'readiness/metrics.yaml',
    ]);
  });

  test('evidence goes where the policy says', async () => {
    const { dir } = throwawayRepository();
    put(dir, POLICY, 'version: 1\nevidence: { root: proof }\n');
    await run('init', dir);
    expect(filesIn(dir)).toEqual([
      POLICY,
      'docs/rollback.md',
      'docs/runbook.md',
      'proof/metrics.yaml',
      'proof/pilot.yaml',
    ]);
  });

  test('the pilot is taken to have begun with the first commit, so that nothing is due later than it is', async () => {
    const repository = throwawayRepository();
    put(repository.dir, 'README.md', 'A pilot.\n');
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message=begin', '--date=2026-03-04T10:00:00Z');
    put(repository.dir, 'more.md', 'More.\n');
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message=go on', '--date=2026-06-05T10:00:00Z');
    await run('init', repository.dir);
    expect(readFileSync(join(repository.dir, 'readiness/pilot.yaml'), 'utf8')).toContain('started-on: 2026-03-04 ');
  });

  test('a policy that was written does not count before it is on the default branch, and that is said', async () => {
    const repository = throwawayRepository();
    put(repository.dir, 'README.md', 'A pilot.\n');
    repository.git('add', '--all');
    repository.git('commit', '--quiet', '--message=begin');
    const { out } = await run('init', repository.dir, '--profile', 'standard');
    expect(flat(out)).toContain('Wrote 13 files for profile standard');
    expect(flat(out)).toMatch(
      /applies once it is on the default branch. Until then, run: pilot-readiness check .* --policy/,
    );
  });
});

describe('init never writes over or outside', () => {
  test('a link in the place of a file is left alone', async () => {
    const { dir } = throwawayRepository();
    const outside = join(folder, 'outside.yaml');
    mkdirSync(join(dir, 'readiness'));
    symlinkSync(outside, join(dir, 'readiness/pilot.yaml'));
    const { out } = await run('init', dir);
    expect(existsSync(outside)).toBe(false);
    expect(flat(out)).toContain('readiness/pilot.yaml exists already, left unchanged');
  });

  test('a file that git ignores is left alone', async () => {
    const { dir } = throwawayRepository();
    put(dir, '.gitignore', 'docs/\n');
    put(dir, 'docs/runbook.md', 'mine\n');
    const { out } = await run('init', dir);
    expect(readFileSync(join(dir, 'docs/runbook.md'), 'utf8')).toBe('mine\n');
    expect(flat(out)).toContain('docs/runbook.md exists already, left unchanged');
  });

  test('a folder that is a link out of the pilot is refused', async () => {
    const { dir } = throwawayRepository();
    const elsewhere = mkdtempSync(join(folder, 'elsewhere-'));
    symlinkSync(elsewhere, join(dir, 'docs'));
    const { code, err } = await run('init', dir);
    expect(code).toBe(3);
    expect(err).toMatch(/docs\/runbook\.md would be written outside the pilot/);
    expect(readdirSync(elsewhere)).toEqual([]);
  });

  test('a file where a folder should be, a bare clone, a missing folder: one line with what to do', async () => {
    const { dir } = throwawayRepository();
    put(dir, 'readiness', 'a file');
    expect((await run('init', dir)).err).toMatch(/readiness\/pilot\.yaml could not be written/);
    const bare = throwawayRepository();
    const clone = join(folder, 'bare.git');
    bare.git('clone', '--quiet', '--bare', bare.dir, clone);
    expect((await run('init', clone)).err).toMatch(/is a bare repository/);
    expect((await run('init', join(folder, 'nowhere'))).err).toMatch(/does not exist/);
  });
});
