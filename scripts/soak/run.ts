import { appProcess } from '../crash-test/app-process.ts';
import { chanceOf, sleep } from '../crash-test/chance.ts';
import { AUTHOR, openFixture, REPOSITORIES } from '../crash-test/fixture.ts';
import type { Places } from '../crash-test/run.ts';
import { newPlace } from '../crash-test/store-place.ts';
import { outcomeOf, type Sample, type SoakOutcome } from './report.ts';

export interface SoakOptions {
  minutes: number;
  /** Events a second. */
  rate: number;
}

const EVERY_MS = 5_000;
const DRAIN_MS = 120_000;
const PULLS = 6;
const HEAP_MB = 128;

/** Sends events at a steady rate and looks at the App meanwhile. */
export async function soak(options: SoakOptions, places: Places): Promise<SoakOutcome> {
  const github = await openFixture(places.root);
  const store = await newPlace('embedded', { stores: [], kills: 0, pulls: 0, seed: 1, replicas: 1 });
  const { appId, privateKey, webhookSecret } = github.appCredentials;
  const env = {
    APP_ID: String(appId),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: webhookSecret,
    GITHUB_API_URL: github.url,
  };
  // With room for a gigabyte the collector lets garbage lie for minutes, which hides what is never given back.
  const limited = { NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` };
  const app = appProcess({ entry: places.app, env: { ...env, ...store.env, ...limited } });
  try {
    await app.start();
    github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
    const author = github.as(AUTHOR);
    const pulls: { repo: string; number: number; branch: string }[] = [];
    for (let index = 0; index < PULLS; index += 1) {
      const repo = REPOSITORIES[index % REPOSITORIES.length] ?? REPOSITORIES[0];
      const branch = `soak-${index}`;
      await author.commit(repo, { branch, files: { [`notes/${branch}.md`]: 'Ready.\n' } });
      pulls.push({
        repo,
        branch,
        number: (await author.openPullRequest(repo, { head: branch, base: 'production' })).number,
      });
    }
    const chance = chanceOf(1);
    const samples: Sample[] = [];
    const began = Date.now();
    let sent = 0;
    let sampled = 0;
    while (Date.now() - began < options.minutes * 60_000) {
      const pull = pulls[chance.between(0, pulls.length)];
      if (pull !== undefined) await act(author, pull, chance.between(0, 10), sent);
      sent += 1;
      if (Date.now() - began >= sampled * EVERY_MS) {
        sampled += 1;
        samples.push(await sampleOf(app.url, (Date.now() - began) / 1000));
      }
      await sleep(Math.max(0, began + (sent * 1000) / options.rate - Date.now()));
    }
    const stopped = Date.now();
    await github.settled();
    const last = await drained(app.url, stopped);
    return outcomeOf({
      ...options,
      sent,
      samples,
      last,
      drainedMs: Date.now() - stopped,
      requests: github.requests.all.length,
      heapMb: HEAP_MB,
    });
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : String(error)}\n${app.tail()}`);
  } finally {
    github.sendWebhooksTo(undefined);
    await app.stop();
    await store.remove();
    await github.close();
  }
}

/** Mostly what changes nothing for long: the history that an evaluation reads must not grow with the time that passes. */
async function act(
  author: ReturnType<Awaited<ReturnType<typeof openFixture>>['as']>,
  { repo, number, branch }: { repo: string; number: number; branch: string },
  what: number,
  turn: number,
): Promise<void> {
  if (what < 4) await author.label(repo, number, `label-${turn % 3}`);
  else if (what < 8) await author.unlabel(repo, number, `label-${turn % 3}`).catch(() => undefined);
  else if (what < 9) await author.editPullRequest(repo, number, { title: `Promote, ${turn % 5}` });
  else if (turn % 10 === 0)
    await author.commit(repo, { branch, files: { [`notes/${branch}.md`]: `Ready, ${turn}.\n` } });
  else await author.editPullRequest(repo, number, { body: `Words, ${turn % 7}` });
}

async function sampleOf(url: string, seconds: number): Promise<Sample> {
  const text = await (await fetch(`${url}/metrics`, { headers: { connection: 'close' } })).text();
  const value = (name: string): number =>
    Number(new RegExp(`^${name.replace(/[{}"]/g, '\\$&')} (\\S+)$`, 'm').exec(text)?.[1] ?? Number.NaN);
  const state = (name: string): number => value(`pilot_readiness_queue_jobs{state="${name}"}`);
  return {
    seconds,
    rss: value('process_resident_memory_bytes'),
    heap: value('nodejs_heap_size_used_bytes'),
    external: value('nodejs_external_memory_bytes'),
    cached: value('pilot_readiness_cached{kind="blobs"}'),
    handles: value('nodejs_active_handles_total'),
    fds: value('process_open_fds'),
    due: state('due'),
    running: state('running'),
    dead: state('dead'),
    evaluated: value('pilot_readiness_jobs_total{outcome="judged"}'),
  };
}

/** The last look, once nothing is due or running; or as it is when that takes too long. */
async function drained(url: string, from: number): Promise<Sample> {
  for (;;) {
    const sample = await sampleOf(url, (Date.now() - from) / 1000);
    if ((sample.due === 0 && sample.running === 0) || Date.now() - from > DRAIN_MS) {
      // Connections that are kept alive end by themselves.
      await sleep(6_000);
      return sampleOf(url, (Date.now() - from) / 1000);
    }
    await sleep(500);
  }
}
