import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Client, type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';

describe('what people say and do on a pull request', () => {
  let github: GitHub;
  let ravi: Client;
  let mira: Client;
  let number: number;
  let head: string;
  beforeAll(async () => {
    github = await startGitHub({
      users: ['ravi', 'mira', { login: 'eve', role: 'outside' }],
      repos: [{ name: 'triage', access: { ravi: 'write', mira: 'write' } }],
    });
    ravi = github.as('ravi');
    mira = github.as('mira');
    head = await ravi.commit('triage', { branch: 'change', files: { 'a.txt': 'a' } });
    ({ number } = await ravi.openPullRequest('triage', { head: 'change' }));
  });
  afterAll(() => github.close());

  const last = async (event: string, action: string) => {
    await github.settled();
    return github.events.findLast((one) => one.event === event && one.action === action)?.payload;
  };
  const get = async (path: string): Promise<unknown> => (await ravi.request(`GET /repos/acme/triage/${path}`)).data;

  test('labels are events of the pull request, and stay in its events with who did it', async () => {
    await ravi.label('triage', number, 'promote-to-production');
    expect(await last('pull_request', 'labeled')).toMatchObject({
      ...{ number, label: { name: 'promote-to-production', id: expect.any(Number) }, sender: { login: 'ravi' } },
      pull_request: { number, head: { sha: head }, labels: [{ name: 'promote-to-production' }] },
    });
    await mira.unlabel('triage', number, 'promote-to-production');
    expect(await last('pull_request', 'unlabeled')).toMatchObject({
      sender: { login: 'mira' },
      pull_request: { labels: [] },
    });
    expect(github.events.some(({ event }) => event === 'issues')).toBe(false);
    const expected = [
      { event: 'labeled', actor: { login: 'ravi' }, label: { name: 'promote-to-production' } },
      { event: 'unlabeled', actor: { login: 'mira' } },
    ];
    expect(await get(`issues/${number}/events`)).toMatchObject(expected);
    expect(await get(`issues/${number}/timeline`)).toMatchObject(expected);
  });

  test('an outsider may comment and not label', async () => {
    const eve = github.as('eve');
    expect(await eve.comment('triage', number, 'hello')).toBeGreaterThan(0);
    const { status } = await eve.request(`POST /repos/acme/triage/issues/${number}/labels`, { labels: ['x'] });
    expect(status).toBe(403);
  });

  test('a pull request is an issue too', async () => {
    expect(await get(`issues/${number}`)).toMatchObject({
      ...{ number, state: 'open', user: { login: 'ravi' } },
      pull_request: { url: expect.stringContaining(`/pulls/${number}`) },
    });
  });

  test('comments: the issue says it is a pull request, an edit says what was there', async () => {
    const id = await mira.comment('triage', number, '/readiness');
    expect(await last('issue_comment', 'created')).toMatchObject({
      issue: { number, pull_request: { html_url: expect.stringContaining('/pull/') } },
      comment: { id, body: '/readiness', user: { login: 'mira' }, performed_via_github_app: null },
      organization: { login: 'acme' },
    });
    await mira.editComment('triage', id, '/readiness hold because x');
    expect(await last('issue_comment', 'edited')).toMatchObject({
      ...{ changes: { body: { from: '/readiness' } }, sender: { login: 'mira' } },
    });
    await github.as('acme-owner').deleteComment('triage', id);
    expect(await last('issue_comment', 'deleted')).toMatchObject({ comment: { id }, sender: { login: 'acme-owner' } });
  });

  test("an App's comment names the App; others with write may edit it, outsiders not", async () => {
    const app = github.withToken(github.installationToken());
    const id = await app.comment('triage', number, 'report');
    expect(await get(`issues/comments/${id}`)).toMatchObject({
      ...{ user: { login: 'pilot-readiness[bot]', type: 'Bot' }, performed_via_github_app: { id: 4242 } },
      html_url: expect.stringContaining(`/pull/${number}#issuecomment-${id}`),
    });
    const eve = github.as('eve');
    expect((await eve.request(`PATCH /repos/acme/triage/issues/comments/${id}`, { body: 'no' })).status).toBe(403);
    expect(await mira.editComment('triage', id, 'changed')).toMatchObject({ body: 'changed' });
  });

  test('65,536 characters are a comment, one more is 422', async () => {
    const post = (length: number) =>
      mira.request(`POST /repos/acme/triage/issues/${number}/comments`, { body: 'x'.repeat(length) });
    expect([(await post(65_536)).status, (await post(65_537)).status]).toEqual([201, 422]);
  });

  test('a reaction is made once', async () => {
    const id = await mira.comment('triage', number, '/readiness');
    const react = () => ravi.request(`POST /repos/acme/triage/issues/comments/${id}/reactions`, { content: 'eyes' });
    expect([(await react()).status, (await react()).status]).toEqual([201, 200]);
    expect(await get(`issues/comments/${id}/reactions`)).toMatchObject([{ content: 'eyes', user: { login: 'ravi' } }]);
  });

  test('reviews keep commit and words through an edit and a dismissal; nobody approves the own work', async () => {
    const id = await mira.review('triage', number, 'APPROVE', 'fine');
    expect(await last('pull_request_review', 'submitted')).toMatchObject({
      ...{ review: { id, state: 'approved', commit_id: head, user: { login: 'mira' } }, pull_request: { number } },
    });
    await mira.editReview('triage', number, id, 'fine indeed');
    expect(await last('pull_request_review', 'edited')).toMatchObject({
      ...{ changes: { body: { from: 'fine' } }, review: { body: 'fine indeed' } },
    });
    await github.as('acme-owner').dismissReview('triage', number, id, 'not her call');
    expect(await last('pull_request_review', 'dismissed')).toMatchObject({
      review: { state: 'dismissed', body: 'fine indeed' },
    });
    expect(await get(`pulls/${number}/reviews`)).toMatchObject([
      { id, state: 'DISMISSED', commit_id: head, body: 'fine indeed' },
    ]);
    expect(await get(`issues/${number}/timeline?per_page=100`)).toContainEqual(
      expect.objectContaining({
        event: 'review_dismissed',
        dismissed_review: { state: 'approved', review_id: id, dismissal_message: 'not her call' },
      }),
    );
    const own = await ravi.request(`POST /repos/acme/triage/pulls/${number}/reviews`, { event: 'APPROVE' });
    expect([own.status, JSON.stringify(own.data)]).toEqual([422, expect.stringContaining('Can not approve your own')]);
    const foreign = await ravi.request(`PUT /repos/acme/triage/pulls/${number}/reviews/${id}`, { body: 'mine' });
    expect(foreign.status).toBe(403);
    await ravi.rewriteReview('triage', number, id, 'mine');
    expect(await last('pull_request_review', 'edited')).toMatchObject({
      ...{ changes: { body: { from: 'fine indeed' } }, review: { body: 'mine' }, sender: { login: 'ravi' } },
    });
    const { node_id } = (await get(`pulls/${number}/reviews/${id}`)) as { node_id: string };
    const query =
      'query ($ids: [ID!]!) { nodes(ids: $ids) { ... on PullRequestReview { url lastEditedAt editor { login } } } }';
    const { data } = await ravi.request('POST /graphql', { query, variables: { ids: [node_id, 'PRR_none'] } });
    expect(data).toMatchObject({
      data: { nodes: [{ url: expect.stringMatching(/#pullrequestreview-\d+$/), editor: { login: 'ravi' } }, null] },
      errors: [{ type: 'NOT_FOUND' }],
    });
  });

  test('a draft becomes ready', async () => {
    await ravi.turnDraft('triage', number, true);
    expect(await last('pull_request', 'converted_to_draft')).toMatchObject({ pull_request: { draft: true } });
    await ravi.turnDraft('triage', number, false);
    expect(await last('pull_request', 'ready_for_review')).toMatchObject({ pull_request: { draft: false } });
  });
});
