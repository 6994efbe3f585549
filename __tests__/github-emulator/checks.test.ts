import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

describe('check runs', () => {
  let github: GitHub;
  let app: Client;
  let other: Client;
  let ravi: Client;
  let head: string;
  beforeAll(async () => {
    github = await startGitHub({
      users: ['ravi'],
      otherApps: [{ id: 99, slug: 'rival' }],
      repos: [{ name: 'triage' }],
    });
    app = github.withToken(github.installationToken());
    other = github.withToken(github.installationToken({ appId: 99 }));
    ravi = github.as('ravi');
    head = await ravi.commit('triage', { branch: 'change', files: { 'a.txt': 'a' } });
    await ravi.openPullRequest('triage', { head: 'change' });
  });
  afterAll(() => github.close());

  const RUNS = '/repos/acme/triage/check-runs';
  const annotation = (line: number) => ({
    path: 'a.txt',
    start_line: line,
    end_line: line,
    annotation_level: 'failure',
    message: 'x',
  });

  test('a run names its App, its pull request and its suite, one suite per App', async () => {
    const { data } = await app.request(`POST ${RUNS}`, { name: 'gate', head_sha: head, conclusion: 'success' });
    expect(data).toMatchObject({
      app: { id: 4242, slug: 'pilot-readiness' },
      pull_requests: [{ number: 1, head: { sha: head } }],
      status: 'completed',
      details_url: expect.stringContaining('/apps/pilot-readiness'),
    });
    await other.publishCheck('triage', { name: 'gate', head_sha: head, conclusion: 'failure' });
    const suites = await app.request(`GET /repos/acme/triage/commits/${head}/check-suites`);
    expect(suites.data).toMatchObject({ total_count: 2, check_suites: [{ app: { id: 4242 } }, { app: { id: 99 } }] });
  });

  test('lists by ref: the latest of each App, by name, by App, or all', async () => {
    await app.publishCheck('triage', { name: 'gate', head_sha: head, conclusion: 'neutral' });
    const runs = async (query: string) => {
      const { data } = await ravi.request(`GET /repos/acme/triage/commits/change/check-runs${query}`);
      return (data as { check_runs: { conclusion: string }[] }).check_runs.map(({ conclusion }) => conclusion);
    };
    expect(await runs('')).toEqual(['neutral', 'failure']);
    expect(await runs('?app_id=4242&check_name=gate')).toEqual(['neutral']);
    expect(await runs('?filter=all&app_id=4242')).toEqual(['neutral', 'success']);
    expect(await runs('?check_name=elsewhere')).toEqual([]);
  });

  test('annotations are appended, never replaced, and paged', async () => {
    const output = (lines: number[]) => ({ title: 't', summary: 's', annotations: lines.map(annotation) });
    const id = await app.publishCheck('triage', { name: 'notes', head_sha: head, output: output([1]) });
    const { data } = await app.request(`PATCH ${RUNS}/${id}`, { output: output([2, 3]) });
    expect(data).toMatchObject({ output: { annotations_count: 3 } });
    const page = await app.request(`GET ${RUNS}/${id}/annotations?per_page=2&page=2`);
    expect(page.data).toMatchObject([{ start_line: 3 }]);
  });

  test.each([
    [
      '51 annotations',
      { output: { title: 't', summary: 's', annotations: Array.from({ length: 51 }, (_, at) => annotation(at + 1)) } },
    ],
    ['a summary of 65,536 characters', { output: { title: 't', summary: 's'.repeat(65_536) } }],
    ['a text of 65,536 characters', { output: { title: 't', summary: 's', text: 't'.repeat(65_536) } }],
    ['an action with a long label', { actions: [{ label: 'l'.repeat(21), description: 'd', identifier: 'i' }] }],
    ['completed without a conclusion', { status: 'completed' }],
    ['a commit that is not there', { head_sha: 'f'.repeat(40) }],
  ])('%s is 422', async (_, more) => {
    expect((await app.request(`POST ${RUNS}`, { name: 'limits', head_sha: head, ...more })).status).toBe(422);
  });

  test('the longest texts and 50 annotations are taken', async () => {
    const annotations = Array.from({ length: 50 }, (_, at) => annotation(at + 1));
    const output = { title: 't', summary: 's'.repeat(65_535), text: 't'.repeat(65_535), annotations };
    expect((await app.request(`POST ${RUNS}`, { name: 'limits', head_sha: head, output })).status).toBe(201);
  });

  test('a completed run does not open again', async () => {
    const id = await app.publishCheck('triage', { name: 'again', head_sha: head, conclusion: 'failure' });
    const { data } = await app.request(`PATCH ${RUNS}/${id}`, { status: 'in_progress' });
    expect(data).toMatchObject({ status: 'completed', conclusion: 'failure' });
  });

  test('only its App may change a run, only Apps may write one', async () => {
    const id = await app.publishCheck('triage', { name: 'mine', head_sha: head });
    const refused = await other.request(`PATCH ${RUNS}/${id}`, { conclusion: 'success' });
    expect([refused.status, refused.data]).toMatchObject([
      403,
      { message: expect.stringContaining('Invalid app_id `99`') },
    ]);
    expect(await ravi.request(`POST ${RUNS}`, { name: 'gate', head_sha: head })).toMatchObject({
      ...{ status: 403, data: { message: 'You must authenticate via a GitHub App.' } },
    });
  });

  test('events: created, completed, and rerequested for the owner alone', async () => {
    const id = await app.publishCheck('triage', { name: 'told', head_sha: head });
    await app.request(`PATCH ${RUNS}/${id}`, { conclusion: 'success' });
    expect((await ravi.request(`POST ${RUNS}/${id}/rerequest`)).status).toBe(201);
    await github.settled();
    const told = github.events.filter(({ payload }) => (payload.check_run as { id?: number } | undefined)?.id === id);
    expect(told.map(({ action }) => action)).toEqual(['created', 'completed', 'rerequested']);
    expect(told.at(-1)?.payload.sender).toMatchObject({ login: 'ravi' });
  });

  test('a suite is asked again, and a button tells its App', async () => {
    const actions = [{ label: 'Fix', description: 'd', identifier: 'fix' }];
    const id = await app.publishCheck('triage', {
      name: 'buttons',
      head_sha: head,
      conclusion: 'action_required',
      actions,
    });
    github.clickAction('ravi', 'triage', id, 'fix');
    expect(() => github.clickAction('ravi', 'triage', id, 'other')).toThrow('no button other');
    const { data } = await app.request(`GET ${RUNS}/${id}`);
    const suite = (data as { check_suite: { id: number } }).check_suite.id;
    await ravi.request(`POST /repos/acme/triage/check-suites/${suite}/rerequest`);
    await github.settled();
    expect(github.events.slice(-2)).toMatchObject([
      {
        event: 'check_run',
        action: 'requested_action',
        payload: { requested_action: { identifier: 'fix' }, sender: { login: 'ravi' } },
      },
      {
        event: 'check_suite',
        action: 'rerequested',
        payload: { check_suite: { id: suite, head_sha: head, app: { id: 4242 } } },
      },
    ]);
  });

  test('statuses: the newest of a context, combined', async () => {
    const post = (state: string) => app.request(`POST /repos/acme/triage/statuses/${head}`, { state, context: 'ci' });
    await post('failure');
    await post('success');
    const { data } = await ravi.request('GET /repos/acme/triage/commits/change/status');
    expect(data).toMatchObject({
      state: 'success',
      sha: head,
      total_count: 1,
      statuses: [{ context: 'ci', state: 'success' }],
    });
  });
});
