import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../support/harness/action-context.ts';

const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const workflows = readdirSync(join(root, '.github/workflows')).map((name) => `.github/workflows/${name}`);

/** What one line of a workflow, a Dockerfile or a compose file runs from elsewhere. */
const FOREIGN = /^\s*(?:-\s*)?(?:uses:|image:|FROM)\s+(\S+)/i;
const foreignIn = (path: string): string[] =>
  read(path)
    .split('\n')
    .flatMap((line) => FOREIGN.exec(line)?.[1] ?? []);

/** A tag can be moved to other code by whoever owns it; a hash cannot. */
test.each([...workflows, 'action.yml', 'Dockerfile', 'compose.yaml'])(
  'what %s runs from elsewhere is pinned',
  (path) => {
    const foreign = foreignIn(path).filter((one) => !one.startsWith('./'));
    if (path !== 'action.yml') expect(foreign.length).toBeGreaterThan(0);
    for (const one of foreign) expect(one).toMatch(/@(?:sha256:[0-9a-f]{64}|[0-9a-f]{40})$/);
  },
);

test('stages of one image are the same image', () => {
  expect(new Set(foreignIn('Dockerfile')).size).toBe(1);
});
