import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { UserError } from '../domain/errors.ts';

/** Writes what was asked for with `--output`. A UserError says what to do when it cannot be written. */
export async function save(file: string, text: string, cwd: string): Promise<void> {
  const path = resolve(cwd, file);
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new UserError(
      `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      'Name a file in a folder that exists.',
    );
  }
}
