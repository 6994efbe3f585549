import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORG, POLICY, pilotRepository, policy } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

const CHECK = 'pilot-readiness';
const TEXT = 'version: 1\n';

describe("the organization's policy in the App", () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });

  test('where there is none it is not asked for with each evaluation, and one that comes is in force at once', async () => {
    const { number, head } = await harness.promotion('early');
    const failed = await harness.concluded('early', head, 'failure');
    expect(failed.output.summary).toContain('No organization policy was found');
    await harness.idle();
    harness.github.requests.clear();
    await samir().comment('early', number, '/readiness');
    await harness.until('told again', async () => (await harness.runs('early', head)).length > 1);
    await harness.idle();
    const asked = /^GET \/repos\/[^/]+\/\.github$/;
    expect(harness.github.requests.count(/^GET \/repos\/[^/]+\/early$/)).toBeGreaterThan(0);
    expect(harness.github.requests.count(asked)).toBe(0);
    await owner().createRepository('.github', {
      private: true,
      access: {},
      files: { [POLICY]: `${TEXT}mode: enforce\nwaivers: { max-days: 30 }\n` },
    });
    await samir().comment('early', number, '/readiness');
    await harness.until('the floor is in force', async () => {
      const [newest] = await harness.runs('early', head);
      return /Rejected: waivers\.max-days/.test(newest?.output.summary ?? '');
    });
    expect(harness.github.requests.count(asked)).toBeGreaterThan(0);
  }, 60_000);
  afterAll(() => harness.stop());
  const samir = (): ReturnType<AppHarness['github']['as']> => harness.github.as('samir-haddad');
  const owner = (): ReturnType<AppHarness['github']['as']> => harness.github.as(`${ORG}-owner`);
  const floor = (text: string): Promise<string> => owner().commit('.github', { files: { [POLICY]: text } });
  test('a weaker value is refused in sight of everybody, and the stricter one blocks the merge', async () => {
    await pilotRepository(harness.github, 'floored', { [POLICY]: policy.replace(/^mode: .*$/m, 'mode: observe') });
    await owner().protect('floored', 'production', { checks: [CHECK] });
    await samir().commit('floored', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    const { number, head } = await samir().openPullRequest('floored', { head: 'promote', base: 'production' });
    await harness.concluded('floored', head, 'failure');
    expect((await harness.merge('floored', number)).status).toBe(405);
    const [comment = ''] = await harness.reports('floored', number);
    expect(comment).toContain("Rejected: mode: observe is below the organization's minimum; enforce applies");
    expect(comment).toContain("Rejected: waivers.max-days: 60 is below the organization's minimum; 30 applies");
    expect(comment).toContain(`${ORG}/.github/.github/pilot-readiness.yml:2`);
  }, 60_000);

  test('a push of the file judges each promotion again, once; one that cannot be used closes all of them', async () => {
    const one = await harness.promotion('first');
    const two = await harness.promotion('second');
    await harness.concluded('first', one.head, 'failure');
    await harness.concluded('second', two.head, 'failure');
    await harness.idle();
    harness.github.requests.clear();
    await floor(`${TEXT}mode: sometimes\n`);
    const closed = await harness.concluded('first', one.head, 'action_required');
    expect(closed.output.title).toBe(`The policy is invalid: 1 fault in ${ORG}/.github/.github/pilot-readiness.yml`);
    expect(closed.output.summary).toMatch(/pilot-readiness\.yml:2.*sometimes/s);
    await harness.concluded('second', two.head, 'action_required');
    await harness.idle();
    const readings = (repo: string): number =>
      harness.github.requests.count(new RegExp(`^GET /repos/[^/]+/${repo}/pulls/1/files$`));
    expect([readings('first'), readings('second')]).toEqual([1, 1]);
    expect((await harness.merge('second', two.number)).status).toBe(405);
    await floor(`${TEXT}mode: enforce\n`);
    await harness.concluded('first', one.head, 'failure');
    await harness.concluded('second', two.head, 'failure');
  }, 120_000);

  test('while it cannot be read, nothing opens: undetermined, and said so; read again, it opens', async () => {
    const { number, head } = await harness.promotion('away');
    await harness.approve('away', number);
    await harness.concluded('away', head, 'success');
    harness.github.faults.add({ route: `GET /repos/${ORG}/.github`, status: 403 });
    await samir().comment('away', number, '/readiness');
    const shut = await harness.concluded('away', head, 'failure');
    expect(shut.output.title).toMatch(/^Undetermined: the organization's policy could not be read/);
    expect((await harness.merge('away', number)).status).toBe(405);
    harness.github.faults.clear();
    await samir().comment('away', number, '/readiness');
    await harness.concluded('away', head, 'success');
  }, 120_000);

  test('released by the organization it is judged no more; with `report: all` the untagged are answered', async () => {
    const { number, head } = await harness.promotion('leaver');
    await harness.concluded('leaver', head, 'failure');
    await samir().createRepository('untagged', { files: { 'README.md': 'x\n' } });
    await samir().commit('untagged', { branch: 'change', files: { 'A.md': 'a\n' } });
    const plain = await samir().openPullRequest('untagged', { head: 'change', base: 'main' });
    await harness.idle();
    expect(await harness.runs('untagged', plain.head)).toEqual([]);
    await floor(`${TEXT}mode: enforce\nreport: all\npilots: { released: [leaver] }\n`);
    const released = await harness.concluded('leaver', head, 'success');
    expect(released.output.title).toBe('Released: the organization ended this pilot');
    expect(released.output.summary).toContain(`${ORG}/.github/.github/pilot-readiness.yml:4`);
    const next = await samir().commit('untagged', { branch: 'change', files: { 'A.md': 'b\n' } });
    expect((await harness.concluded('untagged', next, 'success')).output.title).toMatch(/^Not a pilot/);
    expect(await harness.comments('untagged', plain.number)).toEqual([]);
    // A pilot that the list makes has its open pull requests judged, although nothing happened there.
    await floor(`${TEXT}mode: enforce\npilots: { repositories: [untagged] }\n`);
    await harness.concluded('untagged', next, 'neutral', 'pilot-readiness (preview)');
    await floor(`${TEXT}mode: enforce\n`);
    await harness.concluded('leaver', head, 'failure');
    expect((await harness.reports('leaver', number)).length).toBe(1);
  }, 120_000);

  test("a change of the organization's policy shows beforehand which open promotions it would turn, and blocks nothing", async () => {
    const PREVIEW = 'pilot-readiness (policy preview)';
    const { number, head } = await harness.promotion('turned');
    await harness.approve('turned', number);
    await harness.concluded('turned', head, 'success');
    await pilotRepository(harness.github, 'hidden');
    await owner().request(`PATCH /repos/${ORG}/hidden`, { private: true });
    await samir().commit('hidden', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    const secret = await samir().openPullRequest('hidden', { head: 'promote', base: 'production' });
    await harness.concluded('hidden', secret.head, 'failure');
    const change = (text: string | null): Promise<string> =>
      owner().commit('.github', { branch: 'change', files: { [POLICY]: text } });
    await owner().branch('.github', 'change');
    const sha = await change(`${TEXT}profile: regulated\nmode: enforce\n`);
    const pull = await owner().openPullRequest('.github', { head: 'change', base: 'main' });
    const preview = async (at: string, title: RegExp): Promise<string> => {
      let newest = '';
      await harness.until(`the preview says ${title}`, async () => {
        const [run] = await harness.runs('.github', at, PREVIEW);
        newest = run?.output.summary ?? '';
        return run?.conclusion === 'neutral' && title.test(run.output.title);
      });
      return newest;
    };
    const words = await preview(sha, /^\d+ of \d+ open promotions would change$/);
    expect(words).toMatch(
      /\| \[acme-support\/turned#.*1\]\(.*\/acme-support\/turned\/pull\/1\) \| ready \| \*\*not ready\*\* \| `profile minimal → regulated`/,
    );
    expect(words).not.toContain('hidden');
    expect(words).toMatch(/1 promotion is in repositories that not every reader .* only counted: none would change/);
    expect(words).toContain('This never blocks');
    expect(await harness.runs('.github', sha, CHECK)).toEqual([]);
    expect(await harness.comments('.github', pull.number)).toEqual([]);
    // Told once: another event about the same change judges nobody again.
    await harness.idle();
    const before = (await harness.runs('.github', sha, PREVIEW)).length;
    await owner().editPullRequest('.github', pull.number, { title: 'Another title' });
    await harness.idle();
    expect((await harness.runs('.github', sha, PREVIEW)).length).toBe(before);
    const broken = await change(`${TEXT}mode: sometimes\n`);
    const faults = await preview(broken, /^The new policy is invalid: 1 fault$/);
    expect(faults).toContain('every promotion of every pilot in the organization would be blocked');
    const [run] = await harness.runs('.github', broken, PREVIEW);
    const marks = await owner().request(`GET /repos/${ORG}/.github/check-runs/${run?.id}/annotations`);
    expect(marks.data).toMatchObject([{ path: POLICY, start_line: 2, annotation_level: 'failure' }]);
    expect(await preview(await change(null), /would change|None of/)).toContain(
      'The organization would have no policy',
    );
    await harness.concluded('turned', head, 'success');
  }, 120_000);
});
