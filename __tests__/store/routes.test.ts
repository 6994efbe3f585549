import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import type { Db } from '../../src/store/db.ts';
import { type Delivery, receive } from '../../src/store/inbox.ts';
import { columnsOf, evaluatePulls } from '../../src/store/job.ts';
import { openPull, openPullsOf, overduePromotions, recordPullRead } from '../../src/store/open-pulls.ts';
import { markAsPilot } from '../../src/store/pilots.ts';
import { claim, enqueue, fail, finish } from '../../src/store/queue.ts';
import type { Route } from '../../src/store/route.ts';
import { rememberPublished, rememberVerdict } from '../../src/store/verdicts.ts';
import { describeStores, emptied, newStore, type OpenedStore } from '../support/harness/stores.ts';

const REPOSITORY = 'acme/triage';
const [A, B] = ['a'.repeat(40), 'b'.repeat(40)];

describeStores('whom an event concerns', (kind) => {
  let store: OpenedStore;
  let db: Db;
  let count = 0;
  beforeAll(async () => {
    store = await newStore(kind, 'routes');
    db = store.db;
  });
  afterAll(() => store.remove());
  beforeEach(() => emptied(db));

  const event = (more: Partial<Delivery>): Promise<unknown> => {
    count += 1;
    return receive(db, {
      deliveryId: `d${count}`,
      event: 'some',
      installationId: 7,
      repository: REPOSITORY,
      routes: [],
      ...more,
    });
  };
  const pull = (pullRequest: number, sha: string, baseRef = 'production', repository = REPOSITORY): Promise<unknown> =>
    event({ repository, updates: [{ kind: 'pull', pullRequest, sha, baseRef }] });
  const jobs = async (): Promise<string[]> => {
    const all = await claim(db, { worker: 'one', limit: 100, leaseSeconds: 60 });
    return all.map((job) => {
      const { pull_request, sha } = columnsOf(job);
      return `${job.repository}#${pull_request}${sha ? `@${sha.slice(0, 3)}` : ''}`;
    });
  };
  const asked = async (...routes: Route[]): Promise<string[]> => {
    await event({ routes });
    return (await jobs()).sort();
  };

  test('a head, a base, a repository, a group and an account lead to what they touch', async () => {
    await pull(1, A);
    await pull(2, A, 'main');
    await pull(3, B, 'production');
    await pull(9, B, 'production', 'acme/other');
    await pull(8, B, 'production', 'beta/other');
    const base = { repository: REPOSITORY, sha: A, installationId: 7 };
    await recordPullRead(db, { ...base, pullRequest: 1, baseRef: 'production', promotion: true });
    await recordPullRead(db, { ...base, pullRequest: 2, baseRef: 'main', promotion: false });
    expect(await asked({ to: 'head', sha: A })).toEqual(['acme/triage#1', 'acme/triage#2']);
    await emptyQueue();
    expect(await asked({ to: 'promotions' })).toEqual(['acme/triage#1', 'acme/triage#3']);
    await emptyQueue();
    expect(await asked({ to: 'promotions', base: 'main' })).toEqual([]);
    expect(await asked({ to: 'pulls', numbers: [2] }, { to: 'head', sha: B })).toEqual([
      'acme/triage#2',
      'acme/triage#3',
    ]);
    await emptyQueue();
    expect(await asked({ to: 'account', login: 'ACME' })).toEqual(['acme/other#9', 'acme/triage#1', 'acme/triage#3']);
    await emptyQueue();
    expect(await asked({ to: 'group', pullRequest: 2, sha: B }, { to: 'pulls', numbers: [2] })).toEqual([
      'acme/triage#2',
      'acme/triage#2@bbb',
    ]);
    expect(await asked({ to: 'repositories', names: ['acme/x', 'acme/y'] })).toEqual(['acme/x#0', 'acme/y#0']);
  });

  async function emptyQueue(): Promise<void> {
    await db.query('delete from job');
  }

  test('every pilot of an account is looked at, of no other', async () => {
    const pilot = { since: new Date(), why: 'topic pilot', tags: ['topic pilot'], mode: 'enforce' as const };
    await markAsPilot(db, { ...pilot, repository: 'acme/one', repositoryId: 1 });
    await markAsPilot(db, { ...pilot, repository: 'acmee/two', repositoryId: 2 });
    expect(await asked({ to: 'pilots', login: 'Acme' })).toEqual(['acme/one#0']);
  });

  test('a closed pull request frees those that share its head and is forgotten', async () => {
    await pull(1, A);
    await pull(2, A);
    await event({ updates: [{ kind: 'closed', pullRequest: 1, isMerged: false }], routes: [{ to: 'head', sha: A }] });
    expect(await jobs()).toEqual(['acme/triage#2']);
    expect(await openPull(db, REPOSITORY, 1)).toBeUndefined();
  });

  test('a closed pull request of a pilot is visited once more, a merged one and that of another repository is not', async () => {
    const pilot = { since: new Date(), why: 'topic pilot', tags: ['topic pilot'], mode: 'enforce' as const };
    await markAsPilot(db, { ...pilot, repository: REPOSITORY, repositoryId: 1 });
    await event({ updates: [{ kind: 'closed', pullRequest: 1, isMerged: false }], routes: [] });
    expect(await jobs()).toEqual(['acme/triage#1']);
    await event({ updates: [{ kind: 'closed', pullRequest: 2, isMerged: true }], routes: [] });
    await event({
      repository: 'acme/other',
      updates: [{ kind: 'closed', pullRequest: 3, isMerged: false }],
      routes: [],
    });
    expect(await jobs()).toEqual([]);
  });

  test('an installation that is gone takes its pull requests and waiting jobs along', async () => {
    await pull(1, A);
    await pull(2, A, 'production', 'acme/other');
    await enqueue(db, { repository: REPOSITORY, jobs: evaluatePulls([1]), installationId: 7 });
    await enqueue(db, { repository: 'acme/other', jobs: evaluatePulls([2]), installationId: 7 });
    await event({ updates: [{ kind: 'removed', repositories: [REPOSITORY] }] });
    expect(await jobs()).toEqual(['acme/other#2']);
    expect(await openPullsOf(db, REPOSITORY)).toEqual([]);
    expect(await openPullsOf(db, 'acme/other')).toHaveLength(1);
  });

  test('a merge group and the head of one pull request are jobs of their own', async () => {
    await enqueue(db, { repository: REPOSITORY, jobs: [{ kind: 'evaluate-group', pullRequest: 1, sha: A }] });
    await enqueue(db, { repository: REPOSITORY, jobs: evaluatePulls([1]) });
    await enqueue(db, { repository: REPOSITORY, jobs: [{ kind: 'evaluate-group', pullRequest: 1, sha: A }] });
    const [one, other] = await claim(db, { worker: 'one', limit: 9, leaseSeconds: 60 });
    if (!one || !other) throw new Error('two jobs were expected');
    expect(await finish(db, one)).toBe(true);
    expect(await fail(db, other, 'x')).toBe('retry');
    expect(await db.query('select sha from job')).toEqual([{ sha: columnsOf(other).sha }]);
  });

  test('a promotion is overdue when something was heard after it was last told and nobody is on the way', async () => {
    await pull(1, A);
    expect((await overduePromotions(db, 0)).map((one) => one.pullRequest)).toEqual([1]);
    expect(await overduePromotions(db, 60)).toEqual([]);
    await event({ routes: [{ to: 'pulls', numbers: [1] }] });
    expect(await overduePromotions(db, 0)).toEqual([]);
    const [job] = await claim(db, { worker: 'one', limit: 1, leaseSeconds: 60 });
    if (!job) throw new Error('a job was expected');
    await rememberVerdict(db, {
      ...{ repository: REPOSITORY, pullRequest: 1, headSha: A, baseRef: 'production', digest: 'd' },
      ...{ verdict: 'ready', conclusion: 'success', evaluatedAt: job.claimedAt },
    });
    await finish(db, job);
    expect(await overduePromotions(db, 0)).toHaveLength(1);
    await rememberPublished(db, { repository: REPOSITORY, pullRequest: 1, headSha: A, checkRunId: 5 });
    expect(await overduePromotions(db, 0)).toEqual([]);
    await pull(1, B);
    expect(await overduePromotions(db, 0)).toHaveLength(1);
    await recordPullRead(db, { repository: REPOSITORY, pullRequest: 1, sha: B, baseRef: 'main', promotion: false });
    expect(await overduePromotions(db, 0)).toEqual([]);
  });
});
