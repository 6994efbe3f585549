import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { assess } from '../assess.ts';
import { UserError } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import type { EffectivePolicy } from '../core/policy/effective.ts';
import type { Report } from '../core/report.ts';
import { catalogue } from '../criteria/index.ts';
import { resolveReads } from '../evidence/resolve.ts';
import { openWorktree, type Worktree } from '../evidence/worktree.ts';
import { readPolicy } from '../read-policy.ts';
import { clockOf, type Invocation, profileOf, type World } from './arguments.ts';
import type { Facts } from './github.ts';
import { VERSION } from './version.ts';

/** A policy is read whole, so it is capped before it is. */
const POLICY_MAX_BYTES = 256 * 1024;

/**
 * Judges the pilot in a folder as a promotion: `--ref`, `--policy`, `--profile`, `--as-of`, `--github` and `--offline-ok`
 * mean the same for every verb that judges. Throws a `PolicyError` for a policy that cannot be used.
 */
export async function judgeWorktree({
  dir,
  options,
  world,
  only,
}: Pick<Invocation, 'options' | 'world'> & { dir: string; only?: string[] }): Promise<{
  report: Report;
  policy: EffectivePolicy;
}> {
  const now = clockOf(options['as-of'], world.now);
  const profile = profileOf(options.profile);
  const worktree = await openWorktree(
    resolve(world.cwd, dir),
    typeof options.ref === 'string' ? { ref: options.ref } : {},
  );
  const { policy, notes } = await policyOf(worktree, { now, profile, file: options.policy, cwd: world.cwd });
  const asked = await askedFacts(worktree, options.github, options['offline-ok'] === true, world);
  const { repository, commit, dirty } = worktree.subject;
  const base = asked.base ?? worktree.subject.base;
  const report = await assess({
    catalogue,
    policy,
    subject: {
      repository,
      ...(commit === undefined ? {} : { commit }),
      ...(base === undefined ? {} : { base }),
      ...(asked.pullRequest === undefined ? {} : { pullRequest: asked.pullRequest }),
      dirty,
      promotion: { is: true, because: ['judged as a promotion from the command line'] },
      notes: [...worktree.subject.notes, ...notes],
    },
    now,
    read: (wishes) => resolveReads(worktree.files, wishes, policy.evidence),
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
  offline: boolean,
  world: World,
): Promise<Facts> {
  const hasToken = world.env.GITHUB_TOKEN !== undefined || world.env.GH_TOKEN !== undefined;
  if (github === undefined && (offline || !hasToken)) return { facts: worktree.facts };
  const { factsFor } = await import('./github.ts');
  return factsFor(worktree, github, offline, world);
}

interface PolicyChoice {
  now: number;
  profile: ReturnType<typeof profileOf>;
  file?: string | boolean | undefined;
  cwd: string;
}

/** The policy of a work tree: from its default branch, or the file that was named; `notes` say where it is from otherwise. */
export async function policyOf(
  worktree: Worktree,
  choice: PolicyChoice,
): Promise<{ policy: EffectivePolicy; notes: string[] }> {
  const notes = new Set<string>();
  const files = async (paths: string[]): Promise<Map<string, Observation<Uint8Array>>> => {
    const found = await worktree.readAtDefaultBranch(paths, { maxBytes: POLICY_MAX_BYTES });
    if (!found.isDefaultBranch)
      notes.add('the policy was taken from the files judged, because no default branch is known here');
    return found.files;
  };
  const named = typeof choice.file === 'string' ? choice.file : undefined;
  const policy = await readPolicy({
    catalogue,
    now: choice.now,
    source: { files },
    ...(choice.profile ? { profile: choice.profile } : {}),
    ...(named === undefined
      ? {}
      : { instead: { path: named, bytes: await readNamed(resolve(choice.cwd, named), named) } }),
  });
  if (named !== undefined) {
    notes.clear();
    notes.add(`judged by ${named}, not by the policy of the default branch`);
  }
  return { policy, notes: [...notes] };
}

async function readNamed(path: string, written: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch {
    throw new UserError(`${written} could not be read`, 'Name a policy file that exists.');
  }
}
