import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { main } from '../../src/cli/main.ts';
import type { Client } from '../../testing/github-emulator/index.ts';
import { ORG, pilotRepository } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

const CHECK = 'pilot-readiness';

interface Audit {
  code: number;
  verdict: string;
  fails: string[];
  rulesets: { for: string; body: Record<string, unknown> }[];
}

describe('around the gate', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());
  const samir = (): Client => harness.github.as('samir-haddad');
  const owner = (): Client => harness.github.as(`${ORG}-owner`);
  const appId = (): number => harness.github.appCredentials.appId;

  async function doctor(repo: string): Promise<Audit> {
    let out = '';
    const code = await main(['doctor', `${ORG}/${repo}`, '--app-id', String(appId()), '--format', 'json'], {
      cwd: '/',
      env: { GITHUB_TOKEN: owner().token, GITHUB_API_URL: harness.github.url },
      now: Date.parse('2026-11-20T12:00:00Z'),
      columns: 80,
      color: false,
      write: (text) => {
        out += text;
      },
      warn: (text) => {
        out += text;
      },
    });
    const { verdict, points, rulesets } = JSON.parse(out) as {
      verdict: string;
      points: { id: string; state: string; says: string }[];
      rulesets: Audit['rulesets'];
    };
    return { code, verdict, rulesets, fails: points.filter(({ state }) => state === 'fails').map(({ says }) => says) };
  }

  /** A green promotion into `production`, which has only the rules that `rules` creates. */
  async function ready(repo: string, rules: () => Promise<unknown>): Promise<{ number: number; head: string }> {
    const { number, head } = await harness.promotion(repo);
    await owner().request(`DELETE /repos/${ORG}/${repo}/branches/production/protection`);
    await rules();
    await harness.approve(repo, number);
    await harness.concluded(repo, head, 'success');
    await harness.idle();
    return { number, head };
  }
  const ref = (repo: string): string => `/repos/${ORG}/${repo}/git/refs/heads/production`;
  const push = (repo: string, sha: string, force = false): ReturnType<Client['request']> =>
    samir().request(`PATCH ${ref(repo)}`, { sha, force });
  const words = (data: unknown): string => (data as { message?: string } | undefined)?.message ?? '';

  test('38 with the rulesets that doctor prints, a green commit can only be merged, not pushed', async () => {
    const { number, head } = await ready('printed', async () => {
      for (const { for: purpose, body } of (await doctor('printed')).rulesets)
        if (purpose === 'check') await owner().request(`POST /repos/${ORG}/printed/rulesets`, body);
    });
    const before = (await samir().tip('printed', 'production')) ?? '';
    expect(words((await push('printed', head)).data)).toContain('Changes must be made through a pull request.');
    expect((await harness.merge('printed', number)).status).toBe(200);
    expect(words((await push('printed', before, true)).data)).toContain('Cannot force-push to this branch');
    expect(words((await samir().request(`DELETE ${ref('printed')}`)).data)).toContain('Cannot delete this branch');
    expect((await doctor('printed')).fails.join('\n')).not.toMatch(/production/);
  }, 300_000);

  test('38 with the check alone, doctor names each way around it, and the report says that a push goes past', async () => {
    const { number, head } = await ready('alone', () =>
      owner().ruleset('alone', { branch: 'production', check: CHECK, appId: appId() }),
    );
    const { code, verdict, fails, rulesets } = await doctor('alone');
    expect([code, verdict]).toEqual([1, 'does-not-hold']);
    for (const way of ['push directly to it', 'force-push to it', 'delete it'])
      expect(fails).toContainEqual(expect.stringContaining(`Anyone who can push can ${way}.`));
    await harness.until('the report says so', async () =>
      /A direct push goes past this gate/.test((await harness.reports('alone', number))[0] ?? ''),
    );
    const closing = rulesets.find((one) => one.for === 'pushes')?.body ?? {};
    expect((await owner().request(`POST /repos/${ORG}/alone/rulesets`, closing)).status).toBe(201);
    expect((await push('alone', head)).status).toBe(422);
    await harness.until(
      'the report does not say it anymore',
      async () => !/A direct push/.test((await harness.reports('alone', number))[0] ?? 'A direct push'),
    );
  }, 300_000);

  test('38 the recipe of the documentation has the rules that doctor prints', async () => {
    await pilotRepository(harness.github, 'recipe');
    const page = readFileSync(new URL('../../docs/operating.md', import.meta.url), 'utf8');
    const written = JSON.parse(/```json\n(\{\n {2}"name": "pilot-readiness"[\s\S]*?)\n```/.exec(page)?.[1] ?? '') as {
      rules: unknown[];
    };
    const printed = (await doctor('recipe')).rulesets.find((one) => one.for === 'check')?.body.rules;
    const rules = JSON.parse(JSON.stringify(printed).replace(`"integration_id":${appId()}`, '"integration_id":4242'));
    expect(written.rules).toEqual(rules);
  }, 300_000);

  test('39 required on another branch too, doctor and the check of that branch say that its commits can be pushed', async () => {
    await pilotRepository(harness.github, 'both');
    for (const branch of ['production', 'main'])
      await owner().ruleset('both', { branch, check: CHECK, appId: appId(), guarded: branch === 'production' });
    await samir().commit('both', { branch: 'change', files: { 'CHANGELOG.md': 'A change.\n' } });
    const { head } = await samir().openPullRequest('both', { head: 'change', base: 'main' });
    const run = await harness.concluded('both', head, 'success');
    expect(run.output.summary).toContain('This branch requires the check although it is no promotion branch.');
    expect((await push('both', head)).status).toBe(422);
    const { code, fails } = await doctor('both');
    expect(code).toBe(1);
    expect(fails).toContainEqual(
      expect.stringContaining('main also requires the check without being a promotion branch'),
    );
  }, 300_000);
});
