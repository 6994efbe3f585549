import { describe, expect, test } from '@jest/globals';
import { issueStates, lastPromotion, newestRun, releases } from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { githubFacts } from '../../src/github/index.ts';
import { access, known, NAME, whyNot } from '../support/harness/ask-github.ts';
import { type FakeGitHub, fakeGitHub } from '../support/harness/fake-github.ts';

const SHA = 'a'.repeat(40);
const AT = '/repos/acme/pilot';

function facts(fake: FakeGitHub): FactSource {
  return githubFacts(access(fake), { ...NAME, sha: SHA, defaultBranch: 'main', targetBranch: 'release/1' });
}

describe('releases and promotions', () => {
  function shipped(): FakeGitHub {
    const fake = fakeGitHub();
    fake.on(`${AT}/releases`, [
      { tag_name: 'v3', draft: true, published_at: null },
      { tag_name: 'v1', published_at: '2026-01-01T00:00:00Z' },
      { tag_name: 'v2-rc', prerelease: true, published_at: '2026-03-01T00:00:00Z' },
      { tag_name: 'lost', published_at: '2026-03-01T00:00:00Z' },
    ]);
    fake.on(`${AT}/tags`, [
      { name: 'v1', commit: { sha: '1' } },
      { name: 'v2-rc', commit: { sha: '2' } },
    ]);
    fake.on(`${AT}/deployments`, ({ query }) => ({
      json: [
        { id: 1, environment: 'production', sha: '7', created_at: '2026-02-01T00:00:00Z' },
        {
          id: 2,
          environment: 'production',
          sha: '8',
          created_at: '2026-04-01T00:00:00Z',
          creator: { login: 'Samir' },
        },
        { id: 3, environment: 'staging', sha: '9', created_at: '2026-05-01T00:00:00Z' },
      ].filter(({ environment }) => (query.get('environment') ?? environment) === environment),
    }));
    fake.on(`${AT}/deployments/1/statuses`, [{ state: 'inactive' }]);
    fake.on(`${AT}/deployments/2/statuses`, [{ state: 'failure' }]);
    return fake;
  }

  test('published releases with their commits, and every deployment', async () => {
    expect(await known(facts(shipped()), releases())).toEqual({
      releases: [
        { tag: 'v2-rc', commit: '2', at: '2026-03-01T00:00:00Z' },
        { tag: 'v1', commit: '1', at: '2026-01-01T00:00:00Z' },
      ],
      deployments: [
        { environment: 'staging', commit: '9', at: '2026-05-01T00:00:00Z' },
        { environment: 'production', commit: '8', at: '2026-04-01T00:00:00Z', by: 'samir' },
        { environment: 'production', commit: '7', at: '2026-02-01T00:00:00Z' },
      ],
    });
  });

  test('the last promotion is the last deployment that came to pass, else the last release, else nothing', async () => {
    const fake = shipped();
    expect(await known(facts(fake), lastPromotion())).toEqual({ commit: '7', at: '2026-02-01T00:00:00Z' });
    fake.on(`${AT}/deployments`, []);
    expect(await known(facts(fake), lastPromotion())).toEqual({ commit: '1', at: '2026-01-01T00:00:00Z' });
    fake.on(`${AT}/releases`, []);
    expect(await known(facts(fake), lastPromotion())).toEqual({});
    fake.next('/deployments', { status: 403 });
    expect((await whyNot(facts(fake), lastPromotion())).reason).toContain('Deployments: read');
  });

  test('more than can be followed is unavailable', async () => {
    const fake = shipped();
    fake.on(
      `${AT}/deployments`,
      Array.from({ length: 3001 }, () => ({ id: 1, environment: 'x', sha: '7', created_at: 'T' })),
    );
    const why = await whyNot(facts(fake), releases());
    expect(why.reason).toBe('the deployments could not be read completely: more than 3000');
  });
});

describe('issues', () => {
  test('by number, name and address; a link to nothing is missing, one that may not be seen unavailable', async () => {
    const fake = fakeGitHub();
    fake.on(AT, { default_branch: 'main', owner: { login: 'acme' } });
    fake.on('/repos/acme/other', { default_branch: 'main', owner: { login: 'acme' } });
    fake.on(`${AT}/issues/1`, { state: 'open' });
    fake.on('/repos/acme/other/issues/2', { state: 'closed', closed_at: 'T' });
    const links = [
      '#1',
      'acme/other#2',
      'https://github.example/acme/other/issues/2',
      'https://github.example/acme/pilot/pull/1',
      '#404',
      'acme/other#404',
      'https://evil.example/acme/pilot/issues/1',
      'words',
    ];
    const found = await known(facts(fake), issueStates(links));
    expect(links.map((link) => found[link]?.state)).toEqual([
      'open',
      'closed',
      'closed',
      'open',
      'missing',
      'missing',
      'missing',
      'missing',
    ]);
    expect(found['acme/other#2']).toEqual({ state: 'closed', closedAt: 'T' });
    fake.on(`${AT}/issues/5`, { state: 'closed', closed_at: 'T', pull_request: { merged_at: 'M' } });
    fake.on(`${AT}/issues/6`, { state: 'closed', closed_at: 'T', pull_request: { merged_at: null } });
    expect(await known(facts(fake), issueStates(['#5', '#6']))).toEqual({
      '#5': { state: 'closed', closedAt: 'T', mergedAt: 'M' },
      '#6': { state: 'closed', closedAt: 'T' },
    });
    expect(await whyNot(facts(fake), issueStates(['acme/secret#1']))).toMatchObject({ resolvableBy: 'github' });
  });
});

describe('the newest run of a workflow', () => {
  const RUNS = `${AT}/actions/workflows/quality.yml/runs`;

  test('is the first that ended on the default branch; one that never ran, or is no workflow, is not found', async () => {
    const fake = fakeGitHub();
    fake.on(RUNS, ({ query }) => ({
      json: {
        workflow_runs:
          query.get('branch') === 'main' && query.get('status') === 'completed'
            ? [{ conclusion: 'success', head_sha: SHA, updated_at: '2026-11-19T05:00:00Z' }]
            : [],
      },
    }));
    expect(await known(facts(fake), newestRun('.github/workflows/quality.yml'))).toEqual({
      found: true,
      conclusion: 'success',
      headSha: SHA,
      at: '2026-11-19T05:00:00Z',
      app: 'github-actions',
    });
    fake.on(RUNS, { workflow_runs: [] });
    for (const path of ['.github/workflows/quality.yml', '.github/workflows/gone.yml', '../../../user', 'x.yml'])
      expect(await known(facts(fake), newestRun(path))).toEqual({ found: false });
  });

  test('what may not be read is unavailable', async () => {
    const fake = fakeGitHub();
    fake.next('/actions/workflows', { status: 403 });
    expect((await whyNot(facts(fake), newestRun('.github/workflows/quality.yml'))).reason).toContain('Actions: read');
  });
});
