import { createRequire } from 'node:module';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ORG } from '../support/harness/action-context.ts';
import { type AppHarness, openAppHarness } from '../support/harness/app-harness.ts';

interface Example {
  name: string;
  examples: Record<string, unknown>[];
}
const require = createRequire(import.meta.url);
/** github.com's and those of each Enterprise Server; what is the same in several is sent once. */
const EDITIONS = ['api.github.com', 'ghes-31', 'ghes-32', 'ghes-33', 'ghes-34', 'ghes-35'];
const EXAMPLES = new Map<string, { name: string; payload: Record<string, unknown> }>();
for (const edition of EDITIONS) {
  for (const { name, examples } of require(`@octokit/webhooks-examples/${edition}/index.json`) as Example[])
    for (const payload of examples) EXAMPLES.set(`${name} ${JSON.stringify(payload)}`, { name, payload });
}

describe('every payload that GitHub publishes as an example', () => {
  let harness: AppHarness;
  beforeAll(async () => {
    harness = await openAppHarness();
  });
  afterAll(() => harness.stop());

  /** In the installation and organization of this GitHub, so that the jobs get as far as looking for the repository. */
  const inInstallation = (payload: Record<string, unknown>): Record<string, unknown> => ({
    ...payload,
    installation: { id: harness.github.appCredentials.installationId },
    organization: { login: ORG },
  });

  test('is acknowledged, also with our installation, and causes neither an internal error nor a dead job', async () => {
    const all = [...EXAMPLES.values()];
    expect(all.length).toBeGreaterThan(300);
    const statuses = new Map<number, number>();
    for (const { name, payload } of all) {
      for (const body of [payload, inInstallation(payload)]) {
        const { status } = await harness.post(name, body);
        statuses.set(status, (statuses.get(status) ?? 0) + 1);
      }
    }
    expect([...statuses]).toEqual([[202, 2 * all.length]]);
    const metrics = async (): Promise<string> => (await fetch(`${harness.app.url}/metrics`)).text();
    await harness.until('nothing is due or running', async () =>
      /queue_jobs\{state="running"\} 0/.test(await metrics()),
    );
    expect(await metrics()).toMatch(/queue_jobs\{state="dead"\} 0/);
    const defects = harness.log.filter(
      (line) => !/UnavailableError|InstallationGone|lost deliveries|could not publish the failure/.test(line),
    );
    expect(defects).toEqual([]);
  }, 300_000);
});
