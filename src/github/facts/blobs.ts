import * as z from 'zod';
import type { Blob } from '../../evidence/history/graph.ts';
import { blobId } from '../../git/git-objects.ts';
import type { Api } from '../client/api.ts';
import { GitHubUnavailableError } from '../client/unavailable.ts';
import { short } from './trees.ts';

const BLOB = z.object({ content: z.string(), encoding: z.string(), size: z.number().optional() });

/** Reads blobs of one repository by id, each at most once. */
export type ReadBlobs = (
  wanted: { id: string; size: number | undefined }[],
  maxBytes: number,
) => Promise<Map<string, Blob>>;

/**
 * Reads through the cache. A blob above the size limit is not fetched. Content that does not match its id is rejected.
 */
export function openBlobs(api: Api): ReadBlobs {
  const fetched = new Map<string, Promise<Uint8Array>>();
  const bytesOf = (id: string): Promise<Uint8Array> => {
    const known = fetched.get(id) ?? fetchBlob(api, id);
    fetched.set(id, known);
    return known;
  };
  return async (wanted, maxBytes) => {
    const found = new Map<string, Blob>();
    await Promise.all(
      [...new Map(wanted.map((one) => [one.id, one])).values()].map(async ({ id, size }) => {
        if (size !== undefined && size > maxBytes) {
          found.set(id, { size });
          return;
        }
        const bytes = await bytesOf(id);
        found.set(id, bytes.byteLength > maxBytes ? { size: bytes.byteLength } : { bytes });
      }),
    );
    return found;
  };
}

async function fetchBlob(api: Api, id: string): Promise<Uint8Array> {
  const key = `${api.access.baseUrl} ${api.name.owner}/${api.name.repo} blob ${id}`;
  const held = await api.cache?.get(key);
  if (held !== undefined && hasId(held, id)) return held;
  const what = `the file with id ${short(id)}`;
  const blob = await api.one(
    {
      route: 'GET /repos/{owner}/{repo}/git/blobs/{blob}',
      params: { blob: id },
      what,
      permission: 'Contents: read',
      // Cached as bytes below; the response itself is half as large again.
      fallback: true,
    },
    BLOB,
  );
  const bytes = Buffer.from(blob.content, blob.encoding === 'base64' ? 'base64' : 'utf8');
  if (!hasId(bytes, id)) {
    throw new GitHubUnavailableError(`could not read ${what}: the content from GitHub does not match that id`, 'retry');
  }
  await api.cache?.set(key, bytes);
  return bytes;
}

function hasId(bytes: Uint8Array, id: string): boolean {
  return blobId(bytes, id.length === 64 ? 'sha256' : 'sha1') === id;
}
