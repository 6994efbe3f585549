import { readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';

interface Patch {
  attack: string;
  defense: string;
  test: string;
  file: string;
  edits: [string, string][];
}
// A script without types of its own.
const script = new URL('../../scripts/attack-mutations/patches.mjs', import.meta.url).href;
const { PATCHES: patches } = (await import(script)) as { PATCHES: Patch[] };

/** A defense that moved takes its patch along; else nobody sees any more that its test can fail. */
test.each(patches.map((patch) => [patch.attack, patch.defense, patch] as const))(
  '%s: "%s" can be taken away where it stands',
  (attack, _defense, { file, edits, test: name }) => {
    let text = readFileSync(new URL(`../../${file}`, import.meta.url), 'utf8');
    for (const [from, to] of edits) {
      expect(from).not.toBe('');
      expect(text.split(from)).toHaveLength(2);
      text = text.replace(from, () => to);
    }
    const tests = readFileSync(new URL(`./${name}.test.ts`, import.meta.url), 'utf8');
    expect(tests).toMatch(new RegExp(`['"]${attack} `));
  },
);

test('each attack that has tests has a patch', () => {
  const names = [...new Set(patches.map(({ test: name }) => name))];
  const tested = names.flatMap((name) => [
    ...readFileSync(new URL(`./${name}.test.ts`, import.meta.url), 'utf8').matchAll(/['"](\d\d) /g),
  ]);
  expect([...new Set(tested.map(([, attack]) => attack))].sort()).toEqual(
    [...new Set(patches.map(({ attack }) => attack))].sort(),
  );
});
