import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORG, POLICY } from '../harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../harness/app-harness.ts';

/** A preview evaluates at most this many promotions. */
const MAX_PREVIEWED = 30;
const PREVIEW = 'pilot-readiness (policy preview)';
/** Repositories that watch themselves only: the floor of the organization will make them enforce. */
const WATCHING = 'version: 1\nmode: observe\npromotion: { branches: [production] }\n';

/** Previews and merges a stricter organization policy over this many pilots, and counts evaluations and requests. */
export function describePolicyOfManyPilots(count: number): void {
  const pilots = Array.from({ length: count }, (_, at) => `pilot-${String(at + 1).padStart(2, '0')}`);
  describe(`an organization with ${count} pilots`, () => {
    let harness: AppHarness;
    beforeAll(async () => {
      harness = await openAppHarness();
    });
    afterAll(() => harness.stop());

    test('a floor is previewed, merged, and every open promotion is judged by it once', async () => {
      const { github } = harness;
      const samir = github.as('samir-haddad');
      const owner = github.as(`${ORG}-owner`);
      await owner.createRepository('.github', { files: { [POLICY]: 'version: 1\n' } });
      const heads = new Map<string, string>();
      for (const repo of pilots) {
        await samir.createRepository(repo, {
          topics: ['pilot'],
          files: { [POLICY]: WATCHING, 'README.md': `${repo}\n` },
        });
        await samir.branch(repo, 'production');
        await samir.commit(repo, { branch: 'promote', files: { 'CHANGELOG.md': 'Ready.\n' } });
        heads.set(repo, (await samir.openPullRequest(repo, { head: 'promote', base: 'production' })).head);
      }
      const all = async (conclusion: string): Promise<void> => {
        for (const [repo, head] of heads) await harness.concluded(repo, head, conclusion);
      };
      await all('neutral');
      await harness.idle();

      await owner.branch('.github', 'stricter');
      const head = await owner.commit('.github', {
        branch: 'stricter',
        files: { [POLICY]: 'version: 1\nmode: enforce\n' },
      });
      github.requests.clear();
      const change = await owner.openPullRequest('.github', { head: 'stricter', base: 'main' });
      const preview = await harness.concluded('.github', head, 'neutral', PREVIEW);
      const previewedPilots = Math.min(count, MAX_PREVIEWED);
      const rest = count > MAX_PREVIEWED ? `, ${count - MAX_PREVIEWED} not evaluated` : '';
      expect(preview.output.title).toBe(`${previewedPilots} of ${previewedPilots} open promotions would change${rest}`);
      const previewed = github.requests.charged();

      await harness.idle();
      github.requests.clear();
      expect((await owner.merge('.github', change.number)).status).toBe(200);
      await all('failure');
      await harness.idle();
      const evaluated = pilots.map((repo) =>
        github.requests.count(new RegExp(`^GET /repos/[^/]+/${repo}/pulls/1/files$`)),
      );
      expect(evaluated).toEqual(pilots.map(() => 1));
      const published = pilots.map((repo) =>
        github.requests.count(new RegExp(`^POST /repos/[^/]+/${repo}/check-runs$`)),
      );
      expect(published).toEqual(pilots.map(() => 1));
      // Answers that did not change are free. With fifty pilots 27 and 320 when this was written.
      expect(previewed).toBeLessThan(100);
      // Besides 7 a pilot, what is read once for all of them.
      expect(github.requests.charged()).toBeLessThan(8 * pilots.length + 30);
    }, 300_000);
  });
}
