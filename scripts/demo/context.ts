import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { maintain } from '../../src/app/maintenance.ts';
import { startApp } from '../../src/app/start.ts';
import { type GitHub, startGitHub } from '../../testing/github-emulator/index.ts';
import { turnClockTo } from './clock.ts';
import { ORG, PEOPLE } from './people.ts';
import { must } from './unexpected.ts';

/** The evidence of the example expires, so the demo runs on a fixed day, starting at noon UTC. */
export const DAY = '2026-11-20';

/** An exported ledger entry. */
export interface LedgerEntry {
  seq: number;
  kind: string;
  subject: string;
  body: Record<string, unknown>;
}

/** The environment of a chapter: an emulated GitHub and an App connected to it. */
export interface DemoContext {
  github: GitHub;
  /** The folder of the pilot's example. */
  pilot: string;
  appUrl: string;
  /** The log lines of the App. */
  log: string[];
  /** How long to wait for an expected state, in milliseconds. */
  timeoutMs: number;
  /** Stops the App and runs the ledger commands: the verification output and the entries. */
  ledger: () => Promise<{ proof: string[]; entries: LedgerEntry[] }>;
  /** Stops the App and GitHub and removes the data of the App. */
  close: () => Promise<void>;
}

/** Starts both on free ports of 127.0.0.1, the App on its embedded store in a folder that `close` removes. */
export async function openContext(options: {
  root: string;
  version: string;
  timeoutMs?: number;
}): Promise<DemoContext> {
  const turnBack = turnClockTo(`${DAY}T12:00:00Z`);
  const github = await startGitHub({
    org: ORG,
    users: Object.entries(PEOPLE).map(([login, { name }]) => ({ login, name })),
    teams: { security: ['tomas-lindqvist'], platform: ['ravi-desai'], 'triage-team': ['samir-haddad', 'yuki-tanabe'] },
  });
  const dataDir = mkdtempSync(join(tmpdir(), 'pilot-readiness-demo-'));
  const log: string[] = [];
  const { appId, privateKey, webhookSecret } = github.appCredentials;
  const environment = {
    ...{ appId, privateKey, webhookSecret, apiUrl: github.url, serverUrl: 'https://github.example', dataDir },
    ...{ host: '127.0.0.1', port: 0, logLevel: 'fatal' as const },
  };
  const leave = async (): Promise<void> => {
    await github.close();
    rmSync(dataDir, { recursive: true, force: true });
    turnBack();
  };
  try {
    const now = (): number => Date.now();
    const app = await startApp(environment, { version: options.version, now, log: (line) => log.push(line) });
    github.sendWebhooksTo(`${app.url}/api/github/webhooks`);
    let stopped: Promise<void> | undefined;
    const stop = (): Promise<void> => {
      github.sendWebhooksTo(undefined);
      stopped ??= app.stop();
      return stopped;
    };
    return {
      ...{ github, log, appUrl: app.url, timeoutMs: options.timeoutMs ?? 20_000 },
      pilot: join(options.root, 'examples/support-triage'),
      ledger: async () => {
        await stop();
        const command = async (...words: string[]): Promise<string[]> => {
          const lines: string[] = [];
          const code = await maintain(words, { DATA_DIR: dataDir }, (line) => lines.push(line));
          must(code === 0, `"${words.join(' ')}" to succeed`, lines.join(' '));
          return lines;
        };
        const entries = (await command('ledger', 'export')).map((line) => JSON.parse(line) as LedgerEntry);
        return { proof: await command('ledger', 'verify'), entries };
      },
      close: async () => {
        await stop();
        await leave();
      },
    };
  } catch (error) {
    await leave();
    throw error;
  }
}
