import { readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { assess } from '../../src/assess.ts';
import type { Profile } from '../../src/core/levels.ts';
import type { ParsedFiles } from '../../src/core/ports.ts';
import type { Report } from '../../src/core/report.ts';
import { catalogue } from '../../src/criteria/index.ts';
import { resolveReads } from '../../src/evidence/resolve.ts';
import { readPolicy } from '../../src/read-policy.ts';
import { memoryFiles } from '../criteria/memory-files.ts';
import { frozenFiles } from '../frozen-files.ts';
import { githubOf, type World } from './github.ts';

/** The texts of an example by path. */
export type Files = Record<string, string>;

const examples = resolve(dirname(fileURLToPath(import.meta.url)), '../../examples');
export const NOW = '2026-11-20T12:00:00Z';

/** Every file of an example, read once. */
export function filesOf(example: string): Files {
  const files: Files = {};
  const walk = (folder: string): void => {
    for (const name of readdirSync(join(examples, example, folder)).sort()) {
      const path = folder === '' ? name : `${folder}/${name}`;
      const whole = join(examples, example, path);
      if (statSync(whole).isDirectory()) walk(path);
      else files[path] = readFileSync(whole, 'utf8');
    }
  };
  walk('');
  return files;
}

export interface Trial {
  world: World;
  /** The example as it stands. */
  example: Files;
  /** What is judged; the example itself when left out. */
  files?: Files;
  profile?: Profile;
  now?: string;
  parsed?: ParsedFiles;
}

/** Of every judgement here: what one of them changed would show in all that follow. */
const together = frozenFiles();

/** Judges an example, or a broken copy of it, as its App would: all criteria, its own policy, the GitHub of its world. */
export async function judge({
  world,
  example,
  files = example,
  profile,
  now = NOW,
  parsed = together,
}: Trial): Promise<Report> {
  const source = { ...memoryFiles(files), parsed };
  const moment = Date.parse(now);
  const policy = await readPolicy({
    catalogue,
    now: moment,
    source: { files: (paths) => source.files(paths, 256 * 1024) },
    ...(profile === undefined ? {} : { profile }),
  });
  return assess({
    catalogue,
    policy,
    subject: {
      repository: 'examples/pilot',
      commit: 'c0ffee'.padEnd(40, '0'),
      dirty: false,
      promotion: { is: true, because: [] },
      notes: [],
    },
    now: moment,
    read: (wishes) => resolveReads(source, wishes, policy.evidence),
    facts: githubOf(world, example, files),
    toolVersion: 'test',
  });
}
