import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORG, POLICY, policy } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

describe('/readiness on a pull request', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());
  const as = (login: string): ReturnType<AppHarness['github']['as']> => harness.github.as(login);

  /** Our answers to comments, without the one comment of the report. */
  async function answers(repo: string, number: number): Promise<string[]> {
    const all = await harness.comments(repo, number);
    return all
      .filter((body) => body.startsWith('<!-- pilot-readiness:answer:'))
      .map((body) => body.split('\n').slice(1).join('\n'));
  }

  /** Says it and waits for our answer to it. */
  async function say(
    login: string,
    repo: string,
    number: number,
    words: string,
  ): Promise<{ id: number; answer: string; reaction: string }> {
    const before = (await answers(repo, number)).length;
    const id = await as(login).comment(repo, number, words);
    await harness.until(`an answer to ${words}`, async () => (await answers(repo, number)).length > before);
    await harness.idle();
    return { id, answer: (await answers(repo, number)).at(-1) ?? '', reaction: await reactions(repo, id) };
  }

  async function reactions(repo: string, id: number): Promise<string> {
    const { data } = await as(`${ORG}-owner`).request(`GET /repos/${ORG}/${repo}/issues/comments/${id}/reactions`);
    return ((data as { content: string }[]) ?? []).map(({ content }) => content).join();
  }

  async function report(repo: string, number: number): Promise<string> {
    return (await harness.reports(repo, number))[0] ?? '';
  }

  test('reviewers who never touch git sign with one comment each, and the promotion is merged', async () => {
    const { number, head } = await harness.promotion('signed');
    await harness.concluded('signed', head, 'failure');
    const { data } = await as('samir-haddad').request(`GET /repos/${ORG}/signed/pulls/${number}`);
    const asked = (data as { requested_reviewers: { login: string }[] }).requested_reviewers
      .map(({ login }) => login)
      .sort();
    expect(asked).toEqual(['hanne-vik', 'tomas-lindqvist']);
    expect(await report('signed', number)).toMatch(/review requested/);
    const security = await say('tomas-lindqvist', 'signed', number, '/readiness sign-off security looks fine');
    expect(security.reaction).toBe('+1');
    expect(security.answer).toMatch(/signed off `security` at `[0-9a-f]{7}/);
    expect(security.answer).toMatch(/readiness withdraw security/);
    await say('hanne-vik', 'signed', number, 'Read it all.\n\n/readiness approve privacy');
    await say('ines-okafor', 'signed', number, '/readiness accept OM-2 because it was agreed');
    await harness.concluded('signed', head, 'success');
    expect((await harness.merge('signed', number)).status).toBe(200);
  }, 300_000);

  test('who may not sign is told why and who could; nothing is recorded', async () => {
    const { number, head } = await harness.promotion('refused');
    await harness.concluded('refused', head, 'failure');
    const outsider = await say('yuki-tanabe', 'refused', number, '/readiness sign-off privacy');
    expect(outsider.reaction).toBe('confused');
    expect(outsider.answer).toMatch(/yuki-tanabe.*hanne-vik/s);
    const two = await say('hanne-vik', 'refused', number, '/readiness sign-off security');
    expect(two.answer).toMatch(/tomas-lindqvist/);
    const unknown = await say('hanne-vik', 'refused', number, '/readiness sign-of privacy');
    expect(unknown.answer).toMatch(/Did you mean/);
    const quoted = await as('hanne-vik').comment(
      'refused',
      number,
      '> /readiness sign-off privacy\n\n```\n/readiness sign-off privacy\n```',
    );
    expect(quoted).toBeGreaterThan(0);
    await harness.idle();
    expect(await answers('refused', number)).toHaveLength(3);
    expect((await harness.runs('refused', head))[0]?.conclusion).toBe('failure');
  }, 300_000);

  test('a sign-off on a head that moved is refused with the line to send; that line then counts', async () => {
    const { number, head } = await harness.promotion('moved');
    await harness.concluded('moved', head, 'failure');
    const moved = await as('samir-haddad').commit('moved', { branch: 'promote', files: { 'CHANGELOG.md': 'More.\n' } });
    await harness.concluded('moved', moved, 'failure');
    const early = await say('hanne-vik', 'moved', number, '/readiness sign-off privacy');
    expect(early.answer).toContain(`/readiness sign-off privacy @${moved.slice(0, 12)}`);
    const named = await say('hanne-vik', 'moved', number, `/readiness sign-off privacy @${moved.slice(0, 12)}`);
    expect(named.answer).toMatch(/signed off `privacy`/);
  }, 300_000);

  test('an edited or deleted comment loses what it opened, and never what it closed', async () => {
    const { number, head } = await harness.promotion('edited');
    await harness.concluded('edited', head, 'failure');
    const security = await say('tomas-lindqvist', 'edited', number, '/readiness sign-off security');
    await say('hanne-vik', 'edited', number, '/readiness sign-off privacy');
    const accepted = await say('ines-okafor', 'edited', number, '/readiness accept OM-2 because it was agreed');
    await harness.concluded('edited', head, 'success');
    await as(`${ORG}-owner`).editComment('edited', security.id, '/readiness sign-off security, indeed');
    await harness.concluded('edited', head, 'failure');
    expect((await answers('edited', number)).at(-1)).toMatch(/commands in edited comments do not count/);
    await say('tomas-lindqvist', 'edited', number, '/readiness sign-off security');
    await harness.concluded('edited', head, 'success');
    await as('ines-okafor').deleteComment('edited', accepted.id);
    await harness.concluded('edited', head, 'failure');
    await say('ines-okafor', 'edited', number, '/readiness accept OM-2 because it was agreed');
    await harness.concluded('edited', head, 'success');
    const hold = await say('hanne-vik', 'edited', number, '/readiness hold because a customer complained');
    await harness.concluded('edited', head, 'failure');
    await as('hanne-vik').deleteComment('edited', hold.id);
    await harness.idle();
    expect((await harness.runs('edited', head))[0]?.conclusion).toBe('failure');
    expect(await report('edited', number)).toMatch(/a customer complained/);
    const hasty = await say('tomas-lindqvist', 'edited', number, '/readiness release');
    expect(hasty.answer).toMatch(/hanne-vik/);
    await say('hanne-vik', 'edited', number, '/readiness release');
    await harness.concluded('edited', head, 'success');
    await say('tomas-lindqvist', 'edited', number, '/readiness withdraw security');
    await harness.concluded('edited', head, 'failure');
    const declined = await say('tomas-lindqvist', 'edited', number, '/readiness decline security because prompts leak');
    expect(declined.answer).toMatch(/declined `security`/);
    expect(await report('edited', number)).toMatch(/prompts leak/);
  }, 300_000);

  test('a waiver is asked by the author and granted by another; both at once, twice, and by the wrong one', async () => {
    const { number, head } = await harness.promotion('waived');
    await harness.concluded('waived', head, 'failure');
    const early = await say('mira-castellano', 'waived', number, '/readiness grant OM-2');
    expect(early.reaction).toBe('confused');
    const asked = await say(
      'samir-haddad',
      'waived',
      number,
      '/readiness waive OM-2 until 2026-12-31 because the window began before',
    );
    expect(asked.answer).toMatch(/requests a waiver of `OM-2`.*mira-castellano/s);
    const own = await say('samir-haddad', 'waived', number, '/readiness grant OM-2');
    expect(own.reaction).toBe('confused');
    const hasty = await say('mira-castellano', 'waived', number, '/readiness grant OM-2');
    expect(hasty.answer).toMatch(/minute/);
    const late = await say('samir-haddad', 'waived', number, '/readiness waive OM-2 until 2029-12-31 because never');
    expect(late.reaction).toBe('confused');
    harness.github.dateComments(90_000);
    await Promise.all([
      as('mira-castellano').comment('waived', number, '/readiness grant OM-2'),
      as('mira-castellano').comment('waived', number, '/readiness grant OM-2'),
    ]);
    await harness.idle();
    expect(await report('waived', number)).toMatch(/Waived: .*until 2026-12-31, granted by .*mira-castellano.*`OM-2`/);
    const [granted] = harness.github.deliveries
      .filter(({ event, body }) => event === 'issue_comment' && /grant OM-2/.test(body))
      .slice(-1);
    const count = (await answers('waived', number)).length;
    await fetch(`${harness.app.url}/api/github/webhooks`, {
      method: 'POST',
      headers: { ...(granted?.headers as Record<string, string>), 'x-github-delivery': 'another-one' },
      body: granted?.body ?? '',
    });
    await harness.idle();
    expect((await answers('waived', number)).length).toBe(count);
    const revoked = await say('mira-castellano', 'waived', number, '/readiness revoke OM-2');
    expect(revoked.reaction).toBe('+1');
    harness.github.dateComments(0);
    await harness.until('it is not waived', async () =>
      /OM-2/.test((await report('waived', number)).split('<details>')[0] ?? ''),
    );
  }, 300_000);

  test('explain and help answer anybody; a bot is not heard', async () => {
    const { number, head } = await harness.promotion('asked');
    await harness.concluded('asked', head, 'failure');
    const why = await say('yuki-tanabe', 'asked', number, '/readiness explain CS-1');
    expect(why.reaction).toBe('eyes');
    expect(why.answer).toMatch(/CS-1/);
    const help = await say('yuki-tanabe', 'asked', number, '/readiness help');
    expect(help.answer).toMatch(/readiness sign-off <control>/);
    const count = (await answers('asked', number)).length;
    await harness.github
      .withToken(harness.github.actionsToken('asked'))
      .request(`POST /repos/${ORG}/asked/issues/${number}/comments`, { body: '/readiness help' });
    await harness.idle();
    expect((await answers('asked', number)).length).toBe(count);
  }, 300_000);

  test('a preview gets a comment only when somebody asks for it', async () => {
    await harness.promotion('preview');
    await as('samir-haddad').commit('preview', { branch: 'idea', files: { 'CHANGELOG.md': 'An idea.\n' } });
    const { number, head } = await as('samir-haddad').openPullRequest('preview', { head: 'idea', base: 'main' });
    await harness.concluded('preview', head, 'neutral', 'pilot-readiness (preview)');
    await harness.idle();
    expect(await harness.comments('preview', number)).toEqual([]);
    await as('yuki-tanabe').comment('preview', number, 'Is it?\n\n/readiness');
    await harness.until('a comment', async () => (await harness.reports('preview', number)).length > 0);
    expect(await harness.comments('preview', number)).toEqual([expect.stringMatching(/Preview: not a promotion/)]);
  }, 300_000);

  test('a pilot is retired by a waiver approver, and judged no more', async () => {
    const { number, head } = await harness.promotion('retired');
    await harness.concluded('retired', head, 'failure');
    const wrong = await say('yuki-tanabe', 'retired', number, '/readiness retire because I want to merge');
    expect(wrong.reaction).toBe('confused');
    await say('mira-castellano', 'retired', number, '/readiness retire because the project ended');
    const run = await harness.concluded('retired', head, 'success');
    expect(run.output.title + run.output.summary).toMatch(/retired/i);
  }, 300_000);

  /** Each refused to a colleague, the opener or a member of another team, then heard from whom it is given to. */
  test('each command has its people: colleagues, authors and other teams are refused, members of a named team count', async () => {
    const byTeam = policy.replace('["@tomas-lindqvist"]', '["@acme-support/security"]');
    expect(byTeam).not.toBe(policy);
    const { number, head } = await harness.promotion('people', { [POLICY]: byTeam });
    await harness.concluded('people', head, 'failure');
    await harness.idle();
    const turns: [string, string, '+1' | 'confused' | 'eyes', RegExp][] = [
      ['ravi-desai', 'sign-off security', 'confused', /ravi-desai.*is not an approver/],
      ['samir-haddad', 'sign-off security', 'confused', /samir-haddad/],
      ['yuki-tanabe', 'decline security because I do not like it', 'confused', /yuki-tanabe/],
      ['tomas-lindqvist', 'decline security because prompts leak', '+1', /declined/],
      ['hanne-vik', 'withdraw security', 'confused', /hanne-vik|nothing/i],
      ['tomas-lindqvist', 'withdraw security', '+1', /withdrew/],
      ['tomas-lindqvist', 'sign-off security', '+1', /signed off `security`/],
      ['yuki-tanabe', 'accept OM-2 because it was agreed', 'confused', /yuki-tanabe/],
      ['ines-okafor', 'accept OM-2 because it was agreed', '+1', /accepted `OM-2`/],
      ['yuki-tanabe', 'hold because I have a feeling', 'confused', /yuki-tanabe/],
      ['samir-haddad', 'release', 'confused', /not on hold/],
      ['samir-haddad', 'waive CS-2 until 2026-12-31 because nobody has time', 'confused', /never be waived/],
      ['samir-haddad', 'not-applicable BK-1 rework-rate because nothing is done twice', '+1', /not applicable/],
      ['hanne-vik', 'grant BK-1', 'confused', /mira-castellano/],
      ['mira-castellano', 'grant BK-1', '+1', /granted/],
      ['yuki-tanabe', 'revoke BK-1', 'confused', /yuki-tanabe/],
      ['samir-haddad', 'revoke BK-1', '+1', /revoked/],
      ['yuki-tanabe', 'retire because it is late', 'confused', /yuki-tanabe/],
      ['samir-haddad', 'retire because it is late', 'confused', /samir-haddad/],
      ['yuki-tanabe', 'check', 'eyes', /^$/],
    ];
    for (const [who, words, reaction, answer] of turns) {
      harness.github.dateComments(words.startsWith('grant') ? 120_000 : 0);
      if (answer.source === '^$') {
        const id = await as(who).comment('people', number, `/readiness ${words}`);
        await harness.until('a reaction', async () => (await reactions('people', id)) === reaction);
        continue;
      }
      const seen = await say(who, 'people', number, `/readiness ${words}`);
      expect([who, words, seen.reaction]).toEqual([who, words, reaction]);
      expect(seen.answer).toMatch(answer);
    }
    harness.github.dateComments(0);
    await harness.idle();
    expect(await report('people', number)).toMatch(/1 task left/);
  }, 300_000);

  test('what was said before a restart is answered after it, once', async () => {
    const { number, head } = await harness.promotion('late');
    await harness.concluded('late', head, 'failure');
    harness.github.faults.add({
      route: /^POST \/repos\/acme-support\/late\/issues\/\d+\/comments/,
      status: 502,
      times: 2,
    });
    await as('hanne-vik').comment('late', number, '/readiness sign-off privacy');
    await harness.github.settled();
    await harness.restart();
    await harness.until('answered', async () => (await answers('late', number)).length === 1);
    await harness.idle();
    expect(await answers('late', number)).toEqual([expect.stringMatching(/signed off `privacy`/)]);
  }, 300_000);
});
