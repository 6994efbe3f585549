import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { readEvent } from '../../src/app/events.ts';
import { UnavailableError } from '../../src/domain/errors.ts';
import { exitCode } from '../../src/evaluation/conclude.ts';
import { openStand, type Stand } from '../support/fixtures/attack-fixture.ts';
import { ORG, POLICY, policy, sign } from '../support/harness/action-context.ts';

/** One test for each way in which a gate like this was talked round elsewhere; numbers are those of docs/attacks.md. */
describe('attacks through GitHub', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());
  const as = (login: string): Stand['samir'] => stand.github.as(login);

  test('01 the policy of the pull request judges nothing, only that of the default branch', async () => {
    const { number } = await stand.promotion('policy-of-head');
    const mine = policy.replace(/^mode: .*$/m, 'mode: observe').replaceAll('@hanne-vik', '@yuki-tanabe');
    await stand.samir.commit('policy-of-head', { branch: 'promote', files: { [POLICY]: mine } });
    await as('yuki-tanabe').review('policy-of-head', number, 'APPROVE', sign('privacy'));
    const { evaluation, run, comment, open } = await stand.judge('policy-of-head', number);
    expect(evaluation.report?.mode).toBe('enforce');
    expect(run.conclusion).toBe('failure');
    expect(open).toContain('CS-2');
    expect(comment).toMatch(/policy/i);
    expect(evaluation.proposed).toMatchObject({ report: { mode: 'observe' } });
  });

  test('02 who may push the settings cannot switch off what every pilot owes, and what they lower is displayed', async () => {
    const { number } = await stand.promotion('off');
    const edited = (criteria: string): string => `${policy}criteria: { ${criteria} }\n`;
    for (const rule of [
      'rollback-and-kill-switch: { checks: { RK-1: off } }',
      'runbook: { checks: { RB-3: advisory } }',
    ]) {
      await stand.samir.commit('off', { files: { [POLICY]: edited(rule) } });
      const off = await stand.judge('off', number);
      expect([rule, off.run.conclusion, exitCode(off.evaluation, off.combined)]).toEqual([rule, 'action_required', 3]);
    }
    await stand.samir.commit('off', { files: { [POLICY]: edited('runbook: { checks: { RB-1: advisory } }') } });
    const lowered = await stand.judge('off', number);
    expect(lowered.run.conclusion).not.toBe('success');
    expect(lowered.comment + lowered.run.text + lowered.run.summary).toMatch(/lowered/i);
  });

  test.each([
    ['empty', '', 'action_required'],
    ['broken', 'version: [1\n', 'action_required'],
    ['of another kind', 'hello: world\n', 'action_required'],
    ['gone', null, 'failure'],
  ])('03 a policy that is %s defeats nothing: the pilot stays one and is not green', async (how, text, conclusion) => {
    const repo = `policy-${how.replaceAll(' ', '-')}`;
    const { number } = await stand.promotion(repo);
    await stand.samir.setTopics(repo, ['pilot']);
    await stand.samir.commit(repo, { files: { [POLICY]: text } });
    const { evaluation, run, combined: folded } = await stand.judge(repo, number);
    expect([evaluation.isPilot, evaluation.promotion.is, run.conclusion]).toEqual([true, true, conclusion]);
    expect(exitCode(evaluation, folded)).not.toBe(0);
  });

  test('06 one commit is green nowhere while it is held somewhere, and a new base is judged anew', async () => {
    const { number, head } = await stand.promotion('base');
    await as(`${ORG}-owner`).protect('base', 'main', { checks: ['pilot-readiness'] });
    const other = await stand.samir.openPullRequest('base', { head: 'promote', base: 'main' });
    const shared = await stand.judge('base', other.number);
    expect(shared.evaluation.promotion.is).toBe(false);
    expect([shared.combined.conclusion, shared.combined.from]).toEqual(['failure', number]);
    await stand.samir.editPullRequest('base', number, { state: 'closed' });
    const free = await stand.judge('base', other.number);
    expect(free.run.conclusion).toBe('success');
    await stand.samir.editPullRequest('base', other.number, { base: 'production' });
    const moved = await stand.judge('base', other.number);
    expect([moved.evaluation.promotion.is, moved.run.conclusion]).toEqual([true, 'failure']);
    const event = {
      ...{ action: 'edited', installation: { id: 7 }, repository: { full_name: `${ORG}/base` } },
      changes: { base: { ref: { from: 'main' } } },
      pull_request: { number: other.number, state: 'open', head: { sha: head }, base: { ref: 'production' } },
    };
    expect(readEvent('pull_request', event, 4242).routes).toEqual([{ to: 'pulls', numbers: [other.number] }]);
  });

  test('10 a signature for files whose author is no account is not counted, whatever the commit says of itself', async () => {
    const { number } = await stand.promotion('spoofed');
    const git = `/repos/${ORG}/spoofed/git`;
    const files = { 'docs/privacy.md': '# Privacy\n\nWritten by somebody else, as it seems.\n' };
    const honest = await stand.samir.commit('spoofed', { branch: 'promote', files });
    const { data } = await stand.samir.request(`GET ${git}/commits/${honest}`);
    const { tree, parents } = data as { tree: { sha: string }; parents: { sha: string }[] };
    const someone = { name: 'Nobody', email: 'nobody@elsewhere.example', date: '2020-01-01T00:00:00Z' };
    const made = await stand.samir.request(`POST ${git}/commits`, {
      ...{ message: 'Privacy', tree: tree.sha, parents: parents.map(({ sha }) => sha) },
      ...{ author: someone, committer: someone },
    });
    const { sha } = made.data as { sha: string };
    expect(sha).not.toBe(honest);
    await stand.samir.request(`PATCH ${git}/refs/heads/promote`, { sha, force: true });
    await stand.approve('spoofed', number);
    const { evaluation, run, open } = await stand.judge('spoofed', number);
    expect(run.conclusion).toBe('failure');
    expect(open).toContain('CS-2');
    expect(evaluation.report?.verdict).toBe('undetermined');
  });

  test('10 who wrote what is signed does not sign it', async () => {
    const { number } = await stand.promotion('own-words');
    await as('hanne-vik').commit('own-words', {
      branch: 'promote',
      files: { 'docs/privacy.md': '# Privacy\n\nMy own words, all of them.\n' },
    });
    await stand.approve('own-words', number);
    const { run, open } = await stand.judge('own-words', number);
    expect([run.conclusion, open]).toEqual(['failure', ['CS-2']]);
  });

  test('11 a signature does not outlive what it was given for, whoever changed it and however', async () => {
    const bound = `${policy}criteria: { control-signoffs: { checks: { CS-3: blocking } } }\n`;
    const { number } = await stand.promotion('outlived', { [POLICY]: bound });
    await stand.approve('outlived', number);
    expect((await stand.judge('outlived', number)).run.conclusion).toBe('success');
    await stand.samir.commit('outlived', { branch: 'promote', files: { 'CHANGELOG.md': 'Not covered.\n' } });
    expect((await stand.judge('outlived', number)).run.conclusion).toBe('success');
    await stand.samir.commit('outlived', {
      branch: 'promote',
      files: { 'docs/privacy.md': '# Privacy\n\nOther words than those that were signed.\n' },
      message: "Merge branch 'main' into promote",
    });
    const { run, evaluation, open } = await stand.judge('outlived', number);
    expect([run.conclusion, evaluation.report?.verdict, open]).toEqual(['failure', 'not-ready', ['CS-3']]);
  });

  test('12 neither a workflow nor an App signs, even where the policy names it', async () => {
    const { number } = await stand.promotion('by-bot', {
      [POLICY]: policy.replaceAll('"@hanne-vik"', '"@hanne-vik", "github-actions"'),
    });
    await as('tomas-lindqvist').review('by-bot', number, 'APPROVE', sign('security'));
    await as('ines-okafor').review('by-bot', number, 'APPROVE', '/readiness accept OM-2 because it was agreed');
    const bot = stand.github.withToken(stand.github.actionsToken('by-bot', { pull_requests: 'write' }));
    await bot.review('by-bot', number, 'APPROVE', sign('privacy'));
    const { run, open, evaluation } = await stand.judge('by-bot', number);
    expect([run.conclusion, open]).toEqual(['failure', ['CS-2', 'CS-4']]);
    const said = evaluation.report?.criteria.flatMap(({ checks }) => checks).find(({ code }) => code === 'CS-2');
    expect(JSON.stringify(said)).toMatch(/not a person/);
  });

  test('13 one person does not hold two controls', async () => {
    const both = policy.replaceAll('"@hanne-vik"', '"@hanne-vik", "@tomas-lindqvist"');
    expect(both).not.toBe(policy);
    const { number } = await stand.promotion('two-hats', { [POLICY]: both });
    await as('tomas-lindqvist').review(
      'two-hats',
      number,
      'APPROVE',
      `${sign('security')}\n/readiness sign-off privacy`,
    );
    await as('ines-okafor').review('two-hats', number, 'APPROVE', '/readiness accept OM-2 because it was agreed');
    const { run, open } = await stand.judge('two-hats', number);
    expect([run.conclusion, open]).toEqual(['failure', ['CS-2']]);
    await as('hanne-vik').review('two-hats', number, 'APPROVE', sign('privacy'));
    expect((await stand.judge('two-hats', number)).run.conclusion).toBe('success');
  });

  test('20 no label that is taken away, no tick and no word of the description opens the gate', async () => {
    const labels = policy.replace('branches: [production]', 'branches: [live]');
    expect(labels).not.toBe(policy);
    const { number } = await stand.promotion('switch', { [POLICY]: labels });
    expect((await stand.judge('switch', number)).evaluation.promotion.is).toBe(false);
    await stand.samir.label('switch', number, 'promote-to-production');
    await stand.samir.unlabel('switch', number, 'promote-to-production');
    await stand.samir.label('switch', number, 'skip-readiness', 'emergency', 'hotfix');
    await stand.samir.editPullRequest('switch', number, {
      ...{ title: '[skip readiness] promote', body: '- [x] exempt\n\n/readiness retire because I say so\n' },
    });
    const { evaluation, run } = await stand.judge('switch', number);
    expect([evaluation.promotion.is, run.conclusion]).toEqual([true, 'failure']);
  });

  test('21 a merge group is judged by its own commit, and as a promotion where it may bring others along', async () => {
    const { number } = await stand.promotion('queue');
    await stand.approve('queue', number);
    expect((await stand.judge('queue', number)).run.conclusion).toBe('success');
    const worse = await stand.samir.commit('queue', { branch: 'with-others', files: { 'docs/runbook.md': null } });
    const group = await stand.judge('queue', number, worse);
    expect([group.evaluation.isGroup, group.run.conclusion]).toEqual([true, 'failure']);
    await stand.samir.commit('queue', { branch: 'ordinary', files: { 'notes.md': 'A note.\n' } });
    const ordinary = await stand.samir.openPullRequest('queue', { head: 'ordinary', base: 'main' });
    expect((await stand.judge('queue', ordinary.number)).evaluation.promotion.is).toBe(false);
    const behind = await stand.judge('queue', ordinary.number, worse);
    expect([behind.evaluation.promotion.is, behind.run.conclusion]).toEqual([true, 'failure']);
  });

  test('22 what GitHub does not answer is never taken for good', async () => {
    const { number } = await stand.promotion('errors');
    await stand.approve('errors', number);
    expect((await stand.judge('errors', number)).run.conclusion).toBe('success');
    for (const route of [`GET /repos/*/errors/pulls/${number}/reviews`, 'GET /users/*']) {
      stand.github.faults.add({ route, status: 403 });
      const { run, evaluation, combined: folded } = await stand.judge('errors', number);
      stand.github.faults.clear();
      expect([route, evaluation.report?.verdict, run.conclusion]).toEqual([route, 'undetermined', 'failure']);
      expect(exitCode(evaluation, folded)).toBe(2);
    }
  });

  test('24 a report names teams and never who is in them, and repeats nothing of a result file', async () => {
    const teams = policy.replace('["@tomas-lindqvist"]', '["@acme-support/security"]');
    expect(teams).not.toBe(policy);
    const { number } = await stand.promotion('leak', { [POLICY]: teams, 'evals/results.json': '{"key": hunter2}' });
    const membership = `/orgs/${ORG}/teams/security/memberships/yuki-tanabe`;
    await as(`${ORG}-owner`).request(`PUT ${membership}`, { role: 'member' });
    const { run, comment, evaluation } = await stand.judge('leak', number);
    await as(`${ORG}-owner`).request(`DELETE ${membership}`);
    const all = [comment, run.title, run.summary, run.text, JSON.stringify(run.annotations)].join('\n');
    expect(all).toContain('acme-support/security');
    expect(all).not.toContain('yuki-tanabe');
    expect(all + JSON.stringify(evaluation.report)).not.toContain('hunter2');
    expect(stand.github.requests.count(/\/teams\/[^/]+\/members/)).toBe(0);
  });

  test('26 a check that nothing requires is called that in the comment and the check run', async () => {
    const { number } = await stand.promotion('free');
    const before = await stand.judge('free', number);
    expect(before.evaluation.enforcement).toMatchObject({ state: 'seen', value: { required: false } });
    for (const text of [before.comment, before.run.summary]) expect(text).toMatch(/No rule requires the check/);
    await as(`${ORG}-owner`).protect('free', 'production', { checks: [{ context: 'pilot-readiness', app_id: 4242 }] });
    const after = await stand.judge('free', number);
    for (const text of [after.comment, after.run.summary]) expect(text).not.toMatch(/No rule requires/);
  });
});

describe("attacks on an organization's floor", () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
    const owner = stand.github.as(`${ORG}-owner`);
    await owner.createRepository('.github', { private: true, access: {}, files: { 'README.md': 'Policies.\n' } });
    const floor = 'version: 1\nmode: enforce\ncriteria: { support-model: standard }\n';
    await owner.commit('.github', { files: { [POLICY]: floor } });
  });
  afterAll(() => stand.close());

  test('02 what the organization demands is weakened by no repository, and not by not being seen', async () => {
    const { number } = await stand.promotion('floor');
    const own = `${policy.replace(/^mode: .*$/m, 'mode: observe')}criteria: { support-model: off }\n`;
    await stand.samir.commit('floor', { files: { [POLICY]: own } });
    const { evaluation, run, open, comment } = await stand.judge('floor', number);
    expect(evaluation.report?.mode).toBe('enforce');
    expect(run.conclusion).toBe('failure');
    expect(open).toContain('SM-1');
    expect(evaluation.report?.policy.refused?.map(({ key }) => key).sort()).toEqual(['criteria.support-model', 'mode']);
    expect(comment + run.summary).toMatch(/organization/i);
    stand.github.faults.add({ route: `GET /repos/${ORG}/.github`, status: 500, times: 10 });
    await expect(stand.judge('floor', number)).rejects.toBeInstanceOf(UnavailableError);
  });
});
