import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import type { BenchOptions } from '../rows.ts';
import { AUTHOR, idle, ORG, openGitHub, pilot, runningApp } from '../stage.ts';
import { record } from './record.ts';
import type { Recording } from './replay.ts';

export interface RecordedPilot extends Recording {
  credentials: GitHub['appCredentials'];
  /** The body of a delivery about the pull request. */
  delivery: string;
}

const NAME = 'canned-pilot';

/**
 * Lets the App judge one promotion on the emulator while everything is written down: first, after a push, and once more
 * with nothing changed, so that its own comment and check run stand in what is recorded last.
 */
export async function recordPilot({ root, app: entry, folder }: BenchOptions): Promise<RecordedPilot> {
  const github = await openGitHub();
  const recorder = await record(github.url);
  const dataDir = join(folder, 'recording');
  mkdirSync(dataDir);
  try {
    const app = await runningApp(github.appCredentials, { entry, apiUrl: recorder.url, dataDir });
    try {
      await pilot(github, NAME, root);
      github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
      const author = github.as(AUTHOR);
      const rest = async (): Promise<void> => {
        await github.settled();
        await idle(app);
      };
      await author.commit(NAME, { branch: 'promote', files: { 'notes/promote.md': 'Ready to go.\n' } });
      const { number } = await author.openPullRequest(NAME, { head: 'promote', base: 'production' });
      await rest();
      const head = await author.commit(NAME, { branch: 'promote', files: { 'notes/promote.md': 'Written again.\n' } });
      await rest();
      const before = github.deliveries.length;
      await author.label(NAME, number, 'seen');
      await rest();
      const delivery = github.deliveries.slice(before).find(({ event }) => event === 'pull_request')?.body;
      const { data } = await author.request(`GET /repos/${ORG}/${NAME}`);
      // What could not be delivered was for the App of the recording.
      for (const [key, answer] of recorder.answers)
        if (key.startsWith('GET /app/hook/deliveries')) recorder.answers.set(key, { ...answer, body: '[]' });
      if (delivery === undefined) throw new Error('the label made no delivery');
      return {
        ...{ answers: recorder.answers, repository: `${ORG}/${NAME}`, repositoryId: (data as { id: number }).id, head },
        ...{ credentials: github.appCredentials, delivery },
      };
    } finally {
      await app.stop();
    }
  } finally {
    github.sendWebhooksTo(undefined);
    await recorder.close();
    await github.close();
  }
}
