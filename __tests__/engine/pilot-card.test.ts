import { expect, test } from '@jest/globals';
import { filesOf, judge } from '../support/fixtures/ready-examples/files.ts';
import { CLAIMS_INTAKE, SUPPORT_TRIAGE } from '../support/fixtures/ready-examples/worlds.ts';

const claims = filesOf('claims-intake');

test('what the pilot says of itself is taken from what the criteria read', async () => {
  const { pilot } = await judge({ world: CLAIMS_INTAKE, example: claims, profile: 'standard' });
  expect(pilot).toMatchObject({
    name: 'Claims intake',
    startedOn: '2026-06-01',
    phase: 'pilot',
    owners: [
      { role: 'product', who: '@maja-holm' },
      { role: 'production', who: '@jonas-brekke' },
      { role: 'governance', who: '@henrik-dahl' },
      { role: 'sponsor', who: '@ingrid-solberg' },
    ],
  });
  expect(pilot?.cohorts?.length).toBeGreaterThan(1);
  const { auto, confirm, humanOnly } = pilot?.decisions ?? { auto: 0, confirm: 0, humanOnly: 0 };
  expect(auto + confirm + humanOnly).toBe(claims['readiness/workflow.yaml']?.match(/^\s+mode: /gm)?.length);
});

test('nothing is opened for it: a profile that asks for no cohorts shows none', async () => {
  const example = filesOf('support-triage');
  const { pilot, evidence } = await judge({ world: SUPPORT_TRIAGE, example });
  expect(pilot?.name).toBe('Support triage');
  expect(pilot?.cohorts).toBeUndefined();
  expect(evidence.map(({ path }) => path)).not.toContain('readiness/cohorts.yaml');
});

test('without a manifest that can be read there is none, and placeholders are nobody', async () => {
  const broken = { ...claims, 'readiness/pilot.yaml': 'name: 7\n' };
  expect((await judge({ world: CLAIMS_INTAKE, example: claims, files: broken })).pilot).toBeUndefined();
  const manifest = (claims['readiness/pilot.yaml'] ?? '').replace('governance: "@henrik-dahl"', 'governance: TBD');
  const { pilot } = await judge({
    world: CLAIMS_INTAKE,
    example: claims,
    files: { ...claims, 'readiness/pilot.yaml': manifest },
  });
  expect(pilot?.owners.map(({ role }) => role)).toEqual(['product', 'production', 'sponsor']);
});
