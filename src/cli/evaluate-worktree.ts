import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import type { Observation } from '../domain/observation.ts';
import type { Report } from '../domain/report.ts';
import { assess } from '../engine/assess.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import { POLICY_PATHS, type PolicyLayer } from '../engine/policy/file.ts';
import { usesProperties } from '../engine/policy/pilot-lists.ts';
import type { FileSource } from '../engine/ports.ts';
import { organizationLayer, POLICY_BYTES, readPolicy } from '../evaluation/read-policy.ts';
import { resolveInputs } from '../evidence/resolve.ts';
import { openWorktree, type Worktree } from '../git/worktree.ts';
import { clockOf, type Invocation, profileOf, type World } from './arguments.ts';
import type { Facts } from './github.ts';
import { VERSION } from './version.ts';

/**
 * Judges the pilot in a folder as a promotion: `--ref`, `--policy`, `--org-policy`, `--profile`, `--as-of`, `--github` and `--offline-ok`
 * mean the same for every verb that judges. Throws a `PolicyError` for a policy that cannot be used.
 */
export async function evaluateWorktree({
  dir,
  options,
  world,
  only,
  over = (files) => files,
}: Pick<Invocation, 'options' | 'world'> & {
  dir: string;
  only?: string[];
  /** Judges something made of the files instead of the files themselves. */
  over?: (files: FileSource) => FileSource;
}): Promise<{
  report: Report;
  policy: EffectivePolicy;
}> {
  const now = clockOf(options['as-of'], world.now);
  const profile = profileOf(options.profile);
  const worktree = await openWorktree(
    resolve(world.cwd, dir),
    typeof options.ref === 'string' ? { ref: options.ref } : {},
  );
  const given = { file: options.policy, organization: options['org-policy'] };
  const how = { offline: options['offline-ok'] === true, hasFloor: given.organization !== undefined };
  const asked = await askedFacts(worktree, options.github, how, world);
  const above = asked.above === undefined ? {} : { above: asked.above };
  const { policy, notes } = await policyOf(worktree, { now, profile, ...given, ...above, cwd: world.cwd });
  const files = over(worktree.files);
  const { repository, commit, dirty } = worktree.subject;
  const base = asked.base ?? worktree.subject.base;
  const report = await assess({
    catalog,
    policy,
    subject: {
      repository,
      ...defined({ commit, base, pullRequest: asked.pullRequest }),
      dirty,
      promotion: { is: true, because: ['the command line, which judges everything as a promotion'] },
      notes: [...worktree.subject.notes, ...notes],
    },
    now,
    read: (requests) => resolveInputs(files, requests, policy.evidence),
    facts: asked.facts,
    toolVersion: VERSION,
    ...(only ? { only } : {}),
  });
  return { report, policy };
}

/** GitHub's client is only loaded when GitHub is asked: most runs are local, and start twice as fast without it. */
async function askedFacts(
  worktree: Worktree,
  github: string | boolean | undefined,
  how: { offline: boolean; hasFloor: boolean },
  world: World,
): Promise<Facts> {
  const hasToken = world.env.GITHUB_TOKEN !== undefined || world.env.GH_TOKEN !== undefined;
  if (github === undefined && (how.offline || !hasToken)) return { facts: worktree.facts };
  const { factsFor } = await import('./github.ts');
  return factsFor(worktree, github, how, world);
}

interface PolicyChoice {
  now: number;
  profile: ReturnType<typeof profileOf>;
  file?: string | boolean | undefined;
  /** The file of the organization's policy: a work tree knows of none. */
  organization?: string | boolean | undefined;
  /** What GitHub says stands above, where it was asked. */
  above?: Facts['above'];
  cwd: string;
}

/** The policy of a work tree: from its default branch, or the file that was named; `notes` say where it is from otherwise. */
export async function policyOf(
  worktree: Worktree,
  choice: PolicyChoice,
): Promise<{ policy: EffectivePolicy; notes: string[] }> {
  const notes = new Set<string>();
  const files = async (paths: string[]): Promise<Map<string, Observation<Uint8Array>>> => {
    const found = await worktree.readAtDefaultBranch(paths, { maxBytes: POLICY_BYTES });
    if (!found.isDefaultBranch)
      notes.add('the policy was taken from the files judged, because no default branch is known here');
    return found.files;
  };
  const named = typeof choice.file === 'string' ? choice.file : undefined;
  const { above } = choice;
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
    notes.add(`judged by ${named}, not by the policy of the default branch`);
  }
  const isLayer = organization !== undefined && 'file' in organization;
  if (isLayer && above?.properties === undefined && usesProperties(organization))
    notes.add("a work tree knows no custom properties, so what the organization's policy makes of them was left out");
  return { policy, notes: [...notes] };
}

async function organizationOf(choice: PolicyChoice, own: string | undefined): Promise<PolicyLayer | undefined> {
  const { organization: path, cwd } = choice;
  if (typeof path !== 'string') return undefined;
  const bytes = await readNamed(resolve(cwd, path), path);
  // In reports two files of one name have to be told apart.
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
