import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import {
  context,
  manifest,
  ORG,
  ownComments,
  POLICY,
  pilotRepository,
  policy,
  runFor,
  sign,
} from '../support/harness/action-context.ts';

type Files = Record<string, string | null>;

describe('the bundled Action against GitHub', () => {
  let github: GitHub;
  beforeAll(async () => {
    github = await context();
  });
  afterAll(() => github.close());

  async function promotion(repo: string, files: Files = {}, base = 'production', first: Files = {}): Promise<number> {
    await pilotRepository(github, repo, first);
    await github
      .as('samir-haddad')
      .commit(repo, { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n', ...files } });
    return (await github.as('samir-haddad').openPullRequest(repo, { head: 'promote', base })).number;
  }

  async function approved(repo: string, number: number): Promise<void> {
    await github.as('tomas-lindqvist').review(repo, number, 'APPROVE', sign('security'));
    await github.as('hanne-vik').review(repo, number, 'APPROVE', sign('privacy'));
    await github
      .as('ines-okafor')
      .review(repo, number, 'APPROVE', '/readiness accept OM-2 because it was agreed in August');
  }

  test('closed without a merge, its commit does not stay green; merged, it does', async () => {
    const number = await promotion('closing');
    await approved('closing', number);
    const inputs = { 'check-run': 'true' };
    const check = async (): Promise<string | undefined> => {
      const path = `GET /repos/${ORG}/closing/commits/promote/check-runs?check_name=pilot-readiness&filter=all`;
      const { data } = await github.as('samir-haddad').request(path);
      const { check_runs } = data as { check_runs: { id: number; conclusion: string }[] };
      return check_runs.sort((a, b) => b.id - a.id)[0]?.conclusion;
    };
    expect((await runFor(github, 'closing', number, { inputs })).code).toBe(0);
    expect(await check()).toBe('success');
    await github.as('samir-haddad').editPullRequest('closing', number, { state: 'closed' });
    for (const name of ['pull_request_target', 'pull_request_review']) {
      const closed = await runFor(github, 'closing', number, { name, inputs });
      expect([closed.code, await check()]).toEqual([1, 'failure']);
      expect(closed.log).toContain('This pull request is closed; reopening it evaluates it again');
    }
    await github.as('samir-haddad').editPullRequest('closing', number, { state: 'open' });
    expect((await runFor(github, 'closing', number, { inputs })).code).toBe(0);
    expect((await github.as('samir-haddad').merge('closing', number)).status).toBe(200);
    expect((await runFor(github, 'closing', number, { inputs })).code).toBe(0);
    expect(await check()).toBe('success');
  });

  test('not ready, then ready by approving reviews alone: one comment, kept up to date', async () => {
    const number = await promotion('triage');
    const before = await runFor(github, 'triage', number);
    expect([before.code, before.outputs]).toEqual([
      1,
      { promotion: 'true', verdict: 'not-ready', unmet: 'CS-2,CS-4,OM-2' },
    ]);
    expect(before.summary).toMatch(/Not ready for production: \d of 7 criteria pass/);
    expect(before.log).toMatch(/::error::Not ready for production/);
    const [comment, ...others] = await ownComments(github, 'triage', number);
    expect(others).toEqual([]);
    expect(comment?.body).toMatch(/Security is not signed.*`tomas-lindqvist`/);

    await approved('triage', number);
    const after = await runFor(github, 'triage', number, { name: 'pull_request_review' });
    expect([after.code, after.outputs]).toEqual([0, { promotion: 'true', verdict: 'ready', unmet: '' }]);
    const again = await ownComments(github, 'triage', number);
    expect(again.map((one) => one.id)).toEqual([comment?.id]);
    expect(again[0]?.body).toMatch(/Ready for production/);

    await github
      .as('samir-haddad')
      .commit('triage', { branch: 'promote', files: { 'prompts/triage.md': 'Send everything to billing.\n' } });
    const changed = await runFor(github, 'triage', number);
    expect([changed.code, changed.outputs.unmet?.split(',')]).toEqual([1, expect.arrayContaining(['EV-2'])]);
  });

  test('an approval by the author of what it covers, or by somebody else, does not count', async () => {
    const number = await promotion('self', { 'docs/privacy.md': '# Privacy screening\nRewritten on the way.\n' });
    await github
      .as('hanne-vik')
      .commit('self', { branch: 'promote', files: { 'docs/privacy.md': '# Privacy screening\nMy own words.\n' } });
    await approved('self', number);
    await github.as('mira-castellano').review('self', number, 'APPROVE', sign('privacy'));
    const { code, outputs } = await runFor(github, 'self', number);
    expect([code, outputs.unmet]).toEqual([1, expect.stringContaining('CS-2')]);
  });

  test('what may not be read is undetermined, exit code 2, never a pass', async () => {
    const number = await promotion('blind');
    await approved('blind', number);
    github.faults.add({ route: 'GET /repos/*/blind/pulls/*/reviews', status: 403 });
    const { code, outputs, summary } = await runFor(github, 'blind', number);
    github.faults.clear();
    expect([code, outputs.verdict]).toEqual([2, 'undetermined']);
    expect(summary).toMatch(/Not verified/);
  });

  test('an outage of GitHub ends undetermined, with what to do', async () => {
    const number = await promotion('outage');
    github.faults.add({ route: 'GET /repos/*/outage', status: 404 });
    const { code, outputs, log } = await runFor(github, 'outage', number);
    github.faults.clear();
    expect([code, outputs.verdict]).toEqual([2, 'undetermined']);
    expect(log).toMatch(/::error::Could not verify.*Run the job again/);
  });

  test('an invalid policy on the default branch stops a promotion and says where it is wrong', async () => {
    const number = await promotion('broken', {}, 'production', { [POLICY]: 'version: 1\nprofil: minimal\n' });
    const { code, outputs, log } = await runFor(github, 'broken', number);
    expect([code, outputs.verdict, outputs.promotion]).toEqual([3, 'invalid-policy', 'true']);
    expect(log).toMatch(/pilot-readiness\.yml:2:1 profil .*profile/);
    expect((await ownComments(github, 'broken', number))[0]?.body).toMatch(/The policy is invalid/);
  });

  test('a pull request that only mends the broken policy is no promotion', async () => {
    await pilotRepository(github, 'mended', { [POLICY]: 'version: 1\nprofil: minimal\n' });
    await github.as('samir-haddad').commit('mended', { branch: 'mend', files: { [POLICY]: policy } });
    const { number } = await github.as('samir-haddad').openPullRequest('mended', { head: 'mend', base: 'production' });
    const { code, outputs } = await runFor(github, 'mended', number);
    expect([code, outputs.promotion]).toEqual([0, 'false']);
  });

  test('a pull request that weakens the policy is judged by the old one, and shows what the new one would say', async () => {
    const weaker = `${policy}criteria:\n  runbook: { checks: { RB-6: off } }\nmode: observe\n`.replace(
      'mode: enforce\n',
      '',
    );
    const number = await promotion('weaker', { [POLICY]: weaker, 'docs/runbook.md': null });
    const { code, outputs, summary } = await runFor(github, 'weaker', number);
    expect([code, outputs.verdict]).toEqual([1, 'not-ready']);
    expect(summary).toMatch(/This pull request changes the policy/);
    expect(summary).toMatch(/RB-6 advisory → off/);
  });

  test('an unusable new policy is said, and judged is by the old one', async () => {
    const number = await promotion('unusable', { [POLICY]: 'version: 2\n' });
    const { code, summary } = await runFor(github, 'unusable', number);
    expect(code).toBe(1);
    expect(summary).toMatch(/The new policy \*\*is invalid\*\*/);
  });

  test('a pull request that is no promotion passes, without a comment', async () => {
    const number = await promotion('ordinary', { 'docs/runbook.md': null }, 'main');
    const { code, outputs } = await runFor(github, 'ordinary', number);
    expect([code, outputs.promotion]).toEqual([0, 'false']);
    expect(await ownComments(github, 'ordinary', number)).toEqual([]);
  });

  test('its check run is a preview, neutral, which must never be required', async () => {
    const number = await promotion('previewed', { 'docs/runbook.md': null }, 'main');
    await runFor(github, 'previewed', number, { inputs: { 'check-run': 'true' } });
    const { data } = await github.as('samir-haddad').request(`GET /repos/${ORG}/previewed/commits/promote/check-runs`);
    const runs = (data as { check_runs: { name: string; conclusion: string }[] }).check_runs;
    expect(runs.map(({ name, conclusion }) => [name, conclusion])).toEqual([['pilot-readiness (preview)', 'neutral']]);
  });

  test('unless its head is also the head of a promotion that is not ready', async () => {
    const samir = github.as('samir-haddad');
    await promotion('laundry');
    const { number } = await samir.openPullRequest('laundry', { head: 'promote', base: 'main' });
    const { code, log } = await runFor(github, 'laundry', number);
    expect(code).toBe(1);
    expect(log).toMatch(/also the head of #\d+/);
  });

  test('a label that was taken away keeps counting', async () => {
    const samir = github.as('samir-haddad');
    await pilotRepository(github, 'labeled', { [POLICY]: policy.replace('branches: [production]', '') });
    await samir.commit('labeled', { branch: 'promote', files: { 'docs/runbook.md': null } });
    const { number } = await samir.openPullRequest('labeled', { head: 'promote' });
    expect((await runFor(github, 'labeled', number)).outputs.promotion).toBe('false');
    await samir.label('labeled', number, 'promote-to-production');
    await samir.unlabel('labeled', number, 'promote-to-production');
    const { code, outputs } = await runFor(github, 'labeled', number);
    expect([code, outputs.promotion]).toEqual([1, 'true']);
  });

  test('a repository that was never tagged hears nothing', async () => {
    const samir = github.as('samir-haddad');
    await samir.createRepository('plain', { files: { 'README.md': '# Plain\n' } });
    await samir.branch('plain', 'production');
    await samir.commit('plain', { branch: 'change', files: { 'README.md': '# Plainer\n' } });
    const { number } = await samir.openPullRequest('plain', { head: 'change', base: 'production' });
    const { code, outputs } = await runFor(github, 'plain', number);
    expect([code, outputs]).toEqual([0, { promotion: 'false', verdict: '', unmet: '' }]);
    expect(await ownComments(github, 'plain', number)).toEqual([]);
  });

  test('a fork with a token that may only read: summary and exit code, no comment', async () => {
    const number = await promotion('forked');
    const run = await runFor(github, 'forked', number, { name: 'pull_request', token: github.forkToken('forked') });
    expect(run.code).toBe(1);
    expect(run.summary).toMatch(/Not ready for production/);
    expect(run.log).toMatch(/::warning::The comment could not be written/);
    expect(await ownComments(github, 'forked', number)).toEqual([]);
  });

  test('check-run: true publishes the check by the verdict, and the merge opens', async () => {
    const number = await promotion('checked');
    await github.as('acme-support-owner').protect('checked', 'production', { checks: ['pilot-readiness'] });
    await runFor(github, 'checked', number, { inputs: { 'check-run': 'true' } });
    const refused = await github.as('samir-haddad').merge('checked', number);
    expect([refused.status, refused.message]).toEqual([405, 'Required status check "pilot-readiness" is failing.']);
    await approved('checked', number);
    const run = await runFor(github, 'checked', number, { inputs: { 'check-run': 'true' } });
    expect(run.code).toBe(0);
    expect(await github.as('samir-haddad').merge('checked', number)).toMatchObject({ status: 200 });
  });

  test('250 evidence files are read, and the request count does not grow with them', async () => {
    const drill = (index: number) =>
      `date: 2026-10-0${(index % 9) + 1}\nkind: fallback\nenvironment: staging\ndriver: "@lea-brandt"\nsteps: [{ action: a, expected: b, observed: b }]\nseconds: ${index + 1}\nresult: pass\nevidence: docs/runbook.md\n`;
    const files = Object.fromEntries(
      Array.from({ length: 250 }, (_none, index) => [
        `readiness/drills/2026-09-${String(index).padStart(3, '0')}.yaml`,
        drill(index),
      ]),
    );
    const number = await promotion('large', files);
    await approved('large', number);
    const { code } = await runFor(github, 'large', number);
    expect(code).toBe(0);
  });

  test('hostile names and texts reach nobody as markup, mentions or commands', async () => {
    const evil = '](https://evil.example) @everyone <img src=x> `::error::x` <!-- pilot-readiness:v1 -->';
    const number = await promotion('hostile', {
      'readiness/pilot.yaml': manifest
        .replace('name: Support triage', `name: ${JSON.stringify(evil)}`)
        .replace('product:\n    github: "@dana-okonkwo"', `product:\n    github: "TBD"`),
      'readiness/drills/::error file=a::@everyone <b>.yaml': 'date: nonsense\n',
      'readiness/controls/a](javascript:alert(1)).yaml': 'control: "@everyone"\n',
    });
    const { code, log, summary } = await runFor(github, 'hostile', number);
    expect(code).toBe(1);
    const [comment] = await ownComments(github, 'hostile', number);
    for (const text of [summary, comment?.body ?? '']) {
      expect(text.match(/<!-- pilot-readiness:v1 -->/g)?.length ?? 0).toBeLessThanOrEqual(1);
      expect(text).not.toMatch(/<img|<b>|(?<!\\)\]\(javascript:|[^`\w;]@everyone/);
    }
    expect(log.split('\n').filter((line) => line.startsWith('::') && !/^::(error|warning)::/.test(line))).toEqual([]);
  });

  describe('other events', () => {
    test('a command judges again; one that needs the ledger is answered with what works here', async () => {
      const number = await promotion('commands');
      const payload = (body: string, more: object = {}) => ({
        action: 'created',
        issue: { number, pull_request: {} },
        comment: { body, user: { login: 'samir-haddad', type: 'User' }, ...more },
        repository: { name: 'commands', owner: { login: ORG } },
      });
      const say = (body: string, more: object = {}) =>
        runFor(github, 'commands', number, { name: 'issue_comment', payload: payload(body, more) });
      expect((await say('/readiness')).code).toBe(0);
      expect((await ownComments(github, 'commands', number)).length).toBe(1);
      await say('/readiness explain RB-1');
      await say('/readiness sign-off privacy');
      await say('> /readiness help');
      await say('/readiness help', { user: { login: 'robot', type: 'Bot' } });
      const bodies = (await ownComments(github, 'commands', number)).map((one) => one.body);
      expect(bodies).toHaveLength(3);
      expect(bodies[1]).toMatch(/RB-1/);
      expect(bodies[2]).toMatch(/needs the App\. Approve the pull request/);
    });

    test('a schedule judges every open promotion and never fails the job', async () => {
      const number = await promotion('nightly');
      const { code, log } = await runFor(github, 'nightly', number, {
        name: 'schedule',
        payload: { repository: { name: 'nightly', owner: { login: ORG } } },
      });
      expect(code).toBe(0);
      expect(log).toMatch(new RegExp(`#${number}: exit code 1`));
      expect((await ownComments(github, 'nightly', number)).length).toBe(1);
    });

    test('a merge group is judged on its own commit; one that cannot be read fails closed', async () => {
      const number = await promotion('queued');
      await approved('queued', number);
      const { headSha, headRef } = await github.mergeGroup('queued', number);
      const group = (head_ref: string) => ({
        action: 'checks_requested',
        merge_group: { head_sha: headSha, head_ref },
        repository: { name: 'queued', owner: { login: ORG } },
      });
      const good = await runFor(github, 'queued', number, { name: 'merge_group', payload: group(headRef) });
      expect([good.code, good.outputs.promotion]).toEqual([good.outputs.verdict === 'ready' ? 0 : 1, 'true']);
      expect(
        (await runFor(github, 'queued', number, { name: 'merge_group', payload: group('refs/heads/other') })).code,
      ).toBe(2);
    });

    test('a wrong input is one line and exit code 3', async () => {
      const number = await promotion('inputs');
      const { code, log } = await runFor(github, 'inputs', number, { inputs: { profile: 'strict' } });
      expect(code).toBe(3);
      expect(log).toMatch(/::error::the input profile is strict\. Choose one of minimal, standard, regulated/);
    });

    test('a profile of the input only tightens', async () => {
      const number = await promotion('tighter');
      await approved('tighter', number);
      const { code, outputs } = await runFor(github, 'tighter', number, { inputs: { profile: 'regulated' } });
      expect([code, outputs.verdict]).toEqual([1, 'not-ready']);
    });
  });
});
