import { createHmac } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ANSWER_LIMITS, openAudience } from '../../src/app/audience.ts';
import { readEvent } from '../../src/app/events.ts';
import { BODY_LIMITS, BodyReader } from '../../src/app/webhook-body.ts';
import { answerOf, type FactRequest, issueStates, workflowRun } from '../../src/engine/fact-requests.ts';
import type { ApiRequest } from '../../src/github/client/access.ts';
import { type GitHubAccess, githubFacts, HourlyCounts, OUTSIDER_LIMITS, withinLimits } from '../../src/github/index.ts';
import { receive } from '../../src/store/inbox.ts';
import { deletePendingComment, nextPendingComment } from '../../src/store/pending-comments.ts';
import { openStand, type Stand } from '../support/fixtures/attack-fixture.ts';
import { ORG } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';
import { newStore } from '../support/harness/stores.ts';

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

describe('attacks from outside through the App', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());

  test('42 comments of an account without a role get one short answer, and no evaluation', async () => {
    const { number, head } = await harness.promotion('noisy');
    await harness.concluded('noisy', head, 'failure');
    await harness.idle();
    const eve = harness.github.as('eve');
    harness.github.requests.clear();
    const runs = (await harness.runs('noisy', head)).length;
    const ids: number[] = [];
    for (const command of ['help', 'explain CS-1', '', 'hold because x', 'waive RB-7 until 2026-12-31 because x'])
      for (let n = 0; n < 3; n++)
        ids.push(await eve.comment('noisy', number, Array(12).fill(`/readiness ${command}`).join('\n')));
    for (const id of ids) await eve.editComment('noisy', id, '/readiness help');
    for (const id of ids.slice(1)) await eve.deleteComment('noisy', id);
    const answers = async (): Promise<string[]> =>
      (await harness.comments('noisy', number)).filter((body) => body.includes(':answer:'));
    await harness.until('the first was answered', async () => (await answers()).length > 0);
    await harness.idle();
    expect(await answers()).toEqual([expect.stringContaining('Commands are run for people with access')]);
    expect((await answers())[0]?.length).toBeLessThan(300);
    const { requests } = harness.github;
    expect(requests.count(/^(?:POST|PATCH) .*\/check-runs|\/reactions|^GET .*\/pulls\/\d+\/(?:files|reviews)/)).toBe(0);
    // One read for each comment, and a constant: who wrote it, and whether it was answered.
    expect(requests.count(/^GET .*\/issues\/comments\/\d+/)).toBeLessThanOrEqual(ids.length);
    expect(requests.count(/^GET .*\/(?:permission|memberships?\/|members\/|git\/)/)).toBeLessThanOrEqual(10);
    expect((await harness.runs('noisy', head)).length).toBe(runs);
    await harness.restart();
    await eve.comment('noisy', number, '/readiness help');
    await harness.idle();
    expect(await answers()).toHaveLength(1);
    await harness.github.as('tomas-lindqvist').comment('noisy', number, '/readiness hold because of the noise');
    await harness.until('the hold was answered', async () => (await answers()).length === 2);
    expect((await answers())[1]).toContain('hold');
  }, 120_000);

  test('42 more answers than anybody reads are not given, but nothing that closes the gate is lost', () => {
    const audience = openAudience(() => 0);
    const name = { owner: 'acme', repo: 'triage' };
    const given = Array.from({ length: 500 }, () => audience.mayAnswer(name, 1)).filter(Boolean);
    expect(given).toHaveLength(ANSWER_LIMITS.perPullRequest);
    expect(audience.mayAnswer(name, 2)).toBe(true);
  });

  test('43 a payload with NUL is a delivery like any other', async () => {
    const { number, head } = await harness.promotion('nul');
    await harness.concluded('nul', head, 'failure');
    for (const text of ['a\0b', '\0', '/readiness hold because \0'])
      for (const payload of [
        { action: text, pull_request: { number, head: { sha: head }, base: { ref: text } } },
        {
          action: 'edited',
          issue: { number, pull_request: {} },
          comment: { id: 1, body: text },
          sender: { login: text },
        },
      ]) {
        const about = { installation: { id: 1 }, repository: { full_name: `${ORG}/nul` } };
        const event = 'issue' in payload ? 'issue_comment' : 'pull_request';
        expect((await harness.post(event, { ...about, ...payload })).status).toBe(202);
      }
  }, 120_000);

  test('41 the quiet minute is measured by the clock of GitHub alone', async () => {
    const store = await newStore('embedded', 'clock');
    try {
      const { db } = store;
      const about = { installation: { id: 7 }, repository: { full_name: 'acme/triage' } };
      let count = 0;
      const happens = (event: string, payload: object): Promise<unknown> => {
        count += 1;
        return receive(db, { deliveryId: `d${count}`, event, ...readEvent(event, { ...about, ...payload }, 1) });
      };
      const pull = (sha: string, updated_at: string | undefined) => ({
        action: 'synchronize',
        pull_request: { number: 3, state: 'open', updated_at, head: { sha: sha.repeat(40) }, base: { ref: 'main' } },
      });
      const commented = { action: 'created', issue: { number: 3, pull_request: {} } };
      const comment = { id: 8, body: '/readiness release', user: { login: 'mira', type: 'User' } };
      const pushedAt = async (): Promise<string | undefined> => {
        await happens('issue_comment', { ...commented, comment });
        const found = await nextPendingComment(db, 'acme/triage');
        if (found === undefined) throw new Error('the comment was not stored');
        await deletePendingComment(db, found.seq);
        return found.pushedAt?.toISOString();
      };
      await happens('pull_request', pull('a', '2020-01-01T00:00:00Z'));
      expect(await pushedAt()).toBeUndefined();
      for (const at of ['2020-01-01T12:00:00.000Z', '2040-01-01T12:00:00.000Z']) {
        await happens('pull_request', pull(at.startsWith('2020') ? 'b' : 'c', at));
        expect(await pushedAt()).toBe(at);
      }
      // What a later event or a read says of the same head does not move the push.
      await happens('pull_request', pull('c', '2041-01-01T12:00:00Z'));
      expect(await pushedAt()).toBe('2040-01-01T12:00:00.000Z');
      // Without a time of GitHub, no comment is later than the push.
      for (const [sha, at] of [
        ['d', undefined],
        ['e', 'soon'],
        ['f', '2026-02-99T00:00:00Z'],
      ] as const) {
        await happens('pull_request', pull(sha, at));
        expect(await pushedAt()).toBe('9999-12-31T00:00:00.000Z');
      }
    } finally {
      await store.remove();
    }
  });
});
