import { describe, expect, test } from '@jest/globals';
import type { Approvals } from '../../src/engine/fact-answers.ts';
import { approvals } from '../../src/engine/fact-requests.ts';
import { COVERS, pull, SIGN, type Stage, stage } from '../support/fixtures/reviews.ts';
import { known, whyNot } from '../support/harness/ask-github.ts';

async function privacy({ facts }: Stage, more: object = {}): Promise<Approvals> {
  const question = { control: 'privacy', approvers: ['@mira', '@lea'], covers: COVERS, ...more };
  const [answer] = await known(facts, approvals([question]));
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

describe('approvals', () => {
  test('an approving review with the line signs, bound to what was covered then', async () => {
    const on = stage();
    on.review('Mira', 'APPROVED', `Read.\n${SIGN}`);
    expect(await privacy(on)).toEqual({
      control: 'privacy',
      approvals: [
        {
          by: 'mira',
          at: '2026-11-01T10:00:00Z',
          source: 'review',
          commit: on.sha,
          eligible: true,
          authored: [],
          human: true,
          withdrawn: false,
          covered: COVERS.map((path) => ({ path, mode: '100644', blob: on.repo.git('rev-parse', `HEAD:${path}`) })),
        },
      ],
    });
  });

  test('no line, another control, a comment, a request for changes: no signature', async () => {
    const on = stage();
    on.review('mira', 'APPROVED', 'LGTM');
    on.review('lea', 'APPROVED', '/readiness sign-off security');
    on.review('tom', 'COMMENTED', SIGN);
    on.review('ute', 'CHANGES_REQUESTED', SIGN);
    on.review('eve', 'PENDING', SIGN);
    on.review('max', 'APPROVED', `${SIGN} @1234567`);
    on.review('ghost', 'APPROVED', SIGN, { user: null });
    expect(await privacy(on)).toEqual({ control: 'privacy', approvals: [] });
  });

  describe('a plain approval', () => {
    const ask = async (on: Stage, ...questions: object[]): Promise<Record<string, string[]>> => {
      const whole = questions.map((more) => ({ control: 'privacy', approvers: ['@mira'], covers: COVERS, ...more }));
      const answers = await known(on.facts, approvals(whole));
      return Object.fromEntries(
        answers.map(({ control, approvals: given }) => [
          control,
          given.map(({ by, plain }) => `${by}${plain ? ' plainly' : ''}`),
        ]),
      );
    };

    test('signs nothing unless the policy says so', async () => {
      const on = stage();
      on.review('mira', 'APPROVED', 'LGTM');
      expect(await ask(on, {})).toEqual({ privacy: [] });
      expect(await ask(on, { plainApproval: true })).toEqual({ privacy: ['mira plainly'] });
    });

    test('signs nothing for who may sign two open controls, and one when the other is signed', async () => {
      const on = stage();
      const both = [
        { plainApproval: true },
        { control: 'security', plainApproval: true, approvers: ['@mira', '@lea'] },
      ];
      on.review('mira', 'APPROVED', 'LGTM');
      expect(await ask(on, ...both)).toEqual({ privacy: [], security: [] });
      on.review('lea', 'APPROVED', '/readiness sign-off security');
      expect(await ask(on, ...both)).toEqual({ privacy: ['mira plainly'], security: ['lea'] });
    });

    test('signs nothing when something else was said, or by somebody who may not', async () => {
      const on = stage();
      on.review('mira', 'APPROVED', '/readiness decline security because no');
      on.review('tom', 'APPROVED', 'LGTM');
      expect(await ask(on, { plainApproval: true })).toEqual({ privacy: [] });
    });
  });

  test('the latest opinion counts, on every page', async () => {
    const on = stage();
    on.review('mira', 'APPROVED', SIGN);
    on.review('lea', 'APPROVED', `${SIGN} @${on.sha.slice(0, 12)}`);
    for (let n = 0; n < 120; n++) on.review('chatty', 'COMMENTED', 'hm', { submitted_at: '2026-11-03T00:00:00Z' });
    on.review('mira', 'CHANGES_REQUESTED', 'wait', { submitted_at: '2026-11-04T00:00:00Z' });
    on.review('lea', 'COMMENTED', 'still fine', { submitted_at: '2026-11-04T00:00:00Z' });
    const standing = (found: Approvals): unknown => found.approvals.map(({ by, withdrawn }) => [by, withdrawn]);
    expect(standing(await privacy(on))).toEqual([
      ['mira', true],
      ['lea', false],
    ]);
    expect(on.fake.count('/pulls/9/reviews')).toBe(2);
    on.review('lea', 'COMMENTED', '/readiness withdraw privacy', { submitted_at: '2026-11-05T00:00:00Z' });
    on.review('mira', 'APPROVED', 'fine now', { submitted_at: '2026-11-06T00:00:00Z' });
    expect(standing(await privacy(on))).toEqual([
      ['mira', false],
      ['lea', true],
    ]);
  });

  test('a dismissed review is withdrawn; a commit that is gone leaves everything unknown', async () => {
    const on = stage();
    on.review('mira', 'DISMISSED', SIGN);
    on.review('lea', 'APPROVED', SIGN, { commit_id: null });
    on.review('tom', 'APPROVED', SIGN, { commit_id: '9'.repeat(40) });
    const { approvals: found } = await privacy(on);
    expect(found).toMatchObject([
      { by: 'mira', withdrawn: true },
      { by: 'lea', commit: '', covered: [], authored: 'unknown' },
      { by: 'tom', eligible: false, covered: [], authored: 'unknown' },
    ]);
  });

  test('bots and Apps are no humans, whatever team they are in', async () => {
    const on = stage();
    on.review('mira', 'APPROVED', SIGN, { user: { login: 'mira', type: 'Bot' } });
    on.review('lea', 'APPROVED', SIGN, { performed_via_github_app: { id: 1 } });
    on.review('helper[bot]', 'APPROVED', SIGN);
    expect((await privacy(on)).approvals.map(({ human, eligible }) => [human, eligible])).toEqual(
      Array(3).fill([false, false]),
    );
  });

  test('teams are asked live: active members only, and what may not be read is unknown', async () => {
    const on = stage();
    for (const by of ['in', 'waiting', 'out', 'hidden']) on.review(by, 'APPROVED', SIGN);
    on.fake.on('/orgs/acme/teams/privacy/memberships/in', { state: 'active' });
    on.fake.on('/orgs/acme/teams/privacy/memberships/waiting', { state: 'pending' });
    const ask = async (): Promise<unknown> =>
      (await privacy(on, { approvers: ['@acme/privacy'] })).approvals.map(({ by, eligible }) => [by, eligible]);
    expect(await ask()).toEqual([
      ['in', true],
      ['waiting', false],
      ['out', 'unknown'],
      ['hidden', 'unknown'],
    ]);
    on.fake.on('/orgs/acme/teams/privacy/members', [{ login: 'In', type: 'User' }]);
    expect(await ask()).toEqual([
      ['in', true],
      ['waiting', false],
      ['out', false],
      ['hidden', false],
    ]);
    on.fake.next('/memberships/out', { status: 403 });
    expect(await ask()).toContainEqual(['out', 'unknown']);
  });

  test('whoever wrote, co-wrote or committed what is covered is named', async () => {
    const on = stage();
    const both = on.repo.commit(
      'more\n\nCo-authored-by: M <mira@acme.example>\n',
      { 'docs/privacy.md': 'two' },
      { author: 'Lea <lea@users.noreply.github.com>', committer: 'GitHub <noreply@github.com>' },
    );
    const other = on.repo.commit('elsewhere', { 'src/x.ts': '2' }, { author: 'Mira <mira@acme.example>' });
    for (const by of ['mira', 'lea', 'web-flow', 'tom']) on.review(by, 'APPROVED', SIGN, { commit_id: other });
    const found = (await privacy(on)).approvals.map(({ by, authored }) => [by, authored]);
    expect(found).toEqual([
      ['mira', [both]],
      ['lea', [both]],
      ['web-flow', []],
      ['tom', []],
    ]);
    const nobody = on.repo.commit('who', { 'readiness/workflow.yaml': 'b: 1\n' }, { author: 'X <x@nowhere.example>' });
    on.review('tom', 'APPROVED', SIGN, { commit_id: nobody });
    on.review('mira', 'APPROVED', SIGN, { commit_id: nobody });
    const later = new Map((await privacy(on)).approvals.map(({ by, authored }) => [by, authored]));
    expect([later.get('tom'), later.get('mira')]).toEqual(['unknown', [both]]);
  });

  test('reviews that may not be seen make the answer unavailable', async () => {
    const on = stage();
    on.fake.next('/pulls/9/reviews', { status: 403 });
    const query = approvals([{ control: 'privacy', approvers: ['@mira'], covers: COVERS }]);
    expect(await whyNot(on.facts, query)).toEqual({
      reason:
        'could not read the reviews of pull request #9 (403): it does not exist, or Pull requests: read is not granted',
      resolvableBy: 'github',
    });
  });

  test('a refusal of an approver stands until they sign or withdraw it; that of an outsider is none', async () => {
    const on = stage();
    on.review('outsider', 'COMMENTED', '/readiness decline privacy because I can');
    expect((await privacy(on)).declined).toBeUndefined();
    on.review('mira', 'DISMISSED', '/readiness decline privacy because no `<script>` @all');
    expect((await privacy(on)).declined).toEqual({
      by: 'mira',
      at: '2026-11-02T10:00:00Z',
      reason: 'no `<script>` @all',
    });
    on.review('mira', 'APPROVED', SIGN);
    expect((await privacy(on)).declined).toBeUndefined();
  });

  describe('the pull request that a record names', () => {
    const recorded = (on: Stage, body: string, more: object = {}): void => {
      const review = {
        ...{ id: 4, node_id: 'PRR_4', user: { login: 'mira', type: 'User' }, state: 'APPROVED', body },
        ...{ submitted_at: '2026-10-01T00:00:00Z', commit_id: on.sha },
      };
      on.fake.on('/repos/acme/pilot/pulls/4/reviews', [{ ...review, ...more }]);
    };
    const merged = { merged_at: '2026-10-02T00:00:00Z' };
    const brought = ['readiness/controls/privacy.yaml'];
    const sources = async (on: Stage): Promise<string[]> =>
      (await privacy(on, { recordPr: 4 })).approvals.map(({ source, withdrawn }) => `${source} ${withdrawn}`);

    test('counts for the words of its reviews when it brought that record and was merged', async () => {
      const on = stage();
      recorded(on, SIGN);
      expect(await sources(on)).toEqual([]);
      pull(on.fake, 4, { merged_at: null, head: on.sha }, brought);
      expect(await sources(on)).toEqual([]);
      pull(on.fake, 4, { ...merged, head: on.sha }, ['src/code.ts', 'readiness/controls/security.yaml']);
      expect(await sources(on)).toEqual([]);
      pull(on.fake, 4, { ...merged, head: on.sha }, brought);
      expect(await sources(on)).toEqual(['record-pull-request false']);
      on.review('mira', 'COMMENTED', '/readiness withdraw privacy');
      expect(await sources(on)).toEqual(['record-pull-request true']);
    });

    test('turns no plain approval into a signature, and counts for nothing on another branch', async () => {
      const on = stage();
      pull(on.fake, 4, { ...merged, head: on.sha }, brought);
      for (const body of ['', 'LGTM', '/readiness sign-off security', `> ${SIGN}`]) {
        recorded(on, body);
        expect([body, await sources(on)]).toEqual([body, []]);
      }
      recorded(on, SIGN);
      pull(on.fake, 4, { ...merged, head: on.sha, into: 'scratch' }, brought);
      expect(await sources(on)).toEqual([]);
    });
  });

  test('who is named signs only as a member or collaborator now, and unknown is unknown', async () => {
    const on = stage();
    on.review('mira', 'APPROVED', SIGN);
    const eligible = async (more: object = {}): Promise<unknown> =>
      (await privacy(on, more)).approvals.map(({ eligible, lacks }) => [eligible, lacks]);
    expect(await eligible()).toEqual([[true, undefined]]);
    on.fake.on('/orgs/acme/members/mira', () => ({ status: 404 }));
    expect(await eligible()).toEqual([[false, 'noMembership']]);
    on.fake.on('/repos/acme/pilot/collaborators/mira', () => ({ status: 204 }));
    expect(await eligible()).toEqual([[true, undefined]]);
    on.fake.on('/orgs/acme/members/mira', () => ({ status: 403 }));
    expect(await eligible()).toEqual([[true, undefined]]);
    on.fake.on('/repos/acme/pilot/collaborators/mira', () => ({ status: 404 }));
    expect(await eligible()).toEqual([['unknown', undefined]]);
    on.fake.on('/orgs/acme/teams/privacy/memberships/mira', { state: 'active' });
    expect(await eligible({ approvers: ['@acme/privacy'] })).toEqual([[true, undefined]]);
    on.fake.on('/orgs/other/teams/privacy/memberships/mira', { state: 'active' });
    expect(await eligible({ approvers: ['@other/privacy'] })).toEqual([['unknown', undefined]]);
  });

  test('an owner from CODEOWNERS needs write access, and a decline does not leave with its author', async () => {
    const on = stage();
    on.review('mira', 'APPROVED', SIGN);
    const role = '/repos/acme/pilot/collaborators/mira/permission';
    for (const [answer, expected] of [
      [{ json: { permission: 'read' } }, [false, 'noWriteAccess']],
      [{ status: 404 }, [false, 'noWriteAccess']],
      [{ status: 403 }, ['unknown', undefined]],
      [{ json: { permission: 'write' } }, [true, undefined]],
    ] as const) {
      on.fake.on(role, () => answer);
      const [given] = (await privacy(on, { needsWrite: true })).approvals;
      expect([given?.eligible, given?.lacks]).toEqual(expected);
    }
    on.review('lea', 'COMMENTED', '/readiness decline privacy because no');
    on.fake.on('/orgs/acme/members/lea', () => ({ status: 404 }));
    expect((await privacy(on)).declined).toMatchObject({ by: 'lea' });
  });

  test('who leaves out the type of an account is not known to be a person', async () => {
    const on = stage();
    on.review('mira', 'APPROVED', SIGN, { user: { login: 'mira' } });
    on.review('tom', 'APPROVED', SIGN, { user: { login: 'tom' } });
    const found = (await privacy(on)).approvals.map(({ by, human, eligible }) => [by, human, eligible]);
    expect(found).toEqual([
      ['mira', true, 'unknown'],
      ['tom', true, false],
    ]);
  });
});
