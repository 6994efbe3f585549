import { describe, test } from '@jest/globals';

type Body = () => void | Promise<void>;

interface Runner {
  /** A group that does not run is not even collected: its body may need what is lacking. */
  describe(name: string, body: () => void): void;
  test(name: string, body: Body, timeoutMs?: number): void;
}

/**
 * `describe` and `test` for tests that need something a machine may lack. With `isLacking` they are skipped, and the end
 * of the run lists them with the reason, a short phrase such as "no PostgreSQL". The reason is put into the title, from
 * where scripts/closing-line-reporter.mjs takes it.
 */
export function unless(isLacking: boolean, reason: string): Runner {
  if (!isLacking) return { describe: (name, body) => describe(name, body), test };
  const skip: Runner['test'] = (name, body) => test.skip(`${name} [not run: ${reason}]`, body);
  return { describe: (name) => skip(name, () => undefined), test: skip };
}
