import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/criteria/index.ts';
import { UnavailableError } from '../../src/domain/errors.ts';
import { conclusionAtHead } from '../../src/evaluation/conclude.ts';
import {
  evaluatePullRequest,
  type PullEvaluation,
  type PullRequestToEvaluate,
} from '../../src/evaluation/evaluate-pull-request.ts';
import { checkRunOf, presentationOptions } from '../../src/evaluation/presentation.ts';
import { type ConnectOptions, connect } from '../../src/github/index.ts';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import { context, ORG, POLICY, pilotRepository, policy } from '../support/harness/action-context.ts';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const FLOOR = `${ORG}/.github`;
const TEXT = 'version: 1\n';

describe("an organization's policy, judged through the API", () => {
  let github: GitHub;
  let number: number;
  const samir = (): ReturnType<GitHub['as']> => github.as('samir-haddad');
  const owner = (): ReturnType<GitHub['as']> => github.as(`${ORG}-owner`);
  beforeAll(async () => {
    github = await context();
    await pilotRepository(github, 'triage', { [POLICY]: policy.replace(/^mode: .*$/m, 'mode: observe') });
    await samir().commit('triage', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    ({ number } = await samir().openPullRequest('triage', { head: 'promote', base: 'production' }));
  });
  afterAll(() => github.close());

  function judge(
    more: Partial<PullRequestToEvaluate> = {},
    how: Partial<ConnectOptions> = { reach: 'all' },
  ): Promise<PullEvaluation> {
    const access = connect({
      ...{ token: github.installationToken(), baseUrl: github.url, serverUrl: 'https://github.example' },
      ...how,
    });
    return evaluatePullRequest({
      access,
      catalog,
      owner: ORG,
      repo: 'triage',
      number,
      now: NOW,
      toolVersion: 't',
      ...more,
    });
  }
  const floor = (text: string): Promise<string> => owner().commit('.github', { files: { [POLICY]: text } });

  test('no repository of that name: none where everything is seen, unknown to an App on selected ones, not seen otherwise', async () => {
    expect((await judge()).report?.policy.organization).toEqual({ state: 'none', repository: FLOOR });
    await expect(judge({}, { reach: 'selected' })).rejects.toThrow(
      /could not read acme-support\/\.github.*the App has no access to it/,
    );
    await expect(judge({}, { reach: 'selected' })).rejects.toBeInstanceOf(UnavailableError);
    expect((await judge({}, {})).report?.policy.organization?.state).toBe('not-seen');
  });

  test("a private one is read with the installation's token; another token does not see it, unless its team token does", async () => {
    await owner().createRepository('.github', { private: true, access: {}, files: { 'README.md': 'Policies.\n' } });
    expect((await judge()).report?.policy.organization).toEqual({ state: 'none', repository: FLOOR });
    const commit = await floor(`${TEXT}mode: enforce\n`);
    const { report } = await judge();
    expect(report?.mode).toBe('enforce');
    expect(report?.policy.layers[0]).toEqual({ path: `${FLOOR}/${POLICY}`, repository: FLOOR, commit });
    expect(report?.policy.refused).toEqual([
      {
        ...{ key: 'mode', asked: 'observe', askedAt: { path: POLICY, line: expect.any(Number) } },
        ...{ held: 'enforce', heldAt: { path: `${FLOOR}/${POLICY}`, line: 2 } },
      },
    ]);
    const token = github.actionsToken('triage');
    const action = await judge({}, { token });
    expect([action.report?.mode, action.report?.policy.organization?.state]).toEqual(['observe', 'not-seen']);
    const withTeam = await judge({}, { token, teamToken: github.tokenFor(`${ORG}-owner`) });
    expect([withTeam.report?.mode, withTeam.report?.policy.organization?.state]).toEqual(['enforce', 'in-force']);
  });

  test('asked again with nothing changed it costs no request that counts', async () => {
    const { memoryBlobs, memoryEtags } = await import('../../src/github/index.ts');
    const kept = { reach: 'all' as const, cache: memoryBlobs(), etags: memoryEtags() };
    await judge({}, kept);
    github.requests.clear();
    await judge({}, kept);
    const asked = github.requests.all.filter(({ path }) => path.includes('/.github'));
    expect(asked.map(({ status }) => status)).toEqual(asked.map(() => 304));
    expect(asked.length).toBeGreaterThan(0);
  });

  test.each([[403], [500]])('%d is never "no floor"', async (status) => {
    github.faults.add({ route: `GET /repos/${ORG}/.github`, status });
    await expect(judge({}, { reach: 'all', maxWaitMs: 0 })).rejects.toThrow(
      /the organization's policy could not be read/,
    );
    github.faults.clear();
  });

  test('one that cannot be used closes the gate with its file and line; the promotion is still recognized by it', async () => {
    await floor(`${TEXT}promotion: { branches: [main] }\n`);
    await samir().commit('triage', { branch: 'other', files: { 'OTHER.md': 'x\n' } });
    const other = await samir().openPullRequest('triage', { head: 'other', base: 'main' });
    expect((await judge({ number: other.number })).promotion.is).toBe(true);
    await floor(`${TEXT}mode: sometimes\n`);
    const closed = await judge({ number: other.number });
    expect([closed.promotion.is, closed.report]).toEqual([true, undefined]);
    expect(closed.policyFaults).toMatchObject([
      { path: `${FLOOR}/${POLICY}`, repository: FLOOR, line: 2, key: 'mode' },
    ]);
    await floor(`${TEXT}controls: { security: { covers: [a] } }\nallow: [nobody.has.this]\n`);
    expect((await judge()).policyFaults).toMatchObject([{ repository: FLOOR, line: 3 }]);
    await floor(TEXT);
  });

  test('pilots by list, by property and by topic; a profile by property; released ones; the others hear nothing', async () => {
    await samir().createRepository('plain', { files: { 'README.md': 'x\n' } });
    await samir().branch('plain', 'production');
    await samir().commit('plain', { branch: 'promote', files: { 'A.md': 'a\n' } });
    const pull = await samir().openPullRequest('plain', { head: 'promote', base: 'production' });
    const plain = (): Promise<PullEvaluation> => judge({ repo: 'plain', number: pull.number });
    expect((await plain()).isPilot).toBe(false);
    await floor(`${TEXT}pilots: { repositories: [plain] }\n`);
    expect((await plain()).tags).toEqual(['the list of the organization']);
    await floor(
      `${TEXT}report: all\npilots: { properties: { lifecycle: [pilot] } }\nprofiles: { regulated: { properties: { data-class: [health] } } }\n`,
    );
    expect(await plain()).toMatchObject({ isPilot: false, answersAll: true });
    await samir().setProperties('plain', { lifecycle: 'pilot', 'data-class': 'health' });
    const tagged = await plain();
    expect([tagged.tags, tagged.report?.policy.profile]).toEqual([['property lifecycle'], 'regulated']);
    await floor(`${TEXT}pilots: { repositories: [plain], released: [triage] }\n`);
    const released = await judge({ wasPilot: {} });
    expect([released.isPilot, released.released]).toEqual([false, { path: `${FLOOR}/${POLICY}`, line: 2 }]);
    // What cannot be read must not reach repositories that were never tagged.
    await floor(`${TEXT}mode: sometimes\n`);
    expect((await plain()).isPilot).toBe(false);
    await floor(TEXT);
  });

  test('the policy of the organization does not make its own repository a pilot', async () => {
    await owner().commit('.github', { branch: 'change', files: { [POLICY]: `${TEXT}mode: enforce\n` } });
    const pull = await owner().openPullRequest('.github', { head: 'change', base: 'main' });
    expect(await judge({ repo: '.github', number: pull.number })).toMatchObject({ isPilot: false, tags: [] });
  });

  test("a promotion is judged under another text of the organization's policy, and nothing else changes", async () => {
    const bytes = new TextEncoder().encode(`${TEXT}profile: standard\nmode: enforce\n`);
    const before = await judge();
    const after = await judge({ organizationInstead: { path: POLICY, bytes } });
    expect([before.report?.policy.profile, before.report?.mode]).toEqual(['minimal', 'observe']);
    expect([after.report?.policy.profile, after.report?.mode]).toEqual(['standard', 'enforce']);
    expect(after.report?.evidenceDigest).toBeDefined();
  });

  test("a pull request that changes the repository's policy is told what the floor makes of it, at its lines", async () => {
    await floor(`${TEXT}mode: enforce\n`);
    const published = async (files: Record<string, string | null>): Promise<{ summary: string; marks: unknown[] }> => {
      await samir().commit('triage', { branch: 'rules', files });
      const open = await samir().request(`GET /repos/${ORG}/triage/pulls?head=${ORG}:rules&state=open`);
      const [known] = open.data as { number: number }[];
      const mine = known?.number ?? (await samir().openPullRequest('triage', { head: 'rules', base: 'main' })).number;
      const evaluation = await judge({ number: mine });
      const publishContext = {
        serverUrl: 'https://github.example',
        repository: `${ORG}/triage`,
        commands: 'app' as const,
      };
      const folded = conclusionAtHead(evaluation, { known: true, value: [] });
      const run = checkRunOf(evaluation, presentationOptions(publishContext, evaluation, folded));
      expect([run.name, run.conclusion]).toEqual(['pilot-readiness (preview)', 'neutral']);
      return { summary: run.summary, marks: run.annotations.map(({ path, start_line }) => `${path}:${start_line}`) };
    };
    const weaker = await published({ [POLICY]: policy.replace(/^mode: .*$/m, 'enforce-from: 2027-06-01') });
    expect(weaker.summary).toContain('This pull request changes the policy');
    expect(weaker.summary).toContain('enforce-from 2027-06-01 rejected, the organization sets enforced now');
    const broken = await published({ [POLICY]: policy.replace('version: 1', 'version: 1\nprofil: standard') });
    expect(broken.summary).toContain('The new policy **is invalid**');
    expect(broken.marks).toContain(`${POLICY}:3`);
    const moved = await published({ [POLICY]: null, '.github/pilot-readiness.yaml': policy });
    expect(moved.summary).toContain('With the new policy');
    const gone = await published({ '.github/pilot-readiness.yaml': null });
    expect(gone.summary).toContain('This pull request changes the policy');
    await floor(TEXT);
  });
});
