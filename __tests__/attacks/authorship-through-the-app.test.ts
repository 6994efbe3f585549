import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sign } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

let harness: AppHarness;
beforeAll(async () => {
  harness = await openAppHarness();
});
afterAll(() => harness.stop());

test('27 the App refuses a signature of whoever pushed the text under another name', async () => {
  const { number, head } = await harness.promotion('washed');
  await harness.concluded('washed', head, 'failure');
  const tomas = harness.github.as('tomas-lindqvist');
  const text = await tomas.commit('washed', {
    ...{ branch: 'promote', files: { 'docs/security.md': '# Security\n\nAll is well, and here is why.\n' } },
    author: 'yuki-tanabe',
  });
  await harness.concluded('washed', text, 'failure');
  await harness.github.as('hanne-vik').review('washed', number, 'APPROVE', sign('privacy'));
  const accept = '/readiness accept OM-2 because it was agreed';
  await harness.github.as('ines-okafor').review('washed', number, 'APPROVE', accept);
  await tomas.review('washed', number, 'APPROVE', sign('security'));
  await harness.idle();
  const [run] = await harness.runs('washed', text);
  expect([run?.conclusion, (await harness.merge('washed', number)).status]).toEqual(['failure', 405]);
  const reports = await harness.reports('washed', number);
  expect(reports.join('\n')).toMatch(/tomas-lindqvist`? wrote what the sign-off covers/);
}, 120_000);
