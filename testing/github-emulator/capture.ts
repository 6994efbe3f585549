import { readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Rows } from './rows.ts';
import type { TokenEntry } from './tokens.ts';

type Dispatch = (event: string, action: string | undefined, payload: unknown, owner: string, repo?: string) => unknown;

/** The emulator's inside: its request handler, its rows, its tokens and its one exit for events. */
export interface Captured {
  fetch(request: Request): Promise<Response>;
  rows: Rows;
  tokens: Map<string, TokenEntry>;
  webhooks: { dispatch: Dispatch };
  close(): Promise<void>;
}

interface Plugin {
  register(app: unknown, store: unknown, webhooks: unknown, baseUrl: string, tokens: unknown): void;
}

const waiting = new Map<string, (parts: Omit<Captured, 'close'>) => void>();
const opened = new WeakSet<Plugin>();

/**
 * Starts the emulator and accesses its internals. Its public interface returns only an address, but some errors (such
 * as heads that never move) can be fixed only from within. The version is pinned for that reason. `baseUrl` is the
 * public address and identifies the instance within the process.
 */
export async function captureEmulator(baseUrl: string, seed: Record<string, unknown>): Promise<Captured> {
  const home = await findPackage();
  const plugin = await openPlugin(home);
  const module: unknown = await import(pathToFileURL(join(home, 'dist/api.js')).href);
  const { createEmulator } = module as typeof import('emulate');
  let parts: Omit<Captured, 'close'> | undefined;
  waiting.set(baseUrl, (found) => {
    parts = found;
  });
  try {
    const emulator = await createEmulator({ service: 'github', port: 0, baseUrl, seed });
    if (parts === undefined) {
      await emulator.close();
      throw new Error(`emulate: ${Object.keys(plugin).join(', ')} was loaded twice; its inside is out of reach`);
    }
    return { ...parts, close: () => emulator.close() };
  } finally {
    waiting.delete(baseUrl);
  }
}

async function openPlugin(home: string): Promise<Plugin> {
  const face = await readFile(join(home, 'dist/api.js'), 'utf8');
  const chunk = /github: \{[\s\S]*?import\("\.\/([\w.-]+\.js)"\)/.exec(face)?.[1];
  if (chunk === undefined) throw new Error('emulate: the part for GitHub was not found; is it version 0.12.2?');
  const module: unknown = await import(pathToFileURL(join(home, 'dist', chunk)).href);
  const { githubPlugin, getGitHubStore } = module as { githubPlugin: Plugin; getGitHubStore(store: unknown): Rows };
  if (opened.has(githubPlugin)) return githubPlugin;
  opened.add(githubPlugin);
  const register = githubPlugin.register.bind(githubPlugin);
  githubPlugin.register = (app, store, webhooks, baseUrl, tokens) => {
    register(app, store, webhooks, baseUrl, tokens);
    waiting.get(baseUrl)?.({
      fetch: (request) => (app as { fetch(request: Request): Promise<Response> }).fetch(request),
      rows: getGitHubStore(store),
      tokens: tokens as Map<string, TokenEntry>,
      webhooks: webhooks as { dispatch: Dispatch },
    });
  };
  return githubPlugin;
}

/** By walking up, since the package exports nothing that could be resolved without importing it. */
async function findPackage(): Promise<string> {
  for (const start of [dirname(fileURLToPath(import.meta.url)), process.cwd()]) {
    for (let folder = start; ; folder = dirname(folder)) {
      const home = join(folder, 'node_modules/emulate');
      if (await readFile(join(home, 'package.json')).catch(() => undefined)) return home;
      if (folder === dirname(folder)) break;
    }
  }
  throw new Error('emulate is not installed: npm install');
}
