import { createHash } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { type FileHandle, lstat, open, readlink, realpath } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { blobId } from './git-objects.ts';
import type { ObjectFormat } from './repository.ts';

/** What is at a path on disk, without following links. */
export type OnDisk =
  | { kind: 'file'; size: number; executable: boolean }
  | { kind: 'link' }
  | { kind: 'folder' }
  | { kind: 'special' }
  | { kind: 'missing' };

export type DiskBytes =
  | { kind: 'bytes'; bytes: Uint8Array }
  | { kind: 'large'; size: number }
  | { kind: 'refused'; why: string }
  | { kind: 'missing' }
  | { kind: 'unreadable'; reason: string };

const FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export async function statPath(root: string, path: string): Promise<OnDisk> {
  const found: Stats | undefined = await lstat(join(root, path)).catch(() => undefined);
  if (found === undefined) return { kind: 'missing' };
  if (found.isSymbolicLink()) return { kind: 'link' };
  if (found.isDirectory()) return { kind: 'folder' };
  if (!found.isFile()) return { kind: 'special' };
  return { kind: 'file', size: found.size, executable: (found.mode & 0o100) !== 0 };
}

/**
 * Reads one regular file below `root`, at most `maxBytes`. Never follows a link, in the name or above it, and never
 * blocks on a pipe or device.
 */
export async function readDisk(root: string, path: string, maxBytes: number): Promise<DiskBytes> {
  return withFile(root, path, async (file, size) => {
    if (size > maxBytes) return { kind: 'large', size };
    const bytes = Buffer.alloc(size);
    let at = 0;
    while (at < size) {
      const { bytesRead } = await file.read(bytes, at, size - at, at);
      if (bytesRead === 0) break;
      at += bytesRead;
    }
    return { kind: 'bytes', bytes: bytes.subarray(0, at) };
  });
}

/** Git's id and the SHA-256 of one regular file, read in pieces regardless of size. */
export async function hashDisk(
  root: string,
  path: string,
  format: ObjectFormat,
): Promise<{ blob: string; sha256: string; size: number } | undefined> {
  let found: { blob: string; sha256: string; size: number } | undefined;
  await withFile(root, path, async (file, size) => {
    const blob = createHash(format).update(`blob ${size}\0`);
    const sha256 = createHash('sha256');
    const piece = Buffer.alloc(Math.max(1, Math.min(size, 1 << 20)));
    for (let at = 0; at < size; ) {
      const { bytesRead } = await file.read(piece, 0, Math.min(piece.length, size - at), at);
      if (bytesRead === 0) break;
      blob.update(piece.subarray(0, bytesRead));
      sha256.update(piece.subarray(0, bytesRead));
      at += bytesRead;
    }
    found = { blob: blob.digest('hex'), sha256: sha256.digest('hex'), size };
    return { kind: 'large', size };
  });
  return found;
}

/** Git's id of a symbolic link, the hash of its target. */
export async function hashLink(root: string, path: string, format: ObjectFormat): Promise<string> {
  return blobId(await readlink(join(root, path), { encoding: 'buffer' }), format);
}

async function withFile(
  root: string,
  path: string,
  use: (file: FileHandle, size: number) => Promise<DiskBytes>,
): Promise<DiskBytes> {
  let file: FileHandle | undefined;
  try {
    const full = join(root, path);
    if ((await realpath(dirname(full))) !== dirname(full)) {
      return { kind: 'refused', why: 'is behind a symbolic link; links are never evidence' };
    }
    file = await open(full, FLAGS);
    const stats = await file.stat();
    if (!stats.isFile()) return { kind: 'refused', why: 'is not a regular file' };
    return await use(file, stats.size);
  } catch (error) {
    return explain(error);
  } finally {
    await file?.close();
  }
}

function explain(error: unknown): DiskBytes {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT' || code === 'ENOTDIR') return { kind: 'missing' };
  if (code === 'ELOOP' || code === 'EMLINK') {
    return { kind: 'refused', why: 'is a symbolic link; links are never evidence' };
  }
  // Opening a socket, or a device without a driver, fails like this.
  if (code === 'ENXIO' || code === 'ENODEV') return { kind: 'refused', why: 'is not a regular file' };
  if (code === 'EACCES' || code === 'EPERM') return { kind: 'unreadable', reason: 'permission denied' };
  return { kind: 'unreadable', reason: code || 'it could not be opened' };
}
