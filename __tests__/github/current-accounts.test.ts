import { expect, test } from '@jest/globals';
import { withCurrentAccounts } from '../../src/github/facts/current-accounts.ts';
import { said } from '../support/builders/decisions.ts';
import { access, NAME } from '../support/harness/ask-github.ts';
import { fakeGitHub } from '../support/harness/fake-github.ts';

test('decisions follow their account: renamed, deleted, taken over, or from before ids were kept', async () => {
  const fake = fakeGitHub();
  fake.on('/user/1', { login: 'Mira-New' });
  fake.on('/user/3', { login: 'mira' });
  const waive = said(4, 'waive', { by: 'ravi', byId: 2 });
  const grant = said(5, 'grant', { by: 'mira', byId: 3, askedBy: 'ravi', ask: waive.comment });
  const record = {
    decisions: [
      said(1, 'sign-off', { by: 'mira', byId: 1 }),
      said(2, 'decline', { by: 'mira' }),
      said(3, 'hold', { by: 'mira', byId: 3 }),
      ...[waive, grant],
    ],
    tamperings: [],
  };
  const { decisions } = await withCurrentAccounts(access(fake), NAME, record);
  expect(decisions.map(({ by }) => by)).toEqual(['mira-new', 'mira', 'mira', 'ghost_2', 'mira']);
  expect(decisions.at(-1)).toMatchObject({ askedBy: 'ghost_2' });
  expect(fake.count('/user/')).toBe(3);
});

test('nothing is guessed when an account cannot be read, and nothing is read without ids', async () => {
  const fake = fakeGitHub();
  const without = { decisions: [said(1, 'hold')], tamperings: [] };
  expect(await withCurrentAccounts(access(fake), NAME, without)).toBe(without);
  expect(fake.calls).toEqual([]);
  fake.on('/user/1', () => ({ status: 403 }));
  const record = { decisions: [said(1, 'sign-off', { byId: 1 })], tamperings: [] };
  await expect(withCurrentAccounts(access(fake), NAME, record)).rejects.toThrow('could not read the account 1');
});
