import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import { POLICY_PATHS, type PolicyLayer } from '../engine/policy/file.ts';
import { usesProperties } from '../engine/policy/pilot-lists.ts';
import type { FileSource } from '../engine/ports.ts';
import { evaluate } from '../evaluation/evaluate.ts';
import { organizationLayer, POLICY_BYTES, readPolicy } from '../evaluation/read-policy.ts';
import { openWorktree, type Worktree } from '../git/worktree.ts';
import type { WorktreeSources } from './github.ts';
import { clockOf, profileOf } from './options.ts';
import type { World } from './verb.ts';
import { VERSION } from './version.ts';

/** Options that mean the same for every verb that evaluates. */
export interface EvaluationOptions {
  ref?: string | undefined;
  policy?: string | undefined;
  'org-policy'?: string | undefined;
  profile?: string | undefined;
  'as-of'?: string | undefined;
  github?: string | undefined;
  'offline-ok'?: boolean | undefined;
}

/** Evaluates the pilot in a folder as a promotion. Throws a `PolicyError` for a policy that cannot be used. */
export async function evaluateWorktree({
  dir,
  options,
  world,
  only,
  over = (files) => files,
}: {
  dir: string;
  options: EvaluationOptions;
  world: World;
  only?: string[];
  /** Replaces the files, to evaluate a change that is not written. */
  over?: (files: FileSource) => FileSource;
}): Promise<{ report: Report; policy: EffectivePolicy }> {
  const now = clockOf(options['as-of'], world.now);
  const profile = profileOf(options.profile);
  const worktree = await openWorktree(resolve(world.cwd, dir), defined({ ref: options.ref }));
  const given = { file: options.policy, organization: options['org-policy'] };
  const how = { offline: options['offline-ok'] === true, hasOrgPolicy: given.organization !== undefined };
  const { above, ...sources } = await sourcesFor(worktree, options.github, how, world);
  const { policy, notes } = await policyOf(worktree, { now, profile, ...given, ...defined({ above }), cwd: world.cwd });
  const { repository, commit, dirty } = worktree.subject;
  const base = sources.base ?? worktree.subject.base;
  const { report } = await evaluate(
    {
      identity: { repository, ...defined({ commit, base, pullRequest: sources.pullRequest }), dirty },
      files: over(worktree.files),
      facts: sources.facts,
      ...defined({ definitions: sources.definitions ?? worktree.definitions }),
    },
    policy,
    {
      catalog,
      now,
      toolVersion: VERSION,
      promotion: { is: true, because: ['the command line, which evaluates everything as a promotion'] },
      notes: [...worktree.subject.notes, ...notes],
      ...defined({ only }),
    },
  );
  return { report, policy };
}

/** GitHub's client is only loaded when it is needed: most runs are local, and start twice as fast without it. */
async function sourcesFor(
  worktree: Worktree,
  github: string | undefined,
  how: { offline: boolean; hasOrgPolicy: boolean },
  world: World,
): Promise<WorktreeSources> {
  const hasToken = world.env.GITHUB_TOKEN !== undefined || world.env.GH_TOKEN !== undefined;
  if (github === undefined && (how.offline || !hasToken)) return { facts: worktree.facts };
  const { openSources } = await import('./github.ts');
  return openSources(worktree, github, how, world);
}

interface PolicyChoice {
  now: number;
  profile: ReturnType<typeof profileOf>;
  file?: string | undefined;
  /** A file to use as the organization's policy: a work tree has none. */
  organization?: string | undefined;
  /** The organization's policy on GitHub, where it was read. */
  above?: WorktreeSources['above'];
  cwd: string;
}

/** The policy of a work tree: that of its default branch, or the named file. `notes` mention any other origin. */
export async function policyOf(
  worktree: Worktree,
  choice: PolicyChoice,
): Promise<{ policy: EffectivePolicy; notes: string[] }> {
  const notes = new Set<string>();
  const files = async (paths: string[]): Promise<Map<string, Observation<Uint8Array>>> => {
    const found = await worktree.readAtDefaultBranch(paths, { maxBytes: POLICY_BYTES });
    if (!found.isDefaultBranch)
      notes.add('the policy was taken from the evaluated files, because no default branch is known here');
    return found.files;
  };
  const { above, file: named } = choice;
  const organization = (await organizationOf(choice, named)) ?? above?.organization;
  const policy = await readPolicy({
    catalog,
    now: choice.now,
    source: { files },
    ...defined({ organization }),
    ...(above?.properties === undefined ? {} : { properties: above.properties }),
    ...(choice.profile ? { profile: choice.profile } : {}),
    ...(named === undefined
      ? {}
      : { instead: { path: named, bytes: await readNamed(resolve(choice.cwd, named), named) } }),
  });
  if (named !== undefined) {
    notes.clear();
    notes.add(`evaluated with ${named} instead of the policy of the default branch`);
  }
  const isLayer = organization !== undefined && 'file' in organization;
  if (isLayer && above?.properties === undefined && usesProperties(organization))
    notes.add(
      "a work tree has no custom properties, so rules of the organization's policy that use them were left out",
    );
  return { policy, notes: [...notes] };
}

async function organizationOf(choice: PolicyChoice, own: string | undefined): Promise<PolicyLayer | undefined> {
  const { organization: path, cwd } = choice;
  if (path === undefined) return undefined;
  const bytes = await readNamed(resolve(cwd, path), path);
  // Two files with the same name must be distinguishable in reports.
  const isTaken = path === own || (POLICY_PATHS as readonly string[]).includes(path);
  return organizationLayer(catalog, undefined, { path: isTaken ? `organization:${path}` : path, bytes });
}

async function readNamed(path: string, written: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    throw new UserError(`${written} could not be read`, 'Name a policy file that exists.');
  }
}
