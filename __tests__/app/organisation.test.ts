import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORG, POLICY, pilotRepository, policy } from '../action/stage.ts';
import { type House, openHouse } from './house.ts';

const CHECK = 'pilot-readiness';
const TEXT = 'version: 1\n';

describe('the organisation’s policy in the App', () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
    await owner().createRepository('.github', {
      private: true,
      access: {},
      files: { [POLICY]: `${TEXT}mode: enforce\nwaivers: { max-days: 30 }\n` },
    });
  });
  afterAll(() => house.stop());
  const samir = (): ReturnType<House['github']['as']> => house.github.as('samir-haddad');
  const owner = (): ReturnType<House['github']['as']> => house.github.as(`${ORG}-owner`);
  const floor = (text: string): Promise<string> => owner().commit('.github', { files: { [POLICY]: text } });
  const judged = async (): Promise<number> => {
    const text = await (await fetch(`${house.app.url}/metrics`)).text();
    return Number(/jobs_total\{outcome="judged"\} (\d+)/.exec(text)?.[1] ?? 0);
  };

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
    const before = await judged();
    await floor(`${TEXT}mode: sometimes\n`);
    const closed = await house.concluded('first', one.head, 'action_required');
    expect(closed.output.title).toBe(
      `The policy cannot be used: 1 fault in ${ORG}/.github/.github/pilot-readiness.yml`,
    );
    expect(closed.output.summary).toMatch(/pilot-readiness\.yml:2.*sometimes/s);
    await house.concluded('second', two.head, 'action_required');
    await house.idle();
    // Each of the three promotions, after one look at each of the three pilots.
    expect((await judged()) - before).toBe(6);
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
    await floor(`${TEXT}mode: enforce\n`);
    await house.concluded('leaver', head, 'failure');
    expect((await house.reports('leaver', number)).length).toBe(1);
  }, 120_000);
});
