import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AppProcess, appProcess } from '../scripts/crash-test/app-process.ts';
import { type GitHub, startGitHub } from '../testing/github-emulator/index.ts';

export const ORG = 'acme-support';
export const AUTHOR = 'samir-haddad';
const OTHERS = ['dana-okonkwo', 'jonas-weber', 'lea-brandt', 'mira-castellano', 'ravi-desai', 'ines-okafor'];
const SIGNERS = ['tomas-lindqvist', 'hanne-vik'];
const POLICY = '.github/pilot-readiness.yml';
const WAIT_MS = 180_000;
/** Looking costs the App something too. */
const LOOK_MS = 250;

/** A GitHub with the example's people and an installed App, without a limit on requests. */
export function openGitHub(): Promise<GitHub> {
  return startGitHub({
    org: ORG,
    users: [AUTHOR, ...OTHERS, ...SIGNERS],
    teams: { security: ['tomas-lindqvist'], 'triage-team': [AUTHOR], platform: ['ravi-desai'] },
    app: { webhookSecret: randomBytes(16).toString('hex') },
    rateLimit: 100_000_000,
  });
}

/** The example as a repository in which pull requests to `production` are promotions. */
export async function pilot(
  github: GitHub,
  name: string,
  root: string,
  files: Record<string, string> = {},
): Promise<void> {
  const folder = join(root, 'examples/support-triage');
  const policy = readFileSync(join(folder, POLICY), 'utf8').replace(
    'paths: ["deploy/production/**"]',
    'branches: [production]',
  );
  const author = github.as(AUTHOR);
  await author.createRepository(name, { folder, files: { [POLICY]: policy, ...files }, date: '2026-08-28T09:30:00Z' });
  await author.branch(name, 'production');
}

export interface AppPlace {
  entry: string;
  apiUrl: string;
  dataDir: string;
}

/** The App as an operator runs it: one process, the embedded store unless DATABASE_URL names another one. */
export async function runningApp(github: GitHub['appCredentials'], place: AppPlace): Promise<AppProcess> {
  const { appId, privateKey, webhookSecret } = github;
  const app = appProcess({
    entry: place.entry,
    env: {
      ...{ APP_ID: String(appId), PRIVATE_KEY: privateKey, WEBHOOK_SECRET: webhookSecret },
      ...{ GITHUB_API_URL: place.apiUrl, DATA_DIR: place.dataDir },
      ...(process.env.DATABASE_URL ? { DATABASE_URL: process.env.DATABASE_URL } : {}),
      ...(process.env.BENCH_NODE_OPTIONS ? { NODE_OPTIONS: process.env.BENCH_NODE_OPTIONS } : {}),
    },
  });
  await app.start();
  return app;
}

/** What the App counts, by the name and labels that /metrics gives it. */
export async function countsOf(app: AppProcess): Promise<(name: string) => number> {
  const text = await metricsOf(app);
  const lines = new Map(
    text.split('\n').map((line) => {
      const cut = line.lastIndexOf(' ');
      return [line.slice(0, cut), Number(line.slice(cut + 1))] as const;
    }),
  );
  return (name) => lines.get(name) ?? 0;
}

/** A busy App on a busy machine may not answer at once; that is no reason to lose a measurement. */
async function metricsOf(app: AppProcess): Promise<string> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await (await fetch(`${app.url}/metrics`)).text();
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** Until no job is due or running. Throws with the App's last lines when that takes minutes. */
export async function idle(app: AppProcess): Promise<void> {
  await until(app, 'nothing is due or running', async () => {
    const count = await countsOf(app);
    const state = (name: string): number => count(`pilot_readiness_queue_jobs{state="${name}"}`);
    return state('due') === 0 && state('running') === 0;
  });
}

export async function until(
  app: Pick<AppProcess, 'tail'>,
  what: string,
  holds: () => boolean | Promise<boolean>,
): Promise<void> {
  for (const end = performance.now() + WAIT_MS; !(await holds()); ) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}\n${app.tail()}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
  }
}
