import { describe, expect, test } from '@jest/globals';
import { partTaken } from '../../src/engine/fact-requests.ts';
import type { FactSource } from '../../src/engine/ports.ts';
import { githubFacts } from '../../src/github/index.ts';
import { access, known, NAME, whyNot } from '../support/harness/ask-github.ts';
import { type FakeGitHub, fakeGitHub } from '../support/harness/fake-github.ts';

const AT = '/repos/acme/pilot';
const TEST = '2026-10-27T09:02:00+01:00';

interface Pull {
  number: number;
  user?: { login: string };
  pull_request?: { merged_at: string | null };
}

function searched(own: Pull[], reviewed: Pull[], more: object = {}): FakeGitHub {
  const fake = fakeGitHub();
  fake.on('/search/issues', ({ query }) => {
    const items = (query.get('q') ?? '').includes('author:') ? own : reviewed;
    return { json: { total_count: items.length, incomplete_results: false, items, ...more } };
  });
  return fake;
}

function facts(fake: FakeGitHub): FactSource {
  return githubFacts(access(fake), { ...NAME, sha: '1'.repeat(40), defaultBranch: 'main' });
}

const pull = (number: number, login: string, merged_at: string | null): Pull => ({
  number,
  user: { login },
  pull_request: { merged_at },
});
const review = (login: string, state: string, submitted_at: string) => ({
  id: 1,
  user: { login, type: 'User' },
  state,
  submitted_at,
  body: '',
});

describe('the part somebody took before a moment', () => {
  test('is what was merged and approved before it, by that account alone', async () => {
    const fake = searched(
      [
        pull(1, 'Pia', '2026-10-27T08:01:00Z'),
        pull(2, 'pia', '2026-10-27T08:03:00Z'),
        pull(3, 'pia', null),
        pull(4, 'piano', '2026-01-01T00:00:00Z'),
      ],
      [{ number: 7 }, { number: 8 }],
    );
    fake.on(`${AT}/pulls/7/reviews`, [
      review('pia', 'COMMENTED', '2026-01-01T00:00:00Z'),
      review('lea', 'APPROVED', '2026-01-01T00:00:00Z'),
      review('pia', 'APPROVED', '2026-11-01T00:00:00Z'),
    ]);
    fake.on(`${AT}/pulls/8/reviews`, [review('Pia', 'DISMISSED', '2026-02-01T00:00:00Z')]);
    expect(await known(facts(fake), partTaken('pia', TEST))).toEqual({
      merged: [{ number: 1, at: '2026-10-27T08:01:00Z' }],
      approved: [{ number: 8, at: '2026-02-01T00:00:00Z' }],
    });
    const asked = fake.calls.filter((call) => call.includes('/search/issues')).map(decodeURIComponent);
    expect(asked).toHaveLength(2);
    for (const call of asked) expect(call.replaceAll('+', ' ')).toContain('q=repo:acme/pilot is:pr ');
  });

  test('is nothing only where everything could be read', async () => {
    expect(await known(facts(searched([], [])), partTaken('pia', TEST))).toEqual({ merged: [], approved: [] });
    for (const more of [{ incomplete_results: true }, { total_count: 5 }])
      expect((await whyNot(facts(searched([], [], more)), partTaken('pia', TEST))).reason).toContain('completely');
    const many = Array.from({ length: 51 }, (_, index) => ({ number: index + 1 }));
    const fake = searched([], many);
    fake.on(`${AT}/pulls/:number/reviews`, []);
    expect((await whyNot(facts(fake), partTaken('pia', TEST))).reason).toContain('completely');
  });

  test('is unknown without permission, and for what is no account', async () => {
    const fake = searched([], []);
    fake.next('/search/issues', { status: 403 });
    expect((await whyNot(facts(fake), partTaken('pia', TEST))).reason).toContain('Pull requests: read');
    const hostile = facts(fake);
    expect((await whyNot(hostile, partTaken('pia repo:acme/other', TEST))).resolvableBy).toBe('github');
    expect((await whyNot(hostile, partTaken('pia', 'yesterday'))).resolvableBy).toBe('github');
  });
});
