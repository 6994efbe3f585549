import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHub } from '../__tests__/emulator/index.ts';
import { counted, quantile, type Row, type Scenario, spread } from './rows.ts';
import { AUTHOR, countsOf, idle, openGitHub, pilot, runningApp, until } from './stage.ts';

const NAME = 'pilot-readiness';
const ONE_BY_ONE = 6;

type App = Awaited<ReturnType<typeof runningApp>>;

/** Promotions opened on the emulator, one at a time and many at once: from the opening to the completed check. */
export const measure: Scenario = async ({ root, app: entry, folder, runs }) => {
  const github = await openGitHub();
  const dataDir = join(folder, 'data');
  mkdirSync(dataDir);
  try {
    const app = await runningApp(github.appCredentials, { entry, apiUrl: github.url, dataDir });
    try {
      github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
      const rows: Row[] = [];
      await pilot(github, 'single', root);
      await pulls(github, app, 'single', 'warm', 1);
      const single: number[] = [];
      for (let turn = 0; turn < ONE_BY_ONE; turn += 1)
        single.push(...(await pulls(github, app, 'single', `one-${turn}`, 1)).checked);
      rows.push(spread('one at a time: open → check completed', 'ms', single));

      const last: number[] = [];
      const each: number[] = [];
      const acknowledged: number[] = [];
      for (let turn = 0; turn < Math.min(runs, 5); turn += 1) {
        const repo = `twenty-${turn}`;
        await pilot(github, repo, root);
        const burst = await pulls(github, app, repo, 'burst', 20);
        each.push(...burst.checked);
        last.push(Math.max(...burst.checked));
        acknowledged.push(...burst.acknowledged);
      }
      rows.push(spread('20 at once: open → check completed, each', 'ms', each));
      rows.push(spread('20 at once: until the last check is completed', 'ms', last, { most: 2000 }));
      rows.push(spread('20 at once: acknowledgement of a webhook', 'ms', acknowledged));

      await pilot(github, 'many', root);
      const before = (await countsOf(app))('pilot_readiness_jobs_total{outcome="judged"}');
      const many = await pulls(github, app, 'many', 'burst', 200);
      const judged = (await countsOf(app))('pilot_readiness_jobs_total{outcome="judged"}') - before;
      rows.push(spread('200 at once: open → check completed, each', 'ms', many.checked));
      rows.push(counted('200 at once: until the last check is completed', 'ms', Math.max(...many.checked)));
      rows.push(spread('200 at once: acknowledgement of a webhook', 'ms', many.acknowledged));
      many.acknowledged.sort((a, b) => a - b);
      rows.push(counted('200 at once: acknowledgement p99', 'ms', quantile(many.acknowledged, 0.99)));
      rows.push(counted('200 at once: evaluations', '', judged));
      return rows;
    } finally {
      await app.stop();
    }
  } finally {
    github.sendWebhooksTo(undefined);
    await github.close();
  }
};

interface Burst {
  /** Milliseconds from the opening of each to its completed check. */
  checked: number[];
  /** Milliseconds to the answer of each webhook. */
  acknowledged: number[];
}

/** Opens so many pull requests at the same time, and waits for their checks. */
async function pulls(github: GitHub, app: App, repo: string, prefix: string, count: number): Promise<Burst> {
  const author = github.as(AUTHOR);
  const branches = Array.from({ length: count }, (_none, index) => `${prefix}-${index}`);
  for (const branch of branches)
    await author.commit(repo, { branch, files: { [`notes/${branch}.md`]: 'Ready to go.\n' } });
  await github.settled();
  await idle(app);
  const [told, happened] = [github.deliveries.length, github.events.length];
  const opened = new Map<string, number>();
  const done = new Map<string, number>();
  const look = (): void => {
    const now = performance.now();
    for (const { event, action, payload } of github.events.slice(happened)) {
      const run = (payload as { check_run?: { name: string; head_sha: string } }).check_run;
      if (event !== 'check_run' || action !== 'completed' || run?.name !== NAME) continue;
      if (!done.has(run.head_sha)) done.set(run.head_sha, now);
    }
  };
  const timer = setInterval(look, 5);
  try {
    await Promise.all(
      branches.map(async (branch) => {
        const began = performance.now();
        const { head } = await author.openPullRequest(repo, { head: branch, base: 'production' });
        opened.set(head, began);
      }),
    );
    await until(app, `${count} checks are completed`, () => [...opened.keys()].every((head) => done.has(head)));
  } finally {
    clearInterval(timer);
  }
  const checked = [...opened].map(([head, began]) => (done.get(head) ?? Number.NaN) - began);
  await github.settled();
  await idle(app);
  return { checked, acknowledged: github.deliveries.slice(told).map(({ duration }) => duration * 1000) };
}
