import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { BODY_LIMITS, BodyReader } from '../../src/app/webhook-body.ts';
import { answerOf, type FactRequest, issueStates, workflowRun } from '../../src/engine/fact-requests.ts';
import type { ApiRequest } from '../../src/github/client/access.ts';
import { type GitHubAccess, githubFacts, HourlyCounts, OUTSIDER_LIMITS, withinLimits } from '../../src/github/index.ts';
import { openStand, type Stand } from '../support/fixtures/attack-fixture.ts';
import { ORG } from '../support/harness/action-context.ts';

/** What accounts without a role can do to a public pilot. */
describe('attacks from outside', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());
  const requests = async (work: () => Promise<unknown>): Promise<number> => {
    const before = stand.access.counts.total;
    await work();
    return stand.access.counts.total - before;
  };

  test.each([
    ['public', false],
    ['private', true],
  ])('43 what a %s pilot links of a private repository is told only to its own readers', async (name, isPrivate) => {
    const pilot = `links-of-${name}`;
    const secret = `secret-of-${name}`;
    const open = `open-of-${name}`;
    await stand.samir.createRepository(pilot, { files: { 'README.md': 'x' }, private: isPrivate });
    await stand.samir.createRepository(secret, { files: { 'README.md': 'x' }, private: true });
    await stand.samir.createRepository(open, { files: { 'README.md': 'x' } });
    for (const repo of [secret, open])
      await stand.samir.request(`POST /repos/${ORG}/${repo}/issues`, { title: 'step' });
    const facts = githubFacts(stand.access, { owner: ORG, repo: pilot, sha: 'a'.repeat(40), defaultBranch: 'main' });
    const answer = async (request: FactRequest): Promise<string> => {
      const found = answerOf(await facts.answer([request]), request);
      if (found?.state === 'seen') return JSON.stringify(found.value).replace(/.*"state":"(\w+)".*/, '$1');
      return found?.state === 'unavailable' ? found.reason.replace(/#\d+|\d+/g, 'N') : 'nothing';
    };
    const issue = (repo: string, number: number): Promise<string> => answer(issueStates([`${ORG}/${repo}#${number}`]));
    const run = (repo: string, id: number): Promise<string> =>
      answer(workflowRun(`https://github.com/${ORG}/${repo}/actions/runs/${id}`));
    expect([await issue(open, 1), await issue(open, 99)]).toEqual(['open', 'missing']);
    const told = [await issue(secret, 1), await issue(secret, 99), await run(secret, 1), await run(secret, 99)];
    if (isPrivate) return expect(told.slice(0, 2)).toEqual(['open', 'missing']);
    expect(new Set(told).size).toBe(1);
    expect(told[0]).toContain('may only link to a public repository');
    const absent = await issue('no-such-repository', 1);
    expect(absent.replace('no-such-repository', secret)).toBe(told[0]);
  });

  test('42 a fork with 900 evidence files costs a bounded number of requests, and is undetermined', async () => {
    await stand.promotion('many-files');
    const yuki = stand.github.as('yuki-tanabe');
    const fork = await yuki.fork('many-files');
    const push = (round: number): Promise<string> =>
      yuki.commit(fork, {
        branch: 'many',
        files: Object.fromEntries(
          ['drills', 'reviews', 'controls'].flatMap((folder) =>
            Array.from({ length: 300 }, (_, n) => [
              `readiness/${folder}/x${round}-${n}.yaml`,
              `# ${folder} ${round} ${n}\n`,
            ]),
          ),
        ),
      });
    await push(1);
    const pull = await yuki.openPullRequest('many-files', { head: 'yuki-tanabe:many', base: 'production' });
    const counted: number[] = [];
    let told: Awaited<ReturnType<Stand['judge']>> | undefined;
    for (const round of [2, 3]) {
      counted.push(
        await requests(async () => {
          told = await stand.judge('many-files', pull.number);
        }),
      );
      await push(round);
    }
    expect(told?.evaluation.report?.verdict).toBe('undetermined');
    expect(told?.run.conclusion).toBe('failure');
    expect(JSON.stringify(told?.evaluation.report)).toContain(
      `pull requests from forks may take ${OUTSIDER_LIMITS.files} files an hour`,
    );
    for (const count of counted) expect(count).toBeLessThanOrEqual(OUTSIDER_LIMITS.perPullRequest + 50);
    expect(Object.values(OUTSIDER_LIMITS).every((limit) => limit <= 2_000)).toBe(true);
  }, 300_000);

  test('42 thirty large bodies that GitHub did not send are refused within a bounded memory', async () => {
    const reader = new BodyReader();
    const chunk = Buffer.alloc(1 << 20);
    let peak = 0;
    const send = (megabytes: number, headers: Record<string, string>, signature = 'sha256='.padEnd(71, '0')) => {
      const body = async function* (): AsyncGenerator<Buffer> {
        for (let sent = 0; sent < megabytes; sent++) {
          await new Promise((resolve) => setImmediate(resolve));
          peak = Math.max(peak, reader.held);
          yield chunk;
        }
      };
      const request = Object.assign(body(), { headers }) as unknown as IncomingMessage;
      return reader.read(request, { secret: 'mine', signature }).then(({ result }) => result);
    };
    const length = { 'content-length': String(24 << 20) };
    const flood = [length, {}].map((headers) => Promise.all(Array.from({ length: 15 }, () => send(24, headers))));
    // A delivery of an ordinary size still arrives meanwhile.
    const signed = `sha256=${createHmac('sha256', 'mine').update(chunk).digest('hex')}`;
    const small = await send(1, { 'content-length': String(chunk.length) }, signed);
    const results = (await Promise.all(flood)).flat();
    expect(small).toBe('verified');
    expect(results.filter((one) => one === 'busy').length).toBeGreaterThanOrEqual(30 - 2 * BODY_LIMITS.largeAtOnce);
    expect(results).not.toContain('verified');
    expect(peak).toBeLessThanOrEqual(BODY_LIMITS.totalBytes);
    expect(reader.held).toBe(0);
    peak = 0;
    expect(await send(2, length, 'sha256=short')).toBe('unsigned');
    expect(await send(2, { 'content-length': String(26 << 20) })).toBe('too-large');
    expect(await send(26, {})).toBe('too-large');
    expect(peak).toBeLessThanOrEqual(BODY_LIMITS.bytes);
  });

  test('42 the limits of pull requests from forks count over an hour, pushes, pull requests and accounts', async () => {
    let now = 0;
    let sent = 0;
    const outsiders = new HourlyCounts(() => now);
    const request: ApiRequest = async (_route, { free }) => {
      sent += 1;
      return { status: 200, data: {}, headers: {}, ...(free ? { free: true as const } : {}) };
    };
    const access: GitHubAccess = { ...stand.access, outsiders, request };
    const read = async (number: number, login: string, times: number, free = false): Promise<number> => {
      const before = sent;
      const limited = withinLimits(access, { owner: 'acme', repo: 'triage', number, login });
      for (let n = 0; n < times; n++) await limited.access.request('GET /x', { free }).catch(() => undefined);
      return sent - before;
    };
    const { perPullRequest, perAccount, together } = OUTSIDER_LIMITS;
    expect(await read(1, 'mallory', 5_000, true)).toBe(5_000);
    expect(await read(1, 'mallory', perPullRequest - 100)).toBe(perPullRequest - 100);
    expect(await read(1, 'mallory', 500)).toBe(100);
    expect(await read(2, 'mallory', 5_000)).toBe(perAccount - perPullRequest);
    expect(await read(3, 'mallory', 5_000)).toBe(0);
    let others = 0;
    for (let n = 4; n < 20; n++) others += await read(n, `other-${n}`, 5_000);
    expect(others).toBe(together - perAccount);
    now = 3_600_000;
    expect(await read(1, 'mallory', 10)).toBe(10);
  });
});
