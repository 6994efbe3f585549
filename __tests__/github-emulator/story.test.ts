import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

describe('a merge is refused, then allowed', () => {
  let github: GitHub;
  beforeAll(async () => {
    github = await startGitHub({ users: ['ravi', 'mira'], repos: [{ name: 'triage', topics: ['pilot'] }] });
  });
  afterAll(() => github.close());

  test('missing → refused, failing → refused, an older success does not help, success → merged', async () => {
    const ravi = github.as('ravi');
    await github.as('acme-owner').protect('triage', 'main', { checks: ['pilot-readiness'] });
    await ravi.commit('triage', { branch: 'promote', files: { 'docs/runbook.md': '# Runbook\n' } });
    const pull = await ravi.openPullRequest('triage', { head: 'promote' });
    const app = github.withToken(github.installationToken());

    expect(await ravi.merge('triage', pull.number)).toEqual({
      status: 405,
      message: 'Required status check "pilot-readiness" is expected.',
    });
    const check = { name: 'pilot-readiness', head_sha: pull.head };
    await app.publishCheck('triage', { ...check, status: 'in_progress' });
    expect((await ravi.merge('triage', pull.number)).message).toBe(
      'Required status check "pilot-readiness" is in progress.',
    );
    await app.publishCheck('triage', { ...check, conclusion: 'success' });
    await app.publishCheck('triage', { ...check, conclusion: 'failure' });
    expect((await ravi.merge('triage', pull.number)).message).toBe(
      'Required status check "pilot-readiness" is failing.',
    );
    await app.publishCheck('triage', { ...check, conclusion: 'success' });
    expect(await ravi.merge('triage', pull.number)).toMatchObject({ status: 200, sha: expect.any(String) });
    expect((await ravi.request('GET /repos/acme/triage/contents/docs/runbook.md')).status).toBe(200);
    await github.settled();
    const told = github.events.map(({ event, action }) => (action === undefined ? event : `${event}.${action}`));
    expect(told.slice(-2)).toEqual(['pull_request.closed', 'push']);
  });
});
