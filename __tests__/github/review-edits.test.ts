import { describe, expect, test } from '@jest/globals';
import type { Approvals } from '../../src/engine/fact-answers.ts';
import { approvals } from '../../src/engine/fact-requests.ts';
import { COVERS, SIGN, type Stage, stage } from '../support/fixtures/reviews.ts';
import { known } from '../support/harness/ask-github.ts';

async function privacy({ facts }: Stage): Promise<Approvals> {
  const [answer] = await known(
    facts,
    approvals([{ control: 'privacy', approvers: ['@mira', '@lea'], covers: COVERS }]),
  );
  if (answer === undefined) throw new Error('no answer');
  return answer;
}

describe('an edited review', () => {
  const by = async (on: Stage): Promise<unknown> =>
    (await privacy(on)).approvals.map((one) => [one.by, one.edited, one.at.slice(8, 10)]);
  const edit = (editor: string | null, at = '2026-11-01T10:00:09Z', ...versions: string[]): object => ({
    lastEditedAt: at,
    editor: editor === null ? null : { login: editor },
    userContentEdits: { nodes: versions.map((diff) => ({ diff })) },
  });

  test('signs nothing, whoever edited it and however soon', async () => {
    for (const [given, edited] of [
      [edit('tom'), true],
      [edit('tom', '2026-11-01T10:00:00Z'), true],
      [edit('Mira'), true],
      [edit(null), true],
      [edit('Mira', '2026-11-01T10:00:01Z'), undefined],
      [{ url: 'https://github.example/acme/pilot/pull/9#pullrequestreview-8' }, 'unknown'],
      [{ lastEditedAt: undefined }, 'unknown'],
    ] as const) {
      const on = stage();
      on.review('mira', 'APPROVED', SIGN);
      on.edits.set('PRR_1', given);
      expect([given, await by(on)]).toEqual([given, [['mira', edited, '01']]]);
    }
  });

  test('is unknown where GraphQL cannot be asked, with one query for a pull request and none for plain reviews', async () => {
    const on = stage();
    on.review('mira', 'APPROVED', 'LGTM');
    expect(await by(on)).toEqual([]);
    expect(on.fake.count('/graphql')).toBe(0);
    on.review('mira', 'APPROVED', SIGN);
    on.review('lea', 'APPROVED', SIGN, { node_id: undefined });
    expect(await by(on)).toEqual([
      ['mira', undefined, '02'],
      ['lea', 'unknown', '03'],
    ]);
    expect(on.fake.count('/graphql')).toBe(1);
    for (const reply of [
      { status: 403 },
      { status: 404 },
      { json: { data: null, errors: [{ type: 'RATE_LIMITED' }] } },
      { json: { data: { nodes: [null] }, errors: [{ type: 'NOT_FOUND' }] } },
    ]) {
      on.fake.next('/graphql', reply);
      expect(await by(on)).toEqual([
        ['mira', 'unknown', '02'],
        ['lea', 'unknown', '03'],
      ]);
    }
  });

  test('replaces no signature, lifts no decline, and does not hide one', async () => {
    const on = stage();
    on.review('mira', 'APPROVED', SIGN);
    on.review('mira', 'APPROVED', SIGN);
    on.edits.set('PRR_2', edit('tom'));
    expect(await by(on)).toEqual([['mira', undefined, '01']]);
    on.review('lea', 'COMMENTED', '/readiness decline privacy because no');
    on.review('lea', 'APPROVED', '/readiness withdraw privacy');
    expect((await privacy(on)).declined).toBeUndefined();
    on.edits.set('PRR_4', edit('tom', '2026-11-05T00:00:00Z'));
    expect((await privacy(on)).declined).toMatchObject({ by: 'lea', reason: 'no' });
    const hidden = stage();
    hidden.review('mira', 'APPROVED', SIGN);
    hidden.review('lea', 'COMMENTED', 'Looks fine.');
    const before = 'Hm.\n\n/readiness decline privacy because no';
    hidden.edits.set('PRR_2', edit('tom', '2026-11-05T00:00:00Z', before, 'Looks fine.'));
    expect((await privacy(hidden)).declined).toMatchObject({ by: 'lea', reason: 'no' });
  });
});
