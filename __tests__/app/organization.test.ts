import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORG, POLICY, pilotRepository, policy } from '../support/harness/action-context.ts';
import { type House, openHouse } from '../support/harness/app-harness.ts';

const CHECK = 'pilot-readiness';
const TEXT = 'version: 1\n';

describe('the organisation’s policy in the App', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  });

  test('where there is none it is not asked for with each judgement, and one that comes is in force at once', async () => {
    const { number, head } = await house.promotion('early');
    const failed = await house.concluded('early', head, 'failure');
    expect(failed.output.summary).toContain('there is no organisation policy');
    await house.idle();
    house.github.requests.clear();
    await samir().comment('early', number, '/readiness');
    await house.until('told again', async () => (await house.runs('early', head)).length > 1);
    await house.idle();
    const asked = /^GET \/repos\/[^/]+\/\.github$/;
    expect(house.github.requests.count(/^GET \/repos\/[^/]+\/early$/)).toBeGreaterThan(0);
    expect(house.github.requests.count(asked)).toBe(0);
    await owner().createRepository('.github', {
      private: true,
      access: {},
      files: { [POLICY]: `${TEXT}mode: enforce\nwaivers: { max-days: 30 }\n` },
    });
    await samir().comment('early', number, '/readiness');
    await house.until('the floor is in force', async () => {
      const [newest] = await house.runs('early', head);
      return /Refused: waivers\.max-days/.test(newest?.output.summary ?? '');
    });
    expect(house.github.requests.count(asked)).toBeGreaterThan(0);
  }, 60_000);
  afterAll(() => house.stop());
  const samir = (): ReturnType<House['github']['as']> => house.github.as('samir-haddad');
  const owner = (): ReturnType<House['github']['as']> => house.github.as(`${ORG}-owner`);
  const floor = (text: string): Promise<string> => owner().commit('.github', { files: { [POLICY]: text } });
  test('a weaker value is refused in sight of everybody, and the stricter one blocks the merge', async () => {
    await pilotRepository(house.github, 'floored', { [POLICY]: policy.replace(/^mode: .*$/m, 'mode: observe') });
    await owner().protect('floored', 'production', { checks: [CHECK] });
    await samir().commit('floored', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    const { number, head } = await samir().openPullRequest('floored', { head: 'promote', base: 'production' });
    await house.concluded('floored', head, 'failure');
    expect((await house.merge('floored', number)).status).toBe(405);
    const [comment = ''] = await house.reports('floored', number);
    expect(comment).toContain('Refused: mode: observe is less than the organisation sets; in force is enforce');
    expect(comment).toContain('Refused: waivers.max-days: 60 is less than the organisation sets; in force is 30');
    expect(comment).toContain(`${ORG}/.github/.github/pilot-readiness.yml:2`);
  }, 60_000);

  test('a push of the file judges each promotion again, once; one that cannot be used closes all of them', async () => {
    const one = await house.promotion('first');
    const two = await house.promotion('second');
    await house.concluded('first', one.head, 'failure');
    await house.concluded('second', two.head, 'failure');
    await house.idle();
    house.github.requests.clear();
    await floor(`${TEXT}mode: sometimes\n`);
    const closed = await house.concluded('first', one.head, 'action_required');
    expect(closed.output.title).toBe(
      `The policy cannot be used: 1 fault in ${ORG}/.github/.github/pilot-readiness.yml`,
    );
    expect(closed.output.summary).toMatch(/pilot-readiness\.yml:2.*sometimes/s);
    await house.concluded('second', two.head, 'action_required');
    await house.idle();
    const readings = (repo: string): number =>
      house.github.requests.count(new RegExp(`^GET /repos/[^/]+/${repo}/pulls/1/files$`));
    expect([readings('first'), readings('second')]).toEqual([1, 1]);
    expect((await house.merge('second', two.number)).status).toBe(405);
    await floor(`${TEXT}mode: enforce\n`);
    await house.concluded('first', one.head, 'failure');
    await house.concluded('second', two.head, 'failure');
  }, 120_000);

  test('while it cannot be read, nothing opens: undetermined, and said so; read again, it opens', async () => {
    const { number, head } = await house.promotion('away');
    await house.approve('away', number);
    await house.concluded('away', head, 'success');
    house.github.faults.add({ route: `GET /repos/${ORG}/.github`, status: 403 });
    await samir().comment('away', number, '/readiness');
    const shut = await house.concluded('away', head, 'failure');
    expect(shut.output.title).toMatch(/^Undetermined, could not look: the organisation’s policy could not be read/);
    expect((await house.merge('away', number)).status).toBe(405);
    house.github.faults.clear();
    await samir().comment('away', number, '/readiness');
    await house.concluded('away', head, 'success');
  }, 120_000);

  test('released by the organisation it is judged no more; with `report: all` the untagged are answered', async () => {
    const { number, head } = await house.promotion('leaver');
    await house.concluded('leaver', head, 'failure');
    await samir().createRepository('untagged', { files: { 'README.md': 'x\n' } });
    await samir().commit('untagged', { branch: 'change', files: { 'A.md': 'a\n' } });
    const plain = await samir().openPullRequest('untagged', { head: 'change', base: 'main' });
    await house.idle();
    expect(await house.runs('untagged', plain.head)).toEqual([]);
    await floor(`${TEXT}mode: enforce\nreport: all\npilots: { released: [leaver] }\n`);
    const released = await house.concluded('leaver', head, 'success');
    expect(released.output.title).toBe('Released: the organisation ended this pilot');
    expect(released.output.summary).toContain(`${ORG}/.github/.github/pilot-readiness.yml:4`);
    const next = await samir().commit('untagged', { branch: 'change', files: { 'A.md': 'b\n' } });
    expect((await house.concluded('untagged', next, 'success')).output.title).toMatch(/^Not a pilot/);
    expect(await house.comments('untagged', plain.number)).toEqual([]);
    // A pilot that the list makes has its open pull requests judged, although nothing happened there.
    await floor(`${TEXT}mode: enforce\npilots: { repositories: [untagged] }\n`);
    await house.concluded('untagged', next, 'neutral', 'pilot-readiness (preview)');
    await floor(`${TEXT}mode: enforce\n`);
    await house.concluded('leaver', head, 'failure');
    expect((await house.reports('leaver', number)).length).toBe(1);
  }, 120_000);

  test('a change of the organisation’s policy shows beforehand which open promotions it would turn, and blocks nothing', async () => {
    const PREVIEW = 'pilot-readiness (policy preview)';
    const { number, head } = await house.promotion('turned');
    await house.approve('turned', number);
    await house.concluded('turned', head, 'success');
    await pilotRepository(house.github, 'hidden');
    await owner().request(`PATCH /repos/${ORG}/hidden`, { private: true });
    await samir().commit('hidden', { branch: 'promote', files: { 'CHANGELOG.md': 'Ready to go.\n' } });
    const secret = await samir().openPullRequest('hidden', { head: 'promote', base: 'production' });
    await house.concluded('hidden', secret.head, 'failure');
    const change = (text: string | null): Promise<string> =>
      owner().commit('.github', { branch: 'change', files: { [POLICY]: text } });
    await owner().branch('.github', 'change');
    const sha = await change(`${TEXT}profile: regulated\nmode: enforce\n`);
    const pull = await owner().openPullRequest('.github', { head: 'change', base: 'main' });
    const preview = async (at: string, title: RegExp): Promise<string> => {
      let newest = '';
      await house.until(`the preview says ${title}`, async () => {
        const [run] = await house.runs('.github', at, PREVIEW);
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
    expect(words).toMatch(/1 promotion stands in repositories that not everybody .* only counted: none would change/);
    expect(words).toContain('This never blocks');
    expect(await house.runs('.github', sha, CHECK)).toEqual([]);
    expect(await house.comments('.github', pull.number)).toEqual([]);
    // Told once: another event about the same change judges nobody again.
    await house.idle();
    const before = (await house.runs('.github', sha, PREVIEW)).length;
    await owner().editPullRequest('.github', pull.number, { title: 'Another title' });
    await house.idle();
    expect((await house.runs('.github', sha, PREVIEW)).length).toBe(before);
    const broken = await change(`${TEXT}mode: sometimes\n`);
    const faults = await preview(broken, /^The new policy cannot be used: 1 fault$/);
    expect(faults).toContain('every promotion of every pilot of the organisation would be stopped');
    const [run] = await house.runs('.github', broken, PREVIEW);
    const marks = await owner().request(`GET /repos/${ORG}/.github/check-runs/${run?.id}/annotations`);
    expect(marks.data).toMatchObject([{ path: POLICY, start_line: 2, annotation_level: 'failure' }]);
    expect(await preview(await change(null), /would change|None of/)).toContain(
      'The organisation would have no policy',
    );
    await house.concluded('turned', head, 'success');
  }, 120_000);
});
