import type { GitHub } from '../../testing/github-emulator/index.ts';
import { type AppProcess, appProcess } from './app-process.ts';
import { type Played, playBurst } from './burst.ts';
import { chanceOf, sleep } from './chance.ts';
import { inboxOf } from './deliveries.ts';
import { documents, ORG, openFixture } from './fixture.ts';
import { frontOf } from './front.ts';
import { nextMoment, watchWork } from './moments.ts';
import type { CrashOptions, StoreKind } from './options.ts';
import type { Outcome } from './report.ts';
import { newPlace } from './store-place.ts';
import { type StoreState, storeState } from './store-state.ts';
import { checkPull } from './verdicts.ts';

export interface Places {
  root: string;
  /** The App, bundled. */
  app: string;
}

/** The longest that the rest may take after the burst: leases of the killed run out, failed tries wait. */
const SETTLE_MS = 240_000;
/** So long without a question from the App, and it is looked whether it is done. */
const QUIET_MS = 3_000;

/** One run against one kind of store: burst, kills, rest, and what is then found. */
export async function runOn(kind: StoreKind, options: CrashOptions, places: Places): Promise<Outcome> {
  const began = performance.now();
  const chance = chanceOf(options.seed);
  const github = await openFixture(places.root);
  // What the App asks GitHub to send once more would hide what it lost itself: it owes only what it acknowledged.
  github.faults.add({ route: 'GET /app/hook/deliveries', status: 404 });
  const store = await newPlace(kind, options);
  const { appId, privateKey, webhookSecret } = github.appCredentials;
  const env = {
    ...{ APP_ID: String(appId), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret, GITHUB_API_URL: github.url },
    ...store.env,
  };
  const apps = Array.from({ length: options.replicas }, () => appProcess({ entry: places.app, env }));
  const front = await frontOf(apps);
  try {
    await Promise.all(apps.map((app) => app.start()));
    github.sendWebhooksTo(`${front.url}/api/github/webhooks`);
    const inbox = inboxOf(github);
    const recoveries: number[] = [];
    let atWork = 0;
    let publishing = 0;
    let lastMark = 0;
    const { early, late } = playBurst({
      ...{ github, inbox, documents: documents(places.root), pulls: options.pulls, kills: options.kills, chance },
      killed: () => recoveries.length,
    });
    // Handled where it is awaited; otherwise a failed burst would end the process before the App is stopped.
    const burst = Promise.all([early, late]);
    burst.catch(() => undefined);
    const killing = chance.split(-1);
    const watch = watchWork(github);
    for (let kill = 1; kill <= options.kills; kill += 1) {
      if (kill === options.kills) {
        await early;
        // On a slow machine events are still on their way; one that arrives after the last kill would prove nothing.
        await github.sentSoFar();
      }
      const before = watch.writes();
      await nextMoment(kill, killing, watch);
      if (watch.writes() > before) publishing += 1;
      if (watch.isAtWork()) atWork += 1;
      const app = apps[(kill - 1) % apps.length] as AppProcess;
      await app.kill();
      lastMark = inbox.mark();
      recoveries.push(await app.start());
    }
    const lastKill = performance.now();
    watch.stop();
    const played = (await burst).flat();
    const state = await settled(github, apps, () => storeState(store.options, inbox.acknowledged()));
    const settledMs = performance.now() - lastKill;
    const pulls: Outcome['pulls'] = [];
    for (const one of inOrder(played)) {
      const repository = `${ORG}/${one.repo}`;
      const checked = await checkPull(github, one, state);
      const isEarly = one.isEarly && !inbox.isAcknowledged(lastMark, repository, one.number);
      pulls.push({ ...checked, isEarly, ...inbox.countsFor(repository, one.number) });
    }
    return {
      ...{
        kind,
        kills: options.kills,
        atWork,
        publishing,
        recoveries,
        deliveries: inbox.count(),
        pulls,
        store: state,
        settledMs,
      },
      timeMs: performance.now() - began,
    };
  } finally {
    github.sendWebhooksTo(undefined);
    await Promise.all(apps.map((app) => app.kill()));
    await front.close();
    await store.remove();
    // Last, because it also reports errors inside the emulator.
    await github.close();
  }
}

/**
 * Waits until the App has nothing left to do, and answers what its store then holds. The embedded store belongs to one
 * process, so the App is stopped for each look; where something is left it goes on.
 */
async function settled(github: GitHub, apps: AppProcess[], look: () => Promise<StoreState>): Promise<StoreState> {
  for (const end = Date.now() + SETTLE_MS; ; ) {
    await quiet(github, end);
    await Promise.all(apps.map((app) => app.stop()));
    const state = await look();
    if (state.open.length === 0 || Date.now() > end) return state;
    await Promise.all(apps.map((app) => app.start()));
  }
}

async function quiet(github: GitHub, end: number): Promise<void> {
  for (let before = -1; before !== github.requests.all.length && Date.now() < end; ) {
    before = github.requests.all.length;
    await sleep(QUIET_MS);
  }
}

function inOrder(played: Played[]): Played[] {
  return [...played].sort((a, b) => a.repo.localeCompare(b.repo) || a.number - b.number);
}
