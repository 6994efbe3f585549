import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import type { Client, GitHub } from '../../testing/github-emulator/index.ts';
import { context, ORG, POLICY, pilotRepository, sign } from '../support/harness/action-context.ts';

const NOW = '2026-11-20T12:00:00Z';
let github: GitHub;
let samir: Client;
let clone: string;
let number: number;
let head: string;
beforeAll(async () => {
  github = await context();
  samir = github.as('samir-haddad');
  await pilotRepository(github, 'triage', {});
  await samir.commit('triage', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
  ({ number, head } = await samir.openPullRequest('triage', { head: 'promote', base: 'production' }));
  clone = await cloneOf('triage', head);
});
afterAll(async () => {
  rmSync(clone, { recursive: true, force: true });
  await github.close();
});

/** The same objects in a repository on disk, as `git clone` would bring them. */
async function cloneOf(repo: string, sha: string): Promise<string> {
  const dir = mkdtempSync(join(tmpdir(), 'pilot-clone-'));
  const git = (args: string[], input?: string | Buffer): string =>
    execFileSync('git', ['-C', dir, ...args], {
      encoding: 'utf8',
      input: input ?? '',
      stdio: ['pipe', 'pipe', 'ignore'],
    }).trim();
  const get = async <T>(path: string): Promise<T> =>
    (await samir.request(`GET /repos/${ORG}/${repo}/git/${path}`)).data as T;
  git(['init', '--quiet', '--initial-branch=main']);
  const done = new Set<string>();
  type Signed = { name: string; email: string; date: string };
  interface Commit {
    tree: { sha: string };
    parents: { sha: string }[];
    author: Signed;
    committer: Signed;
    message: string;
  }
  const treeOf = async (id: string): Promise<string> => {
    const { tree } = await get<{ tree: { mode: string; type: string; sha: string; path: string }[] }>(`trees/${id}`);
    for (const entry of tree) {
      if (done.has(entry.sha)) continue;
      done.add(entry.sha);
      if (entry.type === 'tree') await treeOf(entry.sha);
      else {
        const { content } = await get<{ content: string }>(`blobs/${entry.sha}`);
        git(['hash-object', '-w', '--stdin'], Buffer.from(content, 'base64'));
      }
    }
    return git(['mktree'], tree.map(({ mode, type, sha: one, path }) => `${mode} ${type} ${one}\t${path}\n`).join(''));
  };
  const commitOf = async (id: string): Promise<void> => {
    if (done.has(id)) return;
    done.add(id);
    const { tree, parents, author, committer, message } = await get<Commit>(`commits/${id}`);
    for (const parent of parents) await commitOf(parent.sha);
    const line = (who: string, { name, email, date }: Signed): string =>
      `${who} ${name} <${email}> ${Math.floor(Date.parse(date) / 1000)} +0000`;
    const text = [
      `tree ${await treeOf(tree.sha)}`,
      ...parents.map((parent) => `parent ${parent.sha}`),
      line('author', author),
      line('committer', committer),
      '',
      message.endsWith('\n') ? message : `${message}\n`,
    ].join('\n');
    const made = git(['hash-object', '-t', 'commit', '-w', '--stdin'], text);
    expect(made).toBe(id);
  };
  await commitOf(sha);
  const main = ((await samir.request(`GET /repos/${ORG}/${repo}/branches/main`)).data as { commit: { sha: string } })
    .commit.sha;
  await commitOf(main);
  git(['update-ref', 'refs/remotes/origin/main', main]);
  git(['symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main']);
  git(['remote', 'add', 'origin', `https://github.com/${ORG}/${repo}.git`]);
  git(['checkout', '--quiet', '--detach', sha]);
  return dir;
}

async function check(...words: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: '', err: '' };
  const code = await main(['check', ...words, '--as-of', NOW], {
    ...{ cwd: clone, now: Date.parse(NOW), columns: 80, color: false },
    env: { GITHUB_TOKEN: github.tokenFor(`${ORG}-owner`), GITHUB_API_URL: github.url },
    write: (text) => {
      texts.out += text;
    },
    warn: (text) => {
      texts.err += text;
    },
  });
  expect(`${texts.out}${texts.err}`).not.toContain('internal error');
  return { code, ...texts };
}

const named = (): string => `${ORG}/triage#${number}`;
const flat = (text: string): string => text.replace(/\s+/g, ' ');

describe('check --github', () => {
  test('asks GitHub for what a clone does not know, and is ready once people have signed', async () => {
    const before = await check('--github', named());
    expect([before.code, flat(before.out)]).toEqual([1, expect.stringContaining('Not ready for production')]);
    expect(flat(before.out)).toContain('No organization policy could be read');
    await github.as('tomas-lindqvist').review('triage', number, 'APPROVE', sign('security'));
    await github.as('hanne-vik').review('triage', number, 'APPROVE', sign('privacy'));
    await github.as('ines-okafor').review('triage', number, 'APPROVE', '/readiness accept OM-2 because it was agreed');
    const after = await check('--github', named());
    expect([after.code, flat(after.out)]).toEqual([0, expect.stringContaining('Ready for production')]);
    expect(flat((await check()).out)).not.toContain('A work tree does not know its organization');
  });

  test('refuses a clone that stands elsewhere than the pull request, and says how to get there', async () => {
    await samir.commit('triage', { branch: 'other', files: { 'CHANGELOG.md': 'Another.\n' } });
    const other = await samir.openPullRequest('triage', { head: 'other', base: 'production' });
    const { code, err } = await check('--github', `${ORG}/triage#${other.number}`);
    expect(code).toBe(3);
    expect(err).toMatch(/git fetch origin pull/);
  });

  test('the organization\'s policy is a floor here too, and "could not look" when it cannot be read', async () => {
    const owner = github.as(`${ORG}-owner`);
    await owner.createRepository('.github', {
      files: { [POLICY]: 'version: 1\ncriteria: { support-model: standard }\n' },
    });
    const held = await check('--github', named());
    expect([held.code, held.out]).toEqual([1, expect.stringContaining('SM-')]);
    expect(held.out).toContain(`${ORG}/.github`);

    github.faults.add({ route: `GET /repos/${ORG}/.github`, status: 403 });
    const unseen = await check('--github', named());
    github.faults.clear();
    expect([unseen.code, unseen.err]).toEqual([2, expect.stringMatching(/not verified.*organization's policy/)]);

    await owner.commit('.github', { files: { [POLICY]: 'version: 1\nprofil: standard\n' } });
    const broken = await check('--github', named());
    expect([broken.code, broken.err]).toEqual([3, expect.stringContaining(`${ORG}/.github`)]);
  });
});
