import { parseArgs } from 'node:util';
import { FAULTS } from '../../__tests__/support/fixtures/faults.ts';
import { openStore, type StoreOptions } from '../../src/store/open.ts';
import type { GitHub } from '../../testing/github-emulator/index.ts';
import { appProcess } from '../crash-test/app-process.ts';
import { playBurst } from '../crash-test/burst.ts';
import { type Chance, chanceOf, sleep } from '../crash-test/chance.ts';
import { inboxOf } from '../crash-test/deliveries.ts';
import { AUTHOR, documents, ORG, openFixture, REPOSITORIES } from '../crash-test/fixture.ts';
import { frontOf } from '../crash-test/front.ts';
import type { Places } from '../crash-test/run.ts';
import { newPlace } from '../crash-test/store-place.ts';
import { type StoreState, storeState } from '../crash-test/store-state.ts';
import { checkPull } from '../crash-test/verdicts.ts';
import { openWire } from './wire.ts';

/** After the last storm: pauses that GitHub asked for end, failed tries wait. */
const SETTLE_MS = 900_000;
const QUIET_MS = 3_000;
const ROUTES: readonly [RegExp, ...RegExp[]] = [
  /^GET \/repos\//,
  /^GET \/repos\/[^/]+\/[^/]+\/(pulls|issues)/,
  /^GET \/repos\/[^/]+\/[^/]+\/(git|commits|compare|branches|rules)/,
  /^GET \/(users|orgs)\//,
  /^(POST|PATCH) .*\/check-runs/,
  /^(POST|PATCH) .*\/comments/,
  /^POST \/app\/installations\//,
  /./,
];

/** Runs a burst through storms of faults and compares the final state with an undisturbed evaluation. */
export async function chaos(argv: string[], places: Places): Promise<{ code: number; summary: string }> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({
    args: argv,
    options: { storms: text, pulls: text, seed: text, record: { type: 'boolean' } },
  });
  const [storms, pulls, seed] = [values.storms ?? '20', values.pulls ?? '8', values.seed ?? '1'].map(Number);
  if (!(storms && storms > 1 && pulls && pulls > 1 && Number.isSafeInteger(seed)))
    return { code: 1, summary: '--storms, --pulls and --seed: write whole numbers, of the first two at least 2' };
  const began = performance.now();
  const chance = chanceOf(seed ?? 1);
  const github = await openFixture(places.root);
  const databaseUrl = process.env.DATABASE_URL || undefined;
  const wire = databaseUrl === undefined ? undefined : await openWire(databaseUrl);
  const store = await newPlace(wire === undefined ? 'embedded' : 'postgres', {
    ...{ stores: [], kills: storms, pulls, seed: seed ?? 1, replicas: 1 },
    ...(databaseUrl === undefined ? {} : { databaseUrl }),
  });
  const { appId, privateKey, webhookSecret } = github.appCredentials;
  const env = {
    APP_ID: String(appId),
    PRIVATE_KEY: privateKey,
    WEBHOOK_SECRET: webhookSecret,
    GITHUB_API_URL: github.url,
  };
  const app = appProcess({ entry: places.app, env: { ...env, ...(wire?.through(store.env) ?? store.env) } });
  const front = await frontOf([app]);
  try {
    await app.start();
    github.sendWebhooksTo(`${front.url}/api/github/webhooks`);
    const inbox = inboxOf(github);
    let done = 0;
    const options = { github, inbox, documents: documents(places.root), pulls, kills: storms, chance };
    const { early, late } = playBurst({ ...options, killed: () => done });
    const burst = Promise.all([early, late]);
    burst.catch(() => undefined);
    const greens = watchGreens(github);
    const weather = chance.split(-2);
    const counts: Record<string, number> = {};
    let hit = 0;
    while (done < storms) {
      await sleep(weather.between(200, 1_500));
      hit += await storm(github, weather, counts, wire);
      done += 1;
    }
    const played = (await burst).flat();
    const last = performance.now();
    const look = (): Promise<StoreState> => storeState(store.options, inbox.acknowledged());
    await settled(github, app, look);
    await letTimePass(store.options);
    await app.start();
    const state = await settled(github, app, look);
    const settledMs = performance.now() - last;
    const green = greens.stop();
    const faults = [
      ...green.map((run) => `green by error: ${run}`),
      ...state.open.map((job) => `still in the queue: ${job}`),
      ...state.dead.map((job) => `given up: ${job}`),
      ...state.lost.map((id) => `acknowledged and lost: ${id}`),
      ...(state.ledger === '' ? [] : [`the ledger is broken at ${state.ledger}`]),
      ...(hit === 0 ? ['no request met a storm, so nothing is proven'] : []),
    ];
    for (const one of played)
      faults.push(
        ...(await checkPull(github, one, state)).faults.map((fault) => `${one.repo}#${one.number}: ${fault}`),
      );
    const kinds = Object.entries(counts).sort();
    const summary = [
      `\`npm run chaos -- --storms ${storms} --pulls ${pulls} --seed ${seed}\`, ${wire ? 'PostgreSQL' : 'embedded store'}: ${played.length} pull requests, ${storms} storms that hit ${hit} of ${github.requests.all.length} requests, ${inbox.count().acknowledged} events acknowledged, ${greens.looks()} inspections of every check run; evaluated ${(settledMs / 1000).toFixed(0)} s after the last storm, ${((performance.now() - began) / 1000).toFixed(0)} s in all. ${faults.length === 0 ? 'Every pull request ended with one correct verdict and one comment, no job was given up, and nothing was green.' : `${faults.length} faults.`}`,
      '',
      '| Storm | Times |',
      '|-|-|',
      ...kinds.map(([name, times]) => `| ${name} | ${times} |`),
      ...faults.map((fault) => `\n- FAULT ${fault}`),
    ].join('\n');
    return { code: faults.length === 0 ? 0 : 1, summary };
  } finally {
    github.sendWebhooksTo(undefined);
    await app.kill();
    await front.close();
    await wire?.close();
    await store.remove();
    await github.close();
  }
}

/** One to three things go wrong at once for a while; how many requests met them. */
async function storm(
  github: GitHub,
  chance: Chance,
  counts: Record<string, number>,
  wire: { cut: () => () => void } | undefined,
): Promise<number> {
  const names = Object.keys(FAULTS) as [string, ...string[]];
  const ends: (() => void)[] = [];
  const before = github.faults.count();
  const note = (name: string): void => {
    counts[name] = (counts[name] ?? 0) + 1;
  };
  for (let left = chance.between(1, 4); left > 0; left -= 1) {
    const name = chance.of(names);
    note(name);
    ends.push(github.faults.add({ route: chance.of(ROUTES), ...FAULTS[name]?.() }));
  }
  if (wire !== undefined && chance.between(0, 4) === 0) {
    note('the store is away');
    ends.push(wire.cut());
  }
  await sleep(chance.between(300, 4_000));
  for (const end of ends) end();
  return github.faults.count() - before;
}

/** Looks all the while whether any promotion is green: none of them ever has all its signatures. */
function watchGreens(github: GitHub): { stop: () => string[]; looks: () => number } {
  const found = new Set<string>();
  let looks = 0;
  const look = async (): Promise<void> => {
    for (const repo of REPOSITORIES) {
      const { data } = await github.as(AUTHOR).request(`GET /repos/${ORG}/${repo}/pulls?state=open&per_page=100`);
      for (const { head } of data as { head: { sha: string } }[]) {
        const route = `GET /repos/${ORG}/${repo}/commits/${head.sha}/check-runs?filter=all&per_page=100`;
        const runs = (await github.as(AUTHOR).request(route)).data as {
          check_runs: { name: string; conclusion: string }[];
        };
        for (const { name, conclusion } of runs.check_runs)
          if (name === 'pilot-readiness' && ['success', 'neutral', 'skipped'].includes(conclusion))
            found.add(`${repo} ${head.sha} ${conclusion}`);
      }
    }
    looks += 1;
  };
  const timer = setInterval(() => void look().catch(() => undefined), 500);
  return {
    looks: () => looks,
    stop: () => {
      clearInterval(timer);
      return [...found];
    },
  };
}

/** What could not be looked at is looked at again within a quarter of an hour: so much passes now, for jobs that wait. */
async function letTimePass(options: StoreOptions): Promise<void> {
  const db = await openStore(options);
  try {
    await db.query(
      `update job set due = clock_timestamp() where state = 'waiting' and due < clock_timestamp() + interval '16 minutes'`,
    );
  } finally {
    await db.close();
  }
}

/** Until nothing is left to do; the App is stopped for each look at its store and goes on where something is left. */
async function settled(
  github: GitHub,
  app: ReturnType<typeof appProcess>,
  look: () => Promise<StoreState>,
): Promise<StoreState> {
  for (const end = Date.now() + SETTLE_MS; ; ) {
    for (let before = -1; before !== github.requests.all.length && Date.now() < end; ) {
      before = github.requests.all.length;
      await sleep(QUIET_MS);
    }
    await app.stop();
    const state = await look();
    if (state.open.length === 0 || Date.now() > end) return state;
    await app.start();
  }
}
