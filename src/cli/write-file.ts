import { lstat, writeFile } from 'node:fs/promises';
import { dirname, relative, resolve, sep } from 'node:path';
import { UserError } from '../domain/errors.ts';

/**
 * Writes a file that is not reached through a symbolic link below `root`: a repository may contain one that points to a
 * file of the person who runs this. Throws UserError for a link, and the error of the file system otherwise.
 */
export async function writePlainFile(path: string, text: string, root: string): Promise<void> {
  await refuseLinks(path, root);
  await writeFile(path, text);
}

/** Throws UserError when the path or a folder between it and `root` is a symbolic link. */
export async function refuseLinks(path: string, root: string): Promise<void> {
  const target = resolve(path);
  const below = relative(resolve(root), target);
  // Above the root, only the file itself can be checked: the folders there belong to the person.
  const isBelow = below !== '' && !below.startsWith('..') && below !== target;
  const steps = isBelow
    ? below.split(sep).map((_step, index, all) => resolve(root, ...all.slice(0, index + 1)))
    : [target];
  // `/dev/stdout` is a link, and belongs to the system.
  if (target.startsWith('/dev/')) return;
  for (const step of steps) {
    const found = await lstat(step).catch(() => undefined);
    if (found?.isSymbolicLink())
      throw new UserError(
        `${path} is not written: ${step === target ? 'it' : step} is a symbolic link`,
        `Remove the link, or name a file in ${dirname(step)} that is none.`,
      );
  }
}
