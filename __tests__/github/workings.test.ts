import { describe, expect, test } from '@jest/globals';
import { coverHash } from '../../src/domain/cover.ts';
import { makeTree } from '../../src/domain/tree.ts';
import { checkRun, requiredCheck, workflowRun } from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { githubFacts } from '../../src/github/index.ts';
import { access, known, NAME, whyNot } from '../support/harness/ask-github.ts';
import { type FakeGitHub, fakeGitHub } from '../support/harness/fake-github.ts';

const SHA = 'a'.repeat(40);
const AT = '/repos/acme/pilot';

function facts(fake: FakeGitHub): FactSource {
  return githubFacts(access(fake), { ...NAME, sha: SHA, defaultBranch: 'main', targetBranch: 'release/1' });
}

describe('a required check', () => {
  const query = requiredCheck('evals');
  const rule = (integration_id?: number): object => ({
    type: 'required_status_checks',
    ruleset_source: 'acme',
    ruleset_id: 7,
    parameters: {
      required_status_checks: [{ context: 'evals', ...(integration_id === undefined ? {} : { integration_id }) }],
    },
  });
  function branch(rules: object[], checks?: object): FakeGitHub {
    const fake = fakeGitHub();
    fake.on(`${AT}/rules/branches/:branch`, ({ groups: [name] }) => ({ json: name === 'release/1' ? rules : [] }));
    fake.on(`${AT}/branches/:branch`, {
      commit: { sha: SHA },
      ...(checks ? { protection: { required_status_checks: checks } } : {}),
    });
    return fake;
  }

  test('by a ruleset of any level, bound to an App or not', async () => {
    expect(await known(facts(branch([{ type: 'deletion' }, rule()])), query)).toEqual({
      required: true,
      boundToApp: false,
      source: 'ruleset 7 of acme',
      by: [{ kind: 'ruleset', source: 'ruleset 7 of acme', rulesetId: 7, strict: false }],
      guards: [{ way: 'deletion' }],
    });
    const both = await known(facts(branch([rule(), rule(15368)])), query);
    expect(both).toMatchObject({ boundToApp: true, appId: 15368 });
    expect(both.by?.map(({ appId }) => appId)).toEqual([15368, undefined]);
    const many = Array.from({ length: 120 }, () => ({ type: 'deletion' }));
    expect(await known(facts(branch([...many, rule(1)])), query)).toMatchObject({ required: true });
  });

  test('by classic protection', async () => {
    const on = (checks: object): FactSource => facts(branch([], checks));
    expect(await known(on({ checks: [{ context: 'evals', app_id: 3 }] }), query)).toEqual({
      required: true,
      boundToApp: true,
      appId: 3,
      source: 'protection of the branch release/1',
      by: [{ kind: 'classic', source: 'protection of the branch release/1', appId: 3 }],
      guards: [],
    });
    for (const [level, admins] of [
      ['everyone', 'held'],
      ['non_admins', 'free'],
    ]) {
      const held = await known(on({ contexts: ['evals'], enforcement_level: level }), query);
      expect(held.by).toEqual([{ kind: 'classic', source: 'protection of the branch release/1', admins }]);
    }
    expect(await known(on({ checks: [{ context: 'evals', app_id: -1 }] }), query)).toMatchObject({ boundToApp: false });
    expect(await known(on({ contexts: ['evals'] }), query)).toMatchObject({ required: true, boundToApp: false });
    expect(await known(on({ contexts: ['evals'], enforcement_level: 'off' }), query)).toEqual({
      required: false,
      boundToApp: false,
      guards: [],
    });
    expect(await known(on({ contexts: ['other'] }), query)).toEqual({
      required: false,
      boundToApp: false,
      guards: [],
    });
  });

  test('says the level, up-to-date rules, the queue, and workflows from above the repository', async () => {
    const above = { ruleset_source: 'acme', ruleset_source_type: 'Organization' };
    const workflow = (more: object): object => ({
      type: 'workflows',
      parameters: { workflows: [{ path: '.github/workflows/gate.yml' }] },
      ...more,
    });
    const strict = {
      ...rule(5),
      ...above,
      parameters: {
        required_status_checks: [{ context: 'evals', integration_id: 5 }],
        strict_required_status_checks_policy: true,
      },
    };
    const queue = { type: 'merge_queue', parameters: { grouping_strategy: 'HEADGREEN' } };
    const own = workflow({ ruleset_source: 'acme/pilot', ruleset_source_type: 'Repository' });
    expect(await known(facts(branch([strict, queue, workflow(above), own])), query)).toMatchObject({
      by: [{ level: 'organization', strict: true, appId: 5 }],
      queue: 'HEADGREEN',
      workflows: ['.github/workflows/gate.yml (acme)'],
    });
    expect(await known(facts(branch([workflow(above)])), query)).toEqual({
      required: false,
      boundToApp: false,
      guards: [],
      workflows: ['.github/workflows/gate.yml (acme)'],
    });
  });

  test('a no needs both to be readable', async () => {
    const fake = branch([]);
    fake.next('/rules/', { status: 404 });
    expect((await whyNot(facts(fake), query)).reason).toContain('the rules of the branch release/1');
    const sure = branch([rule(1)]);
    sure.next(`${AT}/branches/`, { status: 403 });
    const half = await known(facts(sure), query);
    expect(half).toMatchObject({ required: true });
    expect(half.unseen).toContain('the branch release/1');
  });
});

describe('a check of the judged commit', () => {
  const run = (id: number, conclusion: string | null, slug = 'github-actions'): object => ({
    id,
    name: 'evals',
    head_sha: SHA,
    conclusion,
    started_at: `2026-11-0${id}T00:00:00Z`,
    completed_at: conclusion && `2026-11-0${id}T01:00:00Z`,
    app: { id: slug.length, slug },
  });
  function withRuns(runs: object[], statuses: object[] = []): FakeGitHub {
    const fake = fakeGitHub();
    fake.on(`${AT}/commits/${SHA}/check-runs`, { total_count: runs.length, check_runs: runs });
    fake.on(`${AT}/commits/${SHA}/status`, { total_count: statuses.length, statuses });
    return fake;
  }

  test('is the newest run, of the App that was named', async () => {
    const fake = withRuns([run(1, 'success'), run(3, 'failure'), run(2, 'success', 'other')]);
    expect(await known(facts(fake), checkRun('evals'))).toEqual({
      found: true,
      conclusion: 'failure',
      headSha: SHA,
      at: '2026-11-03T01:00:00Z',
      app: 'github-actions',
    });
    expect(await known(facts(fake), checkRun('evals', 'other'))).toMatchObject({ conclusion: 'success' });
    expect(await known(facts(fake), checkRun('evals', '5'))).toMatchObject({ app: 'other' });
    expect(await known(facts(fake), checkRun('evals', 'nobody'))).toEqual({ found: false });
    expect(fake.calls[0]).toContain('check_name=evals&filter=latest');
    const running = await known(facts(withRuns([run(1, 'success'), run(2, null)])), checkRun('evals'));
    expect(running).not.toHaveProperty('conclusion');
  });

  test('is on any page, and a commit status serves too', async () => {
    const others = Array.from({ length: 130 }, () => ({ ...run(1, 'success'), name: 'x' }));
    expect(await known(facts(withRuns([...others, run(2, 'failure')])), checkRun('evals'))).toMatchObject({
      found: true,
    });
    const status = [{ context: 'evals', state: 'success', updated_at: 'T' }];
    expect(await known(facts(withRuns([], status)), checkRun('evals'))).toEqual({
      found: true,
      conclusion: 'success',
      headSha: SHA,
      at: 'T',
    });
    expect(await known(facts(withRuns([], status)), checkRun('evals', 'ci'))).toEqual({ found: false });
    expect(await known(facts(withRuns([])), checkRun('evals'))).toEqual({ found: false });
  });
});

describe('a workflow run', () => {
  test('by its address, here or in another repository', async () => {
    const fake = fakeGitHub();
    const run = { conclusion: 'success', head_sha: SHA, updated_at: '2026-11-01T00:00:00Z' };
    const workflow = '.github/workflows/evals.yml';
    fake.on(`${AT}/actions/runs/12`, { ...run, path: `${workflow}@refs/heads/main` });
    const repository = { default_branch: 'main', private: false, owner: { login: 'acme' } };
    fake.on(AT, repository);
    fake.on('/repos/acme/evals', repository);
    fake.on('/repos/acme/evals/actions/runs/13', { ...run, conclusion: null });
    const at = (url: string) => known(facts(fake), workflowRun(url));
    expect(await at('https://github.example/acme/pilot/actions/runs/12/job/4')).toEqual({
      found: true,
      conclusion: 'success',
      headSha: SHA,
      at: '2026-11-01T00:00:00Z',
      app: 'github-actions',
      workflow,
    });
    expect(await at('12')).toMatchObject({ found: true });
    const tree = [{ path: 'src/x.ts', mode: '100644', type: 'blob', sha: 'a'.repeat(40) }];
    fake.on(`${AT}/git/trees/${SHA}`, { tree });
    const covers = { globs: ['src/**'], except: [] };
    const treeHash = coverHash(makeTree([{ path: 'src/x.ts', mode: '100644', blob: 'a'.repeat(40) }]), covers);
    expect(await known(facts(fake), workflowRun('12', covers))).toMatchObject({ found: true, treeHash });
    const elsewhere = 'https://github.example/acme/evals/actions/runs/13';
    expect(await known(facts(fake), workflowRun(elsewhere, covers))).not.toHaveProperty('treeHash');
    expect(await at('https://github.example/acme/evals/actions/runs/13')).toEqual({
      found: true,
      foreign: true,
      headSha: SHA,
      at: '2026-11-01T00:00:00Z',
      app: 'github-actions',
    });
    for (const url of [
      '',
      'https://evil.example/acme/pilot/actions/runs/12',
      'https://github.example@evil.example/acme/pilot/actions/runs/12',
      'javascript:1',
      '#12',
      '99',
    ]) {
      expect([url, await at(url)]).toEqual([url, { found: false }]);
    }
    const other = workflowRun('https://github.example/acme/secret/actions/runs/1');
    expect(await whyNot(facts(fake), other)).toMatchObject({ resolvableBy: 'github' });
    fake.next('/runs/12', { status: 403 });
    expect((await whyNot(facts(fake), workflowRun('12'))).reason).toContain('Actions: read');
  });
});
