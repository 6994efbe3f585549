import { describe, expect, test } from '@jest/globals';
import { acceptance, waiverProof } from '../../src/engine/fact-requests.ts';
import { pull, type Stage, stage } from '../support/fixtures/reviews.ts';
import { known, whyNot } from '../support/harness/ask-github.ts';

describe('acceptance', () => {
  const sponsor = (link?: string) => acceptance('role:sponsor', ['ines'], link);

  test('by a line in a review of the judged pull request, in their own name', async () => {
    const on = stage();
    on.review('tom', 'APPROVED', '/readiness accept BK-2 because why not');
    expect(await known(on.facts, acceptance('BK-2', ['ines']))).toEqual({ accepted: false });
    on.review('Ines', 'COMMENTED', '/readiness accept bk-2 because it was late');
    expect(await known(on.facts, acceptance('BK-2', ['ines']))).toEqual({
      accepted: true,
      by: 'ines',
      at: '2026-11-02T10:00:00Z',
      link: 'https://github.example/acme/pilot/pull/9#pullrequestreview-2',
    });
    expect(await known(on.facts, acceptance('BK-5', ['ines']))).toEqual({ accepted: false });
    on.review('ines', 'CHANGES_REQUESTED');
    expect(await known(on.facts, acceptance('BK-2', ['ines']))).toEqual({ accepted: false });
    expect(await known(on.facts, acceptance('BK-2', []))).toEqual({ accepted: false });
  });

  test('not by who opened the pull request, nor by a team that may not be read', async () => {
    const on = stage();
    on.review('ravi', 'COMMENTED', '/readiness accept BK-2 because mine');
    expect(await known(on.facts, acceptance('BK-2', ['ravi']))).toEqual({ accepted: false });
    on.review('ines', 'COMMENTED', '/readiness accept BK-2 because mine');
    expect(await whyNot(on.facts, acceptance('BK-2', ['acme/board']))).toMatchObject({ resolvableBy: 'github' });
  });

  test('by the line in a comment or review that nobody edited, under the link', async () => {
    const on = stage();
    const line = '/readiness accept role:sponsor because it is mine';
    const comment = (more: object): object => ({
      id: 5,
      user: { login: 'ines', type: 'User' },
      body: line,
      created_at: 'T1',
      updated_at: 'T1',
      issue_url: 'https://api/repos/acme/pilot/issues/2',
      ...more,
    });
    const link = 'https://github.example/acme/pilot/issues/2#issuecomment-5';
    const says = async (more: object, where = link, query = sponsor(where)): Promise<boolean> => {
      on.fake.on('/repos/acme/pilot/issues/comments/5', comment(more));
      on.fake.on('/repos/acme/pilot/issues/2/comments', [comment(more)]);
      return (await known(on.facts, query)).accepted;
    };
    expect(await says({})).toBe(true);
    for (const body of [
      'I accept',
      'No. I do not accept this.',
      `> ${line}`,
      '/readiness accept role:tester because x',
    ])
      expect([body, await says({ body })]).toEqual([body, false]);
    expect(await says({ updated_at: 'T2' })).toBe(false);
    expect(await says({ user: { login: 'tom', type: 'User' } })).toBe(false);
    expect(await says({ user: { login: 'ines', type: 'Bot' } })).toBe(false);
    expect(await says({ performed_via_github_app: {} })).toBe(false);
    expect(await says({ issue_url: 'https://api/repos/acme/pilot/issues/12' })).toBe(false);
    expect(await says({}, link, acceptance('BK-2', ['ines'], link))).toBe(false);
    expect(await says({}, 'https://github.example/acme/pilot/issues/2')).toBe(true);
    expect(await says({}, '#2')).toBe(true);
    expect(await says({ body: 'I accept' }, '#2')).toBe(false);
    expect(await says({}, 'https://evil.example/acme/pilot/issues/2#issuecomment-5')).toBe(false);
    expect(await says({}, 'https://github.example/acme/other/issues/2#issuecomment-5')).toBe(false);
    on.fake.on('/repos/acme/pilot/issues/comments/5', comment({ user: { login: 'ines' } }));
    expect((await whyNot(on.facts, sponsor(link))).reason).toContain('@ines is a person');
    pull(on.fake, 6, { merged_at: null, head: on.sha });
    const review = {
      id: 1,
      node_id: 'PRR_1',
      user: { login: 'ines', type: 'User' },
      state: 'APPROVED',
      body: line,
      submitted_at: '2026-11-01T10:00:00Z',
      commit_id: on.sha,
    };
    const linked = sponsor('https://github.example/acme/pilot/pull/6');
    on.fake.on('/repos/acme/pilot/issues/6/comments', []);
    on.fake.on('/repos/acme/pilot/pulls/6/reviews', [review]);
    expect(await known(on.facts, linked)).toMatchObject({ accepted: true });
    on.fake.on('/repos/acme/pilot/pulls/6/reviews', [{ ...review, body: 'LGTM' }]);
    expect(await known(on.facts, linked)).toEqual({ accepted: false });
  });

  test('not in a review that was edited, and unknown where edits or the kind of account cannot be read', async () => {
    const on = stage();
    const accepted = acceptance('BK-2', ['ines']);
    on.review('ines', 'COMMENTED', '/readiness accept BK-2 because it was late');
    expect(await known(on.facts, accepted)).toMatchObject({ accepted: true });
    on.edits.set('PRR_1', { lastEditedAt: '2026-11-01T10:00:05Z', editor: { login: 'tom' } });
    expect(await known(on.facts, accepted)).toEqual({ accepted: false });
    on.edits.clear();
    on.fake.next('/graphql', { status: 403 });
    expect((await whyNot(on.facts, accepted)).reason).toContain('whether the review of @ines was edited');
    const untyped = stage();
    untyped.review('ines', 'COMMENTED', '/readiness accept BK-2 because it was late', { user: { login: 'ines' } });
    expect((await whyNot(untyped.facts, accepted)).reason).toContain('@ines is a person');
  });
});

describe('the proof of a waiver', () => {
  const terms = {
    check: 'BK-1',
    askedBy: '@ravi',
    by: '@dana',
    on: '2026-10-01',
    until: '2026-12-31',
    reason: 'agreed',
  };
  const entry = `{ check: BK-1, asked-by: "@ravi", by: "@dana", on: 2026-10-01, until: 2026-12-31, reason: agreed, pr: 5 }`;
  const written = (...entries: string[]): Record<string, string> => ({
    '.github/pilot-readiness.yml': `version: 1\nwaivers:\n  granted: [${entries.join(', ')}]\n`,
  });

  function granted(
    more: { merged_at?: string | null; user?: string } = {},
    commit: object = {},
    review: object = {},
  ): Stage {
    const on = stage();
    const base = on.sha;
    on.sha = on.repo.commit('waiver', written(entry));
    pull(on.fake, 5, { merged_at: '2026-10-02T00:00:00Z', head: on.sha, base, merge: on.sha, ...more });
    on.fake.on('/repos/acme/pilot/pulls/5/reviews', [
      {
        id: 1,
        user: { login: 'Dana', type: 'User' },
        state: 'APPROVED',
        submitted_at: '2026-10-01T00:00:00Z',
        commit_id: on.sha,
        ...review,
      },
    ]);
    const signature = { name: 'Ravi', email: 'ravi@acme.example', date: '2026-01-01T00:00:00Z' };
    on.fake.on('/repos/acme/pilot/pulls/5/commits', [
      {
        sha: on.sha,
        commit: { author: signature, committer: signature, message: 'x', tree: { sha: 't' } },
        author: { login: 'ravi' },
        committer: { login: 'ravi' },
        parents: [],
        ...commit,
      },
    ]);
    return on;
  }
  const proof = (on: Stage) => known(on.facts, waiverProof(5, terms)).then(({ accepted }) => accepted);

  test('is the standing approval of somebody who had no hand in it', async () => {
    expect(await known(granted().facts, waiverProof(5, terms))).toMatchObject({ accepted: true, by: 'dana' });
    expect(await proof(granted({ user: 'dana' }))).toBe(false);
    expect(await proof(granted({ merged_at: null }))).toBe(false);
    expect(await proof(granted({}, { author: { login: 'Dana' } }))).toBe(false);
    expect(await proof(granted({}, { committer: { login: 'dana' } }))).toBe(false);
    expect(await proof(granted({}, {}, { state: 'DISMISSED' }))).toBe(false);
    expect(await proof(granted({}, {}, { user: { login: 'dana', type: 'Bot' } }))).toBe(false);
    expect(await known(granted().facts, waiverProof(77, terms))).toEqual({ accepted: false });
    expect(await known(granted().facts, waiverProof(5, { ...terms, by: 'Dana <d@x.example>' }))).toEqual({
      accepted: false,
    });
  });

  test('by a team is that of an active member now, and unknown when the team may not be read', async () => {
    const query = waiverProof(5, terms, ['acme/board']);
    const member = (state: string): Stage => {
      const on = granted();
      on.fake.on('/orgs/acme/teams/board/memberships/dana', { state });
      return on;
    };
    expect((await known(member('active').facts, query)).accepted).toBe(true);
    expect((await known(member('pending').facts, query)).accepted).toBe(false);
    expect(await whyNot(granted().facts, query)).toMatchObject({ resolvableBy: 'github' });
  });

  test('is unknown where an account is, and where commits are cut off', async () => {
    const query = waiverProof(5, terms);
    expect(await whyNot(granted({}, { author: null }).facts, query)).toMatchObject({ resolvableBy: 'github' });
    expect(await whyNot(granted({}, {}, { commit_id: null }).facts, query)).toMatchObject({ resolvableBy: 'github' });
    const on = granted();
    on.fake.on('/repos/acme/pilot/pulls/5/commits', []);
    const why = await whyNot(on.facts, query);
    expect(why.reason).toContain('could not be read completely');
  });

  test('is for the words that were approved, whatever else was pushed after', async () => {
    const on = granted();
    const base = on.repo.git('rev-parse', `${on.sha}~`);
    const merged = { merged_at: '2026-10-02T00:00:00Z', base };
    const after = on.repo.commit('other', { 'src/x.ts': '3', ...written(entry, entry.replace('BK-1', 'BK-2')) });
    pull(on.fake, 5, { ...merged, head: after, merge: after });
    expect(await proof(on)).toBe(true);
    expect(await known(on.facts, waiverProof(5, { ...terms, check: 'BK-2' }))).toEqual({
      accepted: false,
      because: 'other-terms',
    });
    const changed = on.repo.commit('longer', written(entry.replace('until: 2026-12-31', 'until: 2027-12-31')));
    pull(on.fake, 5, { ...merged, head: changed, merge: changed });
    expect(await known(on.facts, waiverProof(5, terms))).toEqual({ accepted: false, because: 'not-introduced' });
    expect(await known(on.facts, waiverProof(5, { ...terms, until: '2027-12-31' }))).toMatchObject({
      because: 'other-terms',
    });
  });

  test('is for each of its words, in any order and spelling of keys', async () => {
    const on = granted();
    for (const [key, value] of Object.entries(terms)) {
      const other = { ...terms, [key]: key === 'until' ? '2027-01-01' : `${value}x` };
      expect([key, (await known(on.facts, waiverProof(5, other))).accepted]).toEqual([key, false]);
    }
    expect((await known(on.facts, waiverProof(5, { ...terms, part: 'cost' }))).accepted).toBe(false);
    expect((await known(on.facts, waiverProof(5, { ...terms, by: 'Dana' }))).accepted).toBe(true);
    const [base, parts] = [on.repo.git('rev-parse', `${on.sha}~`), entry.slice(1, -1).split(',').reverse()];
    const reordered = on.repo.commit('order', written(`{${parts.join(',').replace('asked-by', 'asked_by')}}`));
    pull(on.fake, 5, { merged_at: 'T', head: reordered, base, merge: reordered });
    expect(await proof(on)).toBe(true);
    const twice = on.repo.commit('twice', written(entry.replace('{', '{ until: 2027-01-01,')));
    pull(on.fake, 5, { merged_at: 'T', head: twice, base, merge: twice });
    expect(await proof(on)).toBe(false);
  });

  test('is that of the pull request that brought it to the default branch', async () => {
    const on = granted();
    const base = on.repo.git('rev-parse', `${on.sha}~`);
    const merged = { merged_at: '2026-10-02T00:00:00Z', head: on.sha, merge: on.sha };
    const introduced = async (more: object): Promise<string | undefined> => {
      pull(on.fake, 5, { ...merged, base, ...more });
      return (await known(on.facts, waiverProof(5, terms))).because;
    };
    expect(await introduced({})).toBeUndefined();
    expect(await introduced({ base: on.sha })).toBe('not-introduced');
    expect(await introduced({ merge: base })).toBe('not-introduced');
    on.fake.on(`/repos/acme/pilot/compare/${on.sha}...main`, { status: 'diverged' });
    expect(await introduced({ into: 'scratch' })).toBe('not-introduced');
    on.fake.on(`/repos/acme/pilot/compare/${on.sha}...main`, { status: 'ahead' });
    expect(await introduced({ into: 'develop' })).toBeUndefined();
    pull(on.fake, 5, { ...merged, base, merge: null });
    expect(await whyNot(on.facts, waiverProof(5, terms))).toMatchObject({ resolvableBy: 'github' });
  });
});
