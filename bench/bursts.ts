import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openPulls } from './pulls.ts';
import { counted, quantile, type Row, type Scenario, spread } from './rows.ts';
import { countsOf, idle, openGitHub, pilot, runningApp } from './stage.ts';

const ONE_BY_ONE = 6;

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
      const pulls = (repo: string, prefix: string, count: number) =>
        openPulls(github, { repo, prefix, count, quiet: () => idle(app), tail: app.tail });
      await pilot(github, 'single', root);
      await pulls('single', 'warm', 1);
      const single: number[] = [];
      for (let turn = 0; turn < ONE_BY_ONE; turn += 1)
        single.push(...(await pulls('single', `one-${turn}`, 1)).checked);
      rows.push(spread('one at a time: open → check completed', 'ms', single));

      const last: number[] = [];
      const each: number[] = [];
      const acknowledged: number[] = [];
      for (let turn = 0; turn < Math.min(runs, 5); turn += 1) {
        const repo = `twenty-${turn}`;
        await pilot(github, repo, root);
        const burst = await pulls(repo, 'burst', 20);
        each.push(...burst.checked);
        last.push(Math.max(...burst.checked));
        acknowledged.push(...burst.acknowledged);
      }
      rows.push(spread('20 at once: open → check completed, each', 'ms', each));
      rows.push(spread('20 at once: until the last check is completed', 'ms', last, { most: 2000 }));
      rows.push(spread('20 at once: acknowledgement of a webhook', 'ms', acknowledged));

      await pilot(github, 'many', root);
      const before = (await countsOf(app))('pilot_readiness_jobs_total{outcome="judged"}');
      const many = await pulls('many', 'burst', 200);
      const evaluated = (await countsOf(app))('pilot_readiness_jobs_total{outcome="judged"}') - before;
      rows.push(spread('200 at once: open → check completed, each', 'ms', many.checked));
      rows.push(counted('200 at once: until the last check is completed', 'ms', Math.max(...many.checked)));
      rows.push(spread('200 at once: acknowledgement of a webhook', 'ms', many.acknowledged));
      many.acknowledged.sort((a, b) => a - b);
      rows.push(counted('200 at once: acknowledgement p99', 'ms', quantile(many.acknowledged, 0.99)));
      rows.push(counted('200 at once: evaluations', '', evaluated));
      return rows;
    } finally {
      await app.stop();
    }
  } finally {
    github.sendWebhooksTo(undefined);
    await github.close();
  }
};
