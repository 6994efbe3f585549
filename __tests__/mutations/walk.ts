import { readdirSync } from 'node:fs';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { catalog } from '../../src/criteria/index.ts';
import { matcher } from '../../src/domain/cover.ts';
import { levelIn, PROFILES, type Profile } from '../../src/domain/levels.ts';
import type { Report } from '../../src/domain/report.ts';
import { type Files, filesOf, judge } from '../support/fixtures/ready-examples/files.ts';
import type { World } from '../support/fixtures/ready-examples/github.ts';
import type { Break } from './break.ts';
import { SEALS } from './seals.ts';

export interface Walk {
  example: string;
  world: World;
  profile: Profile;
  breaks: Break[];
}

/** The breaks of an example: those of every file in the folder of its name, so that a new criterion adds a file. */
export async function breaksOf(example: string): Promise<Break[]> {
  const folder = new URL(`./${example}/`, import.meta.url);
  const files = readdirSync(folder).sort();
  const modules = await Promise.all(files.map((name) => import(new URL(name, folder).href)));
  return modules.flatMap((module: { default: Break[] }) => module.default);
}

/**
 * Breaks the evidence of each blocking check of a ready example, one after the other: exactly that check turns, and what
 * rests on the same evidence by declaration. A blocking check without a break fails.
 */
export function walk({ example, world, profile, breaks }: Walk): void {
  describe(`examples/${example} under ${profile}`, () => {
    const files = filesOf(example);
    const rows = breaks.filter(({ code }) => BLOCKING[profile].has(code));
    let whole: Report;
    beforeAll(async () => {
      whole = await judge({ world, example: files, profile });
    });

    test('is ready, and every check that blocks has its break', () => {
      expect([whole.policy.profile, whole.verdict, notMet(whole)]).toEqual([profile, 'ready', []]);
      expect(rows.map(({ code }) => code).sort()).toEqual(blocking(whole));
    });

    test.each(rows.map((one) => [one.code, one.how, one] as const))('%s: %s', async (code, _how, one) => {
      const broken = changed(files, one);
      const report = await judge({
        world: one.github ? { ...world, change: one.github } : world,
        example: files,
        files: broken,
        profile,
      });
      const touched = Object.keys({ ...files, ...broken }).filter((path) => files[path] !== broken[path]);
      const sealed = SEALS.filter(({ paths }) => touched.some(matcher(paths))).flatMap(({ codes }) => codes);
      const expected = new Set([code, ...(one.also?.codes ?? []), ...sealed]);
      expect(notMet(report)).toEqual(blocking(whole).filter((other) => expected.has(other)));
      expect(report.verdict).toBe('not-ready');
    });
  });
}

/** What the catalog lets block under each profile; an example lowers nothing of it, as the first test sees. */
const BLOCKING = Object.fromEntries(
  PROFILES.map((profile) => [
    profile,
    new Set(
      catalog.flatMap(({ checks }) =>
        checks.filter(({ levels }) => levelIn(levels, profile) === 'blocking').map(({ code }) => code),
      ),
    ),
  ]),
) as Record<Profile, Set<string>>;
const blockingChecks = (report: Report) =>
  report.criteria.flatMap(({ checks }) => checks).filter(({ level }) => level === 'blocking');
const blocking = (report: Report): string[] =>
  blockingChecks(report)
    .map(({ code }) => code)
    .sort();
const notMet = (report: Report): string[] =>
  blockingChecks(report)
    .filter(({ outcome }) => outcome !== 'met')
    .map(({ code }) => code)
    .sort();

function changed(files: Files, { change = {}, how }: Break): Files {
  const broken = { ...files };
  for (const [path, edit] of Object.entries(change)) {
    if (edit === null) delete broken[path];
    else broken[path] = typeof edit === 'string' ? edit : edit(files[path] ?? '');
    if (broken[path] === files[path]) throw new Error(`"${how}" does not change ${path}`);
  }
  return broken;
}
