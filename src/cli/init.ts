import { mkdir, realpath, writeFile } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import { catalog } from '../criteria/index.ts';
import { day } from '../domain/dates.ts';
import { defined } from '../domain/defined.ts';
import { UnavailableError, UserError } from '../domain/errors.ts';
import type { Profile } from '../domain/levels.ts';
import type { Tree } from '../domain/tree.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import { POLICY_PATHS } from '../engine/policy/file.ts';
import { findRepository, type Repository } from '../git/repository.ts';
import { withFiles } from '../git/with-files.ts';
import { openWorktree, type Worktree } from '../git/worktree.ts';
import { type InitOutcome, renderInit } from '../render/terminal/init.ts';
import { type EvaluationOptions, evaluateWorktree, policyOf } from './evaluate-worktree.ts';
import { conventionsIn, lackingIn } from './init-missing.ts';
import { AS_OF, clockOf, profileOf } from './options.ts';
import { type ScaffoldFile, scaffold } from './scaffold/index.ts';
import { defineVerb } from './verb.ts';

/**
 * Writes the policy and the evidence files that the profile requires and the folder lacks, never over existing files, and
 * lists what a person still has to write and whom to ask. Exit code 0.
 */
export const init = defineVerb({
  name: 'init',
  usage: '[DIR]',
  summary: 'Create starter files (never overwrites existing ones), and list what to write and whom to ask',
  options: {
    profile: { value: 'NAME', summary: 'minimal (default), standard or regulated' },
    'dry-run': { summary: 'Show the result without writing files' },
    ...AS_OF,
  },
  run: async ({ positionals, options, world }) => {
    const dir = positionals[0] ?? '.';
    const folder = resolve(world.cwd, dir);
    const now = clockOf(options['as-of'], world.now);
    const dryRun = options['dry-run'] === true;
    const repository = await findRepository(folder);
    if (repository?.bare)
      throw new UserError(`init: ${dir} is a bare repository`, 'Run it in a work tree: clone the repository first.');
    const worktree = await openWorktree(folder, {});
    const listed = await worktree.files.tree();
    if (listed.state !== 'seen') throw new UnavailableError('the files of the folder could not be listed');
    const { policy } = await policyOf(worktree, { now, profile: profileOf(options.profile), cwd: world.cwd });
    const files = await planned(worktree, policy, listed.value, (await firstDay(repository)) ?? day(now));
    const written = dryRun ? files.map((file) => ({ ...file, kept: false })) : await writeAll(folder, files);
    const added = written.filter(({ kept }) => !kept);
    const { report } = await evaluateWorktree({
      dir,
      options: {
        ...checkOptions(policy.profile, dryRun ? [] : added, folder),
        'as-of': options['as-of'],
        'offline-ok': true,
      },
      world,
      ...(dryRun ? { over: (source) => withFiles(source, new Map(files.map(({ path, text }) => [path, text]))) } : {}),
    });
    const outcome: InitOutcome = {
      dir,
      dryRun,
      profile: policy.profile,
      written: added.map(({ path, is }) => ({ path, is })),
      kept: written.filter(({ kept }) => kept).map(({ path }) => path),
      found: conventionsIn(listed.value, policy),
      needOthers: catalog.filter(({ needsOthers }) => needsOthers).map(({ id }) => id),
      startEarly: Object.fromEntries(
        catalog.flatMap(({ checks }) =>
          checks.flatMap(({ code, startEarly }) => (startEarly === undefined ? [] : [[code, startEarly] as const])),
        ),
      ),
      notInForce: added.some(({ path }) => isPolicy(path)) && (await hasDefaultBranch(worktree)),
    };
    world.write(renderInit(outcome, report, { width: world.columns, color: world.color }));
    return 0;
  },
});

async function planned(
  worktree: Worktree,
  policy: EffectivePolicy,
  tree: Tree,
  startedOn: string,
): Promise<ScaffoldFile[]> {
  const { lacking, evalResults } = await lackingIn(worktree.files, policy, tree);
  return scaffold(lacking, {
    profile: policy.profile,
    root: policy.evidence.root,
    startedOn,
    ...defined({ evalResults }),
  });
}

/**
 * The day of the first commit. A pilot most likely started no later than that, and an earlier day requires more. Undefined
 * where there is no commit.
 */
async function firstDay(repository: Repository | undefined): Promise<string | undefined> {
  const roots = await repository?.git.tryRead(['log', '--max-parents=0', '--format=%as', 'HEAD']);
  return (roots ?? '')
    .split('\n')
    .filter((line) => /^\d{4}-\d{2}-\d{2}$/.test(line))
    .sort()[0];
}

/** A policy that was just written is not on the default branch yet, but the list is about it. */
function checkOptions(profile: Profile, added: { path: string; text: string }[], folder: string): EvaluationOptions {
  const policy = added.find(({ path }) => isPolicy(path));
  return { profile, ...(policy === undefined ? {} : { policy: join(folder, policy.path) }) };
}

function isPolicy(path: string): boolean {
  return (POLICY_PATHS as readonly string[]).includes(path);
}

async function hasDefaultBranch(worktree: Worktree): Promise<boolean> {
  return (await worktree.readAtDefaultBranch([])).isDefaultBranch;
}

/** Writes each file unless its path exists already; `kept` says that it does. */
async function writeAll(folder: string, files: ScaffoldFile[]): Promise<(ScaffoldFile & { kept: boolean })[]> {
  const top = await realpath(folder);
  const done: (ScaffoldFile & { kept: boolean })[] = [];
  for (const file of files) {
    const target = join(top, file.path);
    try {
      await refuseOutside(top, dirname(target), file.path);
      await mkdir(dirname(target), { recursive: true });
      // `wx` fails on anything that exists, including a broken link.
      await writeFile(target, file.text, { flag: 'wx' });
      done.push({ ...file, kept: false });
    } catch (error) {
      if (error instanceof UserError) throw error;
      const { code, syscall } = (error ?? {}) as { code?: unknown; syscall?: unknown };
      if (code !== 'EEXIST' || syscall !== 'open')
        throw new UserError(
          `${file.path} could not be written (${typeof code === 'string' ? code : 'unknown reason'})`,
          'Make its folder writable, or move what is in its place; files that were written stay.',
        );
      done.push({ ...file, kept: true });
    }
  }
  return done;
}

/** Refuses a folder that is a link out of the pilot. */
async function refuseOutside(top: string, folder: string, path: string): Promise<void> {
  const real = relative(top, await nearestReal(folder));
  if (real === '..' || real.startsWith(`..${sep}`) || isAbsolute(real))
    throw new UserError(
      `${path} would be written outside the pilot`,
      'Its folder is a link to another place: replace it.',
    );
}

/** The real path of a folder, or of the nearest parent that exists. */
async function nearestReal(folder: string): Promise<string> {
  try {
    return await realpath(folder);
  } catch {
    return dirname(folder) === folder ? folder : nearestReal(dirname(folder));
  }
}
