import { resolve } from 'node:path';
import { UserError } from '../domain/errors.ts';
import type { World } from './verb.ts';
import { writePlainFile } from './write-file.ts';

/** Writes the result of a command to the file of `--output`, or to the terminal. Throws UserError when it cannot be written. */
export async function writeResult(text: string, file: string | undefined, world: World): Promise<void> {
  if (file === undefined) return world.write(text);
  const path = resolve(world.cwd, file);
  try {
    await writePlainFile(path, text, world.cwd);
  } catch (error) {
    if (error instanceof UserError) throw error;
    throw new UserError(
      `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      'Name a file in a folder that exists.',
    );
  }
}
