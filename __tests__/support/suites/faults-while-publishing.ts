import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { connectWriter } from '../../../src/github/client/writer.ts';
import { publishCheckRun } from '../../../src/github/publish/check-run.ts';
import { publishComment } from '../../../src/github/publish/comment.ts';
import { publishReply } from '../../../src/github/publish/reply.ts';
import { COMMENT_MARKER } from '../../../src/render/markdown/comment.ts';
import { openStand, type Stand, type Told } from '../fixtures/attack-fixture.ts';
import { FAULTS, tried } from '../fixtures/faults.ts';
import { ORG } from '../harness/action-context.ts';

const REPO = 'told';
const ROUTES = [
  'GET /repos/*/told/issues/*/comments',
  'POST /repos/*/told/issues/*/comments',
  'PATCH /repos/*/told/issues/comments/*',
  'GET /repos/*/told/commits/*/check-runs',
  'POST /repos/*/told/check-runs',
  'PATCH /repos/*/told/check-runs/*',
];
const MAX_TRIES = 6;

/** Publishes through each kind of failure of each request that `isTried` names by its row and column. */
export function describeFaultsWhilePublishing(isTried: (row: number, column: number) => boolean): void {
  describe('a failing GitHub while publishing', () => {
    let stand: Stand;
    let told: Told;
    let at: { owner: string; repo: string; number: number };
    let head: string;
    beforeAll(async () => {
      stand = await openStand();
      const { number } = await stand.promotion(REPO);
      at = { owner: ORG, repo: REPO, number };
      told = await stand.judge(REPO, number);
      head = told.evaluation.subject.sha;
    });
    afterAll(() => stand.close());

    const self = { login: 'pilot-readiness[bot]', appId: 4242 };
    const list = async (path: string): Promise<Record<string, unknown>[]> => {
      const { data } = await stand.samir.request(`GET /repos/${ORG}/${REPO}/${path}`);
      return (Array.isArray(data) ? data : (data as { check_runs: unknown[] }).check_runs) as Record<string, unknown>[];
    };
    const comments = async (): Promise<string[]> =>
      (await list(`issues/${at.number}/comments?per_page=100`)).map(({ body }) => String(body));
    const runs = (): Promise<Record<string, unknown>[]> => list(`commits/${head}/check-runs?filter=all&per_page=100`);

    /** One try, as the worker makes it; true when everything was told. */
    async function tellOnce(name: string, turn: number): Promise<boolean> {
      const writer = {
        ...connectWriter({ token: stand.github.installationToken(), baseUrl: stand.github.url }),
        pause: async () => undefined,
      };
      try {
        const body = `${COMMENT_MARKER}\n${name}, the same on each try`;
        const comment = await publishComment(writer, { ...at, body, self });
        await publishReply(writer, { ...at, of: `comment:${name}`, body: 'Signed.', self });
        const externalId = `${at.number}:${name}:${turn}`;
        const target = {
          ...at,
          sha: head,
          rendered: told.run,
          externalId,
          abandoned: `${at.number}:${name}:`,
          appId: 4242,
        };
        await publishCheckRun(writer, target);
        return comment.written;
      } catch {
        return false;
      }
    }

    const cases = tried(ROUTES, isTried);
    test.each(cases)('%s, %s: told once, and in the end', async (route, name) => {
      const { faults } = stand.github;
      const before = (await runs()).length;
      faults.add({ route, ...FAULTS[name]?.(), ...(name === 'short pages' ? {} : { times: 2 }) });
      const key = `${route.replace(/\W+/g, '-')} ${name}`;
      let turn = 1;
      while (!(await tellOnce(key, turn)) && turn < MAX_TRIES) turn += 1;
      faults.clear();
      const all = await comments();
      expect(all.filter((body) => body.startsWith(COMMENT_MARKER))).toEqual([expect.stringContaining(key)]);
      expect(all.filter((body) => body.startsWith(`<!-- pilot-readiness:answer:comment:${key} -->`))).toHaveLength(1);
      const now = await runs();
      expect(now.length - before).toBeLessThanOrEqual(turn);
      expect(now.filter(({ status }) => status !== 'completed')).toEqual([]);
      expect(new Set(now.map(({ conclusion }) => conclusion))).toEqual(new Set(['failure']));
      expect(turn).toBeLessThan(MAX_TRIES);
    });
  });
}
