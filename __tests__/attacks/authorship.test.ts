import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { answerCommands } from '../../src/commands/answer.ts';
import { readCommands } from '../../src/commands/language/command-lines.ts';
import { catalog } from '../../src/criteria/index.ts';
import { commandTools } from '../../src/evaluation/command-tools.ts';
import { NOW, openStand, type Stand } from '../support/fixtures/attack-fixture.ts';
import { ORG } from '../support/harness/action-context.ts';

interface Someone {
  name: string;
  email: string;
}
type Files = Record<string, string | null>;

const TOMAS = 'tomas-lindqvist';
const SECURITY = 'docs/security.md';
const TEXT = '# Security\n\nAll is well: keys are kept apart, access is logged, and the logs are read.\n';
const EDITED = TEXT.replace('are read', 'are read on Fridays');
const mail = (login: string): Someone => ({ name: login, email: `${login}@users.noreply.github.com` });

describe('authorship that is washed', () => {
  let stand: Stand;
  beforeAll(async () => {
    stand = await openStand();
  });
  afterAll(() => stand.close());
  const as = (login: string): Stand['samir'] => stand.github.as(login);

  /** An unsigned commit that somebody pushes under another name. */
  async function push(repo: string, by: Stand['samir'], who: Someone, files: Files, branch: string): Promise<void> {
    const git = `/repos/${ORG}/${repo}/git`;
    const from = (await by.tip(repo, branch)) ?? (await by.branch(repo, branch));
    const scratch = `scratch-${Object.keys(files).length}-${from.slice(0, 8)}`;
    await by.branch(repo, scratch, from);
    const made = await by.commit(repo, { branch: scratch, files });
    const { data } = await by.request(`GET ${git}/commits/${made}`);
    const signed = { ...who, date: '2026-11-10T00:00:00Z' };
    const commit = await by.request(`POST ${git}/commits`, {
      ...{ message: 'Write it down', tree: (data as { tree: { sha: string } }).tree.sha, parents: [from] },
      ...{ author: signed, committer: signed },
    });
    const { sha } = commit.data as { sha: string };
    expect((await by.request(`PATCH ${git}/refs/heads/${branch}`, { sha })).status).toBe(200);
  }

  /** A promotion of `main`, with text that came there by a pull request of its own. */
  async function promoted(
    repo: string,
    { opener, author, merge }: { opener: string; author: string; merge: 'merge' | 'squash' },
  ): Promise<number> {
    await stand.promotion(repo);
    await push(repo, as(opener), mail(author), { [SECURITY]: TEXT }, 'text');
    const { number } = await as(opener).openPullRequest(repo, { head: 'text', base: 'main' });
    expect((await stand.samir.merge(repo, number, { merge_method: merge })).status).toBe(200);
    return (await stand.samir.openPullRequest(repo, { head: 'main', base: 'production' })).number;
  }

  /** What the gate makes of a signature of Tomas, given in a review and by command. */
  async function signed(repo: string, number: number): Promise<{ review: string; words: string; command: string }> {
    await stand.approve(repo, number);
    return judged(repo, number);
  }

  async function judged(repo: string, number: number): Promise<{ review: string; words: string; command: string }> {
    const { evaluation } = await stand.judge(repo, number);
    const check = evaluation.report?.criteria.flatMap(({ checks }) => checks).find(({ code }) => code === 'CS-2');
    const found = check?.findings?.filter(({ summary }) => summary.startsWith('security:')) ?? [];
    const [only] = found.length > 0 ? found : [check];
    if (evaluation.policy === undefined) throw new Error('not evaluated');
    const { subject, policy, report, requests = [] } = evaluation;
    const record = { decisions: [], tamperings: [] };
    const headAtArrival = { known: true as const, value: subject.sha };
    const lastPush = async () => ({ known: true as const, value: undefined });
    const tools = await commandTools({
      ...{ access: stand.access, catalog, subject, policy, requests, defaultBranch: 'main', record, now: NOW },
      ...(report === undefined ? {} : { report }),
      arrival: { headAtArrival, lastReportedHead: subject.sha, lastPush },
    });
    const comment = { kind: 'comment' as const, id: 1, url: `https://github.example/${ORG}/${repo}/pull/${number}#1` };
    const lines = readCommands('/readiness sign-off security');
    const at = '2026-11-20T11:59:58Z';
    const [receipt] = await answerCommands({ by: TOMAS, at, comment, lines }, record, tools);
    return {
      review: String(only?.outcome),
      words: String(only?.summary),
      command: receipt?.kind === 'refused' ? receipt.refusal.because : String(receipt?.kind),
    };
  }

  const names: Record<string, { who: Someone; review: string; command: string; mailmap?: string; isAlone?: boolean }> =
    {
      'their own account': { who: mail(TOMAS), review: 'unmet', command: 'wrote-evidence' },
      "a colleague's address": { who: mail('yuki-tanabe'), review: 'unmet', command: 'wrote-evidence' },
      "a bot's address": { who: mail('github-actions[bot]'), review: 'unknown', command: 'not-verified' },
      "GitHub's own address": {
        ...{ who: { name: 'GitHub', email: 'noreply@github.com' }, review: 'unknown', command: 'not-verified' },
      },
      'an address of no account': {
        ...{ who: { name: 'Laptop', email: 'me@laptop.example' }, review: 'unknown', command: 'not-verified' },
      },
      'a mailmap that renames their account': {
        ...{ who: mail(TOMAS), review: 'unmet', command: 'wrote-evidence', isAlone: true },
        mailmap: `Yuki <yuki-tanabe@users.noreply.github.com> <${mail(TOMAS).email}>\n`,
      },
      'a mailmap that names a colleague for no account': {
        ...{ who: { name: 'Laptop', email: 'me@laptop.example' }, review: 'unmet', command: 'wrote-evidence' },
        mailmap: 'Yuki <yuki-tanabe@users.noreply.github.com> <me@laptop.example>\n',
      },
    };

  test.each(Object.entries(names))('27 an approver who wrote it under %s does not sign it', async (name, variant) => {
    const repo = `name-${Object.keys(names).indexOf(name)}`;
    const files = variant.mailmap === undefined ? {} : { '.mailmap': variant.mailmap };
    const { number } = await stand.promotion(repo, files);
    // Who pushed is known otherwise, whatever the mailmap says.
    if (variant.isAlone) stand.github.faults.add({ route: `GET /repos/*/${repo}/activity`, status: 404 });
    await push(repo, as(TOMAS), variant.who, { [SECURITY]: TEXT }, 'promote');
    const { review, command } = await signed(repo, number);
    expect({ review, command }).toEqual({ review: variant.review, command: variant.command });
  });

  test('27 text that a workflow committed is by nobody', async () => {
    const { number } = await stand.promotion('workflow');
    const bot = stand.github.withToken(stand.github.actionsToken('workflow', { contents: 'write' }));
    await push('workflow', bot, mail('github-actions[bot]'), { [SECURITY]: TEXT }, 'promote');
    const { review, command, words } = await signed('workflow', number);
    expect({ review, command }).toEqual({ review: 'unknown', command: 'not-verified' });
    expect(words).toMatch(/github-actions\[bot\], which is not a person/);
  });

  const moves: Record<string, { before: string; steps: Files[] }> = {
    'a new name': {
      before: 'notes/draft.md',
      steps: [{ 'notes/draft.md': null, 'docs/security-review.md': TEXT }],
    },
    'another file, over what was there': {
      before: 'notes/draft.md',
      steps: [{ 'notes/draft.md': null, [SECURITY]: TEXT }, { [SECURITY]: EDITED }],
    },
    'a copy': { before: 'notes/draft.md', steps: [{ 'docs/security-review.md': TEXT }] },
    'another case': {
      before: 'docs/Security-Review.md',
      steps: [{ 'docs/Security-Review.md': null, 'docs/security-review.md': EDITED }],
    },
    'a folder': {
      before: 'notes/security.md',
      steps: [{ 'notes/security.md': null, 'docs/deep/er/security.md': EDITED }],
    },
    'two names after another': {
      before: 'notes/draft.md',
      steps: [
        { 'notes/draft.md': null, 'notes/final.md': TEXT },
        { 'notes/final.md': null, 'docs/security-review.md': TEXT },
      ],
    },
    'a gap of one commit': {
      before: 'notes/draft.md',
      steps: [{ 'notes/draft.md': null }, { 'docs/security-review.md': TEXT }],
    },
  };

  test.each(Object.entries(moves))('28 text that a colleague moved to %s keeps its author', async (name, variant) => {
    const repo = `move-${Object.keys(moves).indexOf(name)}`;
    const { number } = await stand.promotion(repo);
    await as(TOMAS).commit(repo, { branch: 'promote', files: { [variant.before]: TEXT } });
    for (const files of variant.steps) await stand.samir.commit(repo, { branch: 'promote', files });
    const { review, command } = await signed(repo, number);
    expect({ review, command }).toEqual({ review: 'unmet', command: 'wrote-evidence' });
  });

  test.each(['merge', 'squash'] as const)('27 who opened its pull request (%s) does not sign it', async (merge) => {
    const repo = `brought-${merge}`;
    const number = await promoted(repo, { opener: TOMAS, author: 'yuki-tanabe', merge });
    const { review, command } = await signed(repo, number);
    expect({ review, command }).toEqual({ review: 'unmet', command: 'wrote-evidence' });
  });

  test('27 who opened the promotion signs nothing of it', async () => {
    await stand.promotion('opened');
    await as(TOMAS).commit('opened', { branch: 'again', files: { 'CHANGELOG.md': 'Ready, again.\n' } });
    const { number } = await as(TOMAS).openPullRequest('opened', { head: 'again', base: 'production' });
    expect((await judged('opened', number)).command).toBe('opened-it');
  });

  test('27 a name that nothing shows to have pushed it or opened its pull request is unknown', async () => {
    const { number } = await stand.promotion('unseen');
    await push('unseen', as(TOMAS), mail('yuki-tanabe'), { [SECURITY]: TEXT }, 'promote');
    stand.github.faults.add({ route: 'GET /repos/*/unseen/activity', status: 404 });
    const { review, command, words } = await signed('unseen', number);
    stand.github.faults.clear();
    expect({ review, command }).toEqual({ review: 'unknown', command: 'not-verified' });
    expect(words).toMatch(/names @yuki-tanabe without a signature/);
  });

  const ordinary: Record<string, (repo: string) => Promise<number>> = {
    'an unsigned commit in a merged pull request of its author': (repo) =>
      promoted(repo, { opener: 'yuki-tanabe', author: 'yuki-tanabe', merge: 'merge' }),
    'a squashed pull request': (repo) =>
      promoted(repo, { opener: 'yuki-tanabe', author: 'yuki-tanabe', merge: 'squash' }),
    'an unsigned commit of whoever opened the promotion': async (repo) => {
      const { number } = await stand.promotion(repo);
      await stand.samir.commit(repo, { branch: 'promote', files: { [SECURITY]: TEXT } });
      return number;
    },
    'an unsigned commit that a colleague pushed to the promotion': async (repo) => {
      const { number } = await stand.promotion(repo);
      await as('yuki-tanabe').commit(repo, { branch: 'promote', files: { [SECURITY]: TEXT } });
      return number;
    },
    'an unsigned commit that its author pushed to the default branch': async (repo) => {
      await stand.promotion(repo);
      await as('yuki-tanabe').commit(repo, { files: { [SECURITY]: TEXT } });
      return (await stand.samir.openPullRequest(repo, { head: 'main', base: 'production' })).number;
    },
    'text that colleagues wrote and moved': async (repo) => {
      const { number } = await stand.promotion(repo);
      await as('yuki-tanabe').commit(repo, { branch: 'promote', files: { 'notes/draft.md': TEXT } });
      await stand.samir.commit(repo, {
        ...{ branch: 'promote', files: { 'notes/draft.md': null, 'docs/security-review.md': TEXT } },
      });
      return number;
    },
  };

  test.each(Object.entries(ordinary))('27 signs as ever: %s', async (name, open) => {
    const repo = `ordinary-${Object.keys(ordinary).indexOf(name)}`;
    const { review, words, command } = await signed(repo, await open(repo));
    expect({ review, words, command }).toMatchObject({ review: 'met', command: 'recorded' });
  });
});
