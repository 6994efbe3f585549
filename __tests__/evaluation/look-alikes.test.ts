import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/criteria/index.ts';
import { conclusionAtHead } from '../../src/evaluation/conclude.ts';
import { evaluatePullRequest, type PullEvaluation } from '../../src/evaluation/evaluate-pull-request.ts';
import { checkRunOf, commentOf, type PublishContext, presentationOptions } from '../../src/evaluation/presentation.ts';
import { connect } from '../../src/github/index.ts';
import { renderJobSummary } from '../../src/render/markdown/report.ts';
import { type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

const CHECK = 'pilot-readiness';
const APP: PublishContext = {
  serverUrl: 'https://github.com',
  repository: 'acme/triage',
  commands: 'app',
  appId: 4242,
};

describe('a check of our name by somebody else', () => {
  let github: GitHub;
  let number: number;
  let head: string;
  beforeAll(async () => {
    github = await startGitHub({ users: ['ravi'], otherApps: [{ id: 99, slug: 'evil-ci' }] });
    const owner = github.as('acme-owner');
    await owner.createRepository('triage', { topics: ['pilot'] });
    await owner.branch('triage', 'production');
    head = await github.as('ravi').commit('triage', { branch: 'go', files: { 'a.txt': 'x\n' } });
    ({ number } = await github.as('ravi').openPullRequest('triage', { head: 'go', base: 'production' }));
  });
  afterAll(() => github.close());

  const evaluated = (): Promise<PullEvaluation> =>
    evaluatePullRequest({
      access: connect({ token: github.installationToken(), baseUrl: github.url }),
      ...{ catalog, owner: 'acme', repo: 'triage', number },
      now: Date.parse('2026-11-20T12:00:00Z'),
      toolVersion: 'test',
    });
  async function published(publishContext: PublishContext = APP): Promise<{ texts: string[]; conclusion: string }> {
    const evaluation = await evaluated();
    const options = presentationOptions(
      publishContext,
      evaluation,
      conclusionAtHead(evaluation, { known: true, value: [] }),
    );
    if (evaluation.report === undefined) throw new Error('nothing was judged');
    const run = checkRunOf(evaluation, options);
    const texts = [commentOf(evaluation, options), run.summary, renderJobSummary(evaluation.report, options)];
    return { texts, conclusion: run.conclusion };
  }
  const publish = (appId: number): Promise<number> =>
    github
      .withToken(github.installationToken({ appId }))
      .publishCheck('triage', { name: CHECK, head_sha: head, conclusion: 'success' });

  test('is said in every mouth, and opens nothing', async () => {
    await publish(4242);
    const alone = await published();
    for (const text of alone.texts) expect(text).not.toContain('Another source reports');
    await publish(99);
    await github.as('ravi').request(`POST /repos/acme/triage/statuses/${head}`, { state: 'success', context: CHECK });
    const { texts, conclusion } = await published();
    expect(conclusion).toBe('failure');
    for (const text of texts)
      expect(text).toContain(
        '⚠️ Another source reports `pilot-readiness` on this commit: `App evil-ci (99)`, `a commit status by ravi`. This is not our report.',
      );
  });

  test('GitHub may count it where the check is required and not pinned', async () => {
    await github.as('acme-owner').protect('triage', 'production', { checks: [CHECK] });
    const { texts } = await published();
    for (const text of texts) {
      expect(text).toContain('This is not our report, and GitHub may count it.');
      expect(text).toContain('is not pinned to an App');
      expect(text).toContain('`pilot-readiness doctor acme/triage` prints the rule that pins it');
    }
  });

  test.each<[string, number, PublishContext, RegExp]>([
    ['to us', 4242, APP, /Merge is blocked by the required check `pilot-readiness`\.\n/],
    [
      'to an App, while ours is not known',
      4242,
      { serverUrl: APP.serverUrl, repository: APP.repository, commands: 'app' },
      /required check `pilot-readiness`\.\n/,
    ],
    ['to another App', 99, APP, /only from App 99, which is not the one reporting here, so this report cannot unblock/],
    ['to an App, and the Action reports', 4242, { ...APP, commands: 'action' }, /only from App 4242/],
    [
      'to GitHub Actions',
      15368,
      { ...APP, commands: 'action' },
      /which any workflow of this repository can set\. It is advice for anyone who can push/,
    ],
  ])('pinned %s', async (_name, app_id, publishContext, words) => {
    await github.as('acme-owner').protect('triage', 'production', { checks: [{ context: CHECK, app_id }] });
    const { texts } = await published(publishContext);
    for (const text of texts) expect(text).toMatch(words);
  });

  test('lists that may not be read name nobody, and the evaluation goes on', async () => {
    github.faults.add({ route: 'GET /repos/acme/triage/commits/*/statuses', status: 403 });
    const evaluation = await evaluated();
    github.faults.clear();
    expect(evaluation.producers).toMatchObject({ state: 'unavailable' });
    expect(evaluation.report?.verdict).toBe('not-ready');
  });
});
