import { describe, expect, test } from '@jest/globals';
import { people } from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { githubFacts, memoryEtags } from '../../src/github/index.ts';
import { access, known, NAME, whyNot } from '../support/harness/ask-github.ts';
import { type FakeGitHub, fakeGitHub } from '../support/harness/fake-github.ts';

function organization(type = 'Organization'): FakeGitHub {
  const fake = fakeGitHub();
  fake.on('/repos/acme/pilot', { default_branch: 'main', owner: { login: 'acme', type } });
  fake.on('/users/:login', ({ groups: [login] }) =>
    ['dana', 'tom', 'gone', 'acme'].includes(String(login))
      ? { json: { login, type: 'User', ...(login === 'gone' ? { suspended_at: '2026-01-01T00:00:00Z' } : {}) } }
      : { status: 404 },
  );
  fake.on('/users/robot', { login: 'robot', type: 'Bot' });
  fake.on('/users/company', { login: 'company', type: 'Organization' });
  fake.on('/orgs/acme/members/:login', ({ groups: [login] }) => ({ status: login === 'tom' ? 404 : 204 }));
  fake.on('/repos/acme/pilot/collaborators/:login', ({ groups: [login] }) => ({ status: login === 'tom' ? 404 : 204 }));
  return fake;
}

function facts(fake: FakeGitHub): FactSource {
  return githubFacts(access(fake), { ...NAME, sha: '1'.repeat(40), defaultBranch: 'main' });
}

describe('people', () => {
  test('exist or not, are human or not, are members or not', async () => {
    const found = await known(facts(organization()), people(['dana', 'tom', 'gone', 'robot', 'company', 'never']));
    const short = found.map(({ who, exists, kind, suspended, humans, member }) => [
      who,
      exists,
      kind,
      suspended,
      humans,
      member,
    ]);
    expect(short).toEqual([
      ['company', true, 'organization', false, 0, false],
      ['dana', true, 'user', false, 1, true],
      ['gone', true, 'user', true, 1, true],
      ['never', false, 'user', false, 0, false],
      ['robot', true, 'bot', false, 0, false],
      ['tom', true, 'user', false, 1, false],
    ]);
  });

  test('are asked for once in a batch and again in the next', async () => {
    const fake = organization();
    const source = facts(fake);
    await source.answer([people(['dana']), people(['dana', 'tom'])]);
    expect(fake.calls).toHaveLength(5);
    await source.answer([people(['dana'])]);
    expect(fake.calls).toHaveLength(8);
  });

  test('where answers are kept, a membership is asked for, and only an active one is taken for it', async () => {
    for (const [answer, member, calls] of [
      [{ json: { state: 'active' } }, true, 0],
      [{ json: { state: 'pending' } }, false, 1],
      [{ status: 403 }, false, 1],
      [{ status: 404 }, false, 1],
    ] as const) {
      const fake = organization();
      fake.on('/orgs/acme/memberships/tom', () => answer);
      const source = githubFacts(access(fake, { etags: memoryEtags() }), {
        ...{ ...NAME, sha: '1'.repeat(40), defaultBranch: 'main' },
      });
      const [tom] = await known(source, people(['tom']));
      expect([tom?.member, fake.count('/orgs/acme/members/')]).toEqual([member, calls]);
    }
    const fake = organization();
    await known(facts(fake), people(['dana']));
    expect(fake.count('/memberships/')).toBe(0);
  });

  test('a membership that did not come back in time is no answer', async () => {
    const fake = organization();
    fake.on('/orgs/acme/memberships/tom', () => ({ status: 500 }));
    const source = githubFacts(access(fake, { etags: memoryEtags() }), {
      ...{ ...NAME, sha: '1'.repeat(40), defaultBranch: 'main' },
    });
    expect(await whyNot(source, people(['tom']))).toMatchObject({ resolvableBy: 'retry' });
  });

  test('of a personal repository are its owner and collaborators', async () => {
    const found = await known(facts(organization('User')), people(['acme', 'dana', 'tom']));
    expect(found.map(({ member }) => member)).toEqual([true, true, false]);
  });

  test('a redirect to the public members, 401 or 403 says that we may not know', async () => {
    for (const status of [302, 401, 403]) {
      const fake = organization();
      fake.next('/orgs/acme/members/', {
        status,
        headers: { location: 'https://api.github.example/orgs/acme/public_members/tom' },
      });
      const why = await whyNot(facts(fake), people(['tom']));
      expect(why).toMatchObject({ resolvableBy: 'github' });
      expect(fake.count('public_members')).toBe(0);
    }
  });

  test('teams count their humans, on every page', async () => {
    const fake = organization();
    const members = Array.from({ length: 130 }, (_, n) => ({ login: `p${n}`, type: 'User' }));
    fake.on('/orgs/acme/teams/security/members', [...members, { login: 'robot[bot]', type: 'Bot' }]);
    const [team] = await known(facts(fake), people(['acme/security']));
    expect(team).toEqual({
      who: 'acme/security',
      exists: true,
      kind: 'team',
      suspended: false,
      humans: 130,
      member: true,
    });
    expect(fake.count('/teams/')).toBe(2);
  });

  test('a team that may not be read makes the answer unavailable and names the remedy', async () => {
    const why = await whyNot(facts(organization()), people(['dana', 'acme/privacy']));
    expect(why.resolvableBy).toBe('github');
    expect(why.reason).toContain('the members of the team acme/privacy (404)');
    expect(why.reason).toContain('team-token');
  });
});
