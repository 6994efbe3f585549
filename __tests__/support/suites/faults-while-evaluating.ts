import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { catalog } from '../../../src/criteria/index.ts';
import { UnavailableError } from '../../../src/domain/errors.ts';
import { evaluateHead, type HeadEvaluation } from '../../../src/evaluation/evaluate-head.ts';
import { checkRunOf, presentationOptions } from '../../../src/evaluation/presentation.ts';
import { connect, type GitHubAccess } from '../../../src/github/index.ts';
import { NOW, openStand, type Stand } from '../fixtures/attack-fixture.ts';
import { FAULTS, tried } from '../fixtures/faults.ts';
import { ORG } from '../harness/action-context.ts';

const REPO = 'stormy';

/** What is asked for an evaluation, one pattern a kind of question. */
const ROUTES = [
  'GET /repos/*/stormy',
  'GET /repos/*/stormy/pulls/*',
  'GET /repos/*/stormy/pulls',
  'GET /repos/*/stormy/pulls/*/reviews',
  'GET /repos/*/stormy/pulls/*/{files,commits}',
  'GET /repos/*/stormy/branches/*',
  'GET /repos/*/stormy/git/**',
  'GET /repos/*/stormy/commits**',
  'GET /repos/*/stormy/{compare,rules}/**',
  'GET /{users,orgs}/**',
];
/** Other than GitHub's faults a test's own pattern: braces are two routes. */
const routesOf = (route: string): string[] => {
  const choice = /\{([^}]*)\}/.exec(route);
  return choice === null ? [route] : (choice[1] ?? '').split(',').map((one) => route.replace(choice[0], one));
};

/** Evaluates through each kind of failure of each request that `isTried` names by its row and column. */
export function describeFaultsWhileEvaluating(isTried: (row: number, column: number) => boolean): void {
  describe('a failing GitHub while evaluating', () => {
    let stand: Stand;
    let ready: number;
    let held: number;
    beforeAll(async () => {
      stand = await openStand();
      ({ number: ready } = await stand.promotion(REPO));
      await stand.approve(REPO, ready);
      await stand.samir.commit(REPO, { branch: 'declined', files: { 'CHANGELOG.md': 'Another one.\n' } });
      ({ number: held } = await stand.samir.openPullRequest(REPO, { head: 'declined', base: 'production' }));
      await stand.approve(REPO, held);
      // What holds it is a word on the last page of a list: to lose it would open the gate.
      await stand.github
        .as('hanne-vik')
        .review(REPO, held, 'REQUEST_CHANGES', '/readiness decline privacy because it leaks');
    });
    afterAll(() => stand.close());

    /** As the App judges, with nothing remembered; the waiting is counted instead of waited. */
    async function concluded(number: number): Promise<string> {
      let waited = 0;
      const access: GitHubAccess = connect({
        ...{ token: stand.github.installationToken(), baseUrl: stand.github.url, serverUrl: 'https://github.com' },
        sleep: async (ms) => {
          waited += ms;
        },
      });
      let head: HeadEvaluation;
      try {
        head = await evaluateHead({ access, catalog, owner: ORG, repo: REPO, number, now: NOW, toolVersion: 'test' });
      } catch (error) {
        // Told as not judged, and tried again.
        if (error instanceof UnavailableError) return 'undetermined';
        throw error;
      } finally {
        expect(waited).toBeLessThan(30 * 60_000);
      }
      const { evaluation, combined: folded } = head;
      const publishContext = { serverUrl: access.serverUrl, repository: `${ORG}/${REPO}`, commands: 'app' as const };
      const run = checkRunOf(evaluation, presentationOptions(publishContext, evaluation, folded));
      if (run.conclusion === 'success') return 'success';
      // Ready by itself, and others with its commit could not be listed.
      return evaluation.report?.verdict === 'ready' ? 'undetermined' : (evaluation.report?.verdict ?? run.conclusion);
    }

    // That there is no such person is an answer, and it is not green.
    const cases = tried(ROUTES, isTried).filter(([route, name]) => !(name === '404' && /users/.test(route)));

    test.each(cases)('%s, %s: the right verdict or none, and never a green one', async (route, name) => {
      const { faults } = stand.github;
      for (const one of routesOf(route)) faults.add({ route: one, ...FAULTS[name]?.() });
      const found = await Promise.all([concluded(ready), concluded(held)]);
      const wentWrong = faults.count();
      faults.clear();
      expect(wentWrong).toBeGreaterThan(0);
      expect(['success', 'undetermined']).toContain(found[0]);
      expect(['not-ready', 'undetermined']).toContain(found[1]);
    });

    test('and once it is over, both are judged as they are', async () => {
      expect([await concluded(ready), await concluded(held)]).toEqual(['success', 'not-ready']);
    });
  });
}
