import { lstat, readdir, readFile, readlink } from 'node:fs/promises';
import { join } from 'node:path';

export interface FileContent {
  content: string | Uint8Array;
  /** As git writes it: 100644, 100755, 120000 for a symbolic link. */
  mode?: string;
}

/** Path → content; `null` takes a file away. */
export type Files = Record<string, string | Uint8Array | FileContent | null>;

/** A folder of the disk as files of a repository, with what git keeps of their modes. */
export async function readFolder(folder: string, prefix = ''): Promise<Files> {
  const files: Files = {};
  for (const name of (await readdir(join(folder, prefix))).sort()) {
    if (name === '.git' || name === 'node_modules') continue;
    const path = prefix === '' ? name : `${prefix}/${name}`;
    const place = join(folder, path);
    const stat = await lstat(place);
    if (stat.isDirectory()) Object.assign(files, await readFolder(folder, path));
    else if (stat.isSymbolicLink()) files[path] = { content: await readlink(place), mode: '120000' };
    else if (stat.isFile())
      files[path] = { content: await readFile(place), mode: stat.mode & 0o111 ? '100755' : '100644' };
  }
  return files;
}
