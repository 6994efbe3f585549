import { createHash } from 'node:crypto';
import { mkdir, readFile, realpath, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../domain/errors.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

const BEAT_MS = 5_000;
/** An owner on another host or in another container counts as gone when its file was not touched for this long. */
const STALE_MS = 20_000;
const REMEDY = 'Stop the other process, choose another DATA_DIR, or set DATABASE_URL to share one PostgreSQL.';

/**
 * Locks a data directory for this process. The embedded database has no lock of its own, and two processes would
 * corrupt it. On Linux the kernel holds the lock (an abstract socket, released when the process ends, even by kill -9).
 * The file beside it names the owner and also works across containers, which do not share such sockets.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const path = await realpath(directory);
  const file = join(path, 'owner.json');
  const socket = process.platform === 'linux' ? await bind(path, file) : undefined;
  try {
    const owner = await readOwner(file);
    const alive = owner && (owner.host === hostname() ? !socket && running(owner.pid) : owner.age < STALE_MS);
    if (owner && alive) throw refused(path, owner);
    await writeFile(file, `${JSON.stringify({ host: hostname(), pid: process.pid })}\n`, { mode: 0o600 });
  } catch (error) {
    await closed(socket);
    throw error;
  }
  const beat = setInterval(() => {
    const now = new Date();
    // A failed touch is ignored: the socket still holds the lock.
    utimes(file, now, now).catch(() => undefined);
  }, BEAT_MS);
  beat.unref();
  return {
    release: async () => {
      clearInterval(beat);
      await rm(file, { force: true });
      await closed(socket);
    },
  };
}

interface Owner {
  host: string;
  pid: number;
  age: number;
}

function refused(path: string, owner: Owner | undefined): UserError {
  const who = owner ? `process ${owner.pid} on ${owner.host}` : 'another process';
  return new UserError(`the data directory ${path} is in use by ${who}`, REMEDY);
}

/** Named by device and inode, so that two paths to the directory (a bind mount) share one lock. */
async function bind(path: string, file: string): Promise<Server> {
  const { dev, ino } = await stat(path, { bigint: true });
  const name = createHash('sha1').update(`${dev}:${ino}`).digest('hex');
  const server = createServer((connection) => connection.destroy());
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen(`\0pilot-readiness-${name}`, resolve);
    });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
    throw refused(path, await readOwner(file));
  }
  server.unref();
  return server;
}

async function readOwner(file: string): Promise<Owner | undefined> {
  try {
    const owner: unknown = JSON.parse(await readFile(file, 'utf8'));
    if (typeof owner !== 'object' || owner === null || !('host' in owner) || !('pid' in owner)) return undefined;
    const age = Date.now() - (await stat(file)).mtimeMs;
    return { host: String(owner.host), pid: Number(owner.pid), age };
  } catch {
    return undefined;
  }
}

function running(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function closed(server: Server | undefined): Promise<void> {
  if (server) await new Promise<void>((resolve) => server.close(() => resolve()));
}
