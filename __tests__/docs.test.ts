import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe, expect, test } from '@jest/globals';
import { main } from '../src/cli/main.ts';
import { catalog } from '../src/criteria/index.ts';
import { policyFileSchema } from '../src/engine/policy/file.ts';
import { effectivePolicy } from '../src/engine/policy/merge.ts';
import { readYaml } from '../src/formats/yaml/index.ts';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const PAGES = [
  'README.md',
  ...readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md'))
    .map((name) => `docs/${name}`),
];
/** Pages without commands to try; their links have to lead somewhere, too. */
const OTHER_PAGES = [
  'CONTRIBUTING.md',
  'SECURITY.md',
  ...readdirSync(join(root, 'docs/decisions')).map((name) => `docs/decisions/${name}`),
];
const GLOSSARY = 'docs/glossary.md';
const folder = mkdtempSync(join(tmpdir(), 'pilot-readiness-docs-'));
const NOW = Date.parse('2026-11-20T12:00:00Z');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const fences = (page: string, language: string): string[] =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\\n([\\s\\S]*?)^\`\`\``, 'gm'))].map(([, text]) => text ?? '');

/** Every command of ours that a page prints, in its fences and in its running text. */
function commandsOf(page: string): string[] {
  const lines = fences(page, 'sh').flatMap((text) => text.split('\n'));
  const inline = [...page.matchAll(/`((?:node dist\/cli\.js|pilot-readiness) [^`]+)`/g)].map(([, text]) => text ?? '');
  return [...lines, ...inline].flatMap((line) => {
    const match = /^(?:[A-Z_]+=\S+ (?:auth token\) )?)?(?:node dist\/cli\.js|pilot-readiness) (.+?)(?:\s+#.*)?$/.exec(
      line.trim(),
    );
    return match?.[1] === undefined ? [] : [match[1]];
  });
}

async function run(words: string[], cwd: string): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const code = await main(words, {
    ...{ cwd, env: {}, now: NOW, columns: 80, color: false },
    write: (text) => {
      texts.out += text;
    },
    warn: (text) => {
      texts.err += text;
    },
  });
  return { code, ...texts };
}

/** A pilot as the reader may have it, with the files that the pages name in their examples. */
function stage(): string {
  const dir = mkdtempSync(join(folder, 'pilot-'));
  for (const name of ['here', 'triage', 'billing'])
    cpSync(join(root, 'examples/support-triage'), join(dir, name), { recursive: true });
  for (const name of ['next.yml', 'new-policy.yml'])
    writeFileSync(join(dir, 'here', name), 'version: 1\nprofile: standard\n');
  return join(dir, 'here');
}

/** Needs GitHub: without a token each of these says so, and only once its options were understood. */
const ASKS_GITHUB = /--org\b|^doctor\b|--github\b|^portfolio\b/;
/** Whole forms of a command, with placeholders in them. */
const FORM = /^\(|[A-Z]{3,}|\[|…|\bowner\/repo/;

describe('commands work as they are printed', () => {
  const printed = PAGES.flatMap((page) => commandsOf(read(page)).map((command) => [page, command] as const));

  test('there are some to try', () => {
    for (const page of ['README.md', 'docs/adopting.md', 'docs/policy.md'])
      expect([page, printed.filter(([where]) => where === page).length > 1]).toEqual([page, true]);
  });

  test.each(printed.filter(([, command]) => !FORM.test(command)))('%s: %s', async (page, command) => {
    const words = command.split(' ').map((word) => word.replace(/^['"]|['"]$/g, ''));
    const cwd = page === 'README.md' && !command.startsWith('init') ? root : stage();
    const { code, err } = await run(words, cwd);
    if (ASKS_GITHUB.test(command)) expect([code, err]).toEqual([3, expect.stringMatching(/needs a token/)]);
    else expect([command, code === 3 ? err : '']).toEqual([command, '']);
  });

  test.each(PAGES)('%s names npm scripts that exist', (page) => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    const named = [...read(page).matchAll(/\bnpm run (?:--silent )?([\w:-]+)/g)].map(([, name]) => name ?? '');
    expect(named.filter((name) => scripts[name] === undefined)).toEqual([]);
  });
});

describe('policies work as they are printed', () => {
  const policies = PAGES.flatMap((page) =>
    fences(read(page), 'ya?ml')
      .filter((text) => text.startsWith('version: 1'))
      .map((text, index) => [`${page} ${index + 1}`, text] as const),
  );

  test('the page of the policy shows many', () => {
    expect(policies.filter(([name]) => name.startsWith('docs/policy.md')).length).toBeGreaterThan(6);
  });

  test.each(policies)('%s', (_name, text) => {
    const layer = readYaml(policyFileSchema(catalog), 'policy.yml', new TextEncoder().encode(text));
    expect(layer.faults).toEqual([]);
    if (layer.value === undefined) throw new Error('a policy without faults has a value');
    const file = { path: 'policy.yml', file: layer.value, at: layer.at };
    // What only an organization may say is printed for its file.
    const { faults } = /^(?:pilots|profiles|allow):/m.test(text)
      ? effectivePolicy(catalog, undefined, { now: NOW, organization: file })
      : effectivePolicy(catalog, file, { now: NOW });
    expect(faults).toEqual([]);
  });
});

function links(page: string): string[] {
  const text = read(page).replace(/^```[\s\S]*?^```/gm, '');
  return [...text.matchAll(/\]\(([^()\s]+)\)/g)].map(([, to]) => to ?? '');
}

describe('links lead somewhere', () => {
  test.each([...PAGES, ...OTHER_PAGES])('%s', (page) => {
    const dead = links(page).filter((to) => {
      if (/^https?:/.test(to)) return false;
      const [path = '', anchor] = to.split('#');
      const file = path === '' ? page : join(dirname(page), path);
      if (!existsSync(join(root, file))) return true;
      return anchor !== undefined && file.endsWith('.md') && !anchorsOf(read(file)).includes(anchor);
    });
    expect(dead).toEqual([]);
  });

  test('every page is linked from the README', () => {
    const linked = links('README.md').map((to) => to.split('#')[0]);
    expect(PAGES.filter((page) => page !== 'README.md' && !linked.includes(page))).toEqual([]);
  });
});

describe('the glossary', () => {
  const rows = read(GLOSSARY)
    .split('\n')
    .filter((line) => line.startsWith('| <a id='));
  const terms = rows.map((row) => /^\| <a id="([a-z-]+)"><\/a>([\w -]+) \| [^|]+\. \| [^|]+ \|$/.exec(row));

  test('explains each term in a sentence and says where it is used, in the order of the alphabet', () => {
    expect(rows.filter((_row, index) => terms[index] === null)).toEqual([]);
    const names = terms.map((term) => term?.[2] ?? '');
    expect(names.length).toBeGreaterThan(35);
    expect(names).toEqual([...names].sort((a, b) => a.localeCompare(b, 'en')));
    for (const term of terms) expect(term?.[1]).toBe(term?.[2]?.toLowerCase().replaceAll(' ', '-'));
  });

  test('has no term that no page links to', () => {
    const linked = [...PAGES, ...OTHER_PAGES]
      .filter((page) => page !== GLOSSARY)
      .flatMap((page) => links(page).map((to) => to.split('#')))
      .flatMap(([path = '', anchor]) => (path.endsWith('glossary.md') && anchor !== undefined ? [anchor] : []));
    expect(terms.flatMap((term) => term?.[1] ?? []).filter((anchor) => !linked.includes(anchor))).toEqual([]);
  });

  test('names files that exist', () => {
    const named = [...read(GLOSSARY).matchAll(/`((?:src|schema)\/[\w./-]+)`/g)].map(([, path]) => path ?? '');
    expect(named.length).toBeGreaterThan(10);
    expect(named.filter((path) => !existsSync(join(root, path)))).toEqual([]);
  });
});

/** Anchors as GitHub makes them of headings, and those of the glossary. */
function anchorsOf(page: string): string[] {
  const named = [...page.matchAll(/<a id="([\w-]+)">/g)].map(([, id]) => id ?? '');
  return [...named, ...headingAnchors(page)];
}

function headingAnchors(page: string): string[] {
  return [...page.replace(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading]) =>
    (heading ?? '')
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replace(/\s/g, '-'),
  );
}

test('each promise of SECURITY.md names tests that are there', () => {
  const page = read('SECURITY.md').replace(/\n {2}/g, ' ');
  const section = page.slice(page.indexOf('## What is promised'), page.indexOf('## What is not'));
  const promises = section.split('\n').filter((line) => line.startsWith('- '));
  expect(promises.length).toBeGreaterThan(8);
  const attacks = readdirSync(join(root, '__tests__/attacks')).filter((name) => name.endsWith('.test.ts'));
  const tested = attacks.map((name) => read(`__tests__/attacks/${name}`)).join('\n');
  for (const promise of promises) {
    const names = (/\*\(([^()]+)\)\*$/.exec(promise)?.[1] ?? '').split(', ');
    for (const name of names) {
      const isThere = /^\d\d$/.test(name)
        ? new RegExp(`['"]${name} `).test(tested)
        : existsSync(join(root, '__tests__', `${name.replaceAll('`', '')}.test.ts`));
      expect([promise.slice(0, 60), name, isThere]).toEqual([promise.slice(0, 60), name, true]);
    }
  }
});
