import { readFile, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { assess } from '../assess.ts';
import { UserError } from '../core/errors.ts';
import type { Observation } from '../core/observation.ts';
import type { EffectivePolicy } from '../core/policy/effective.ts';
import type { Report } from '../core/report.ts';
import { exitCodeOf } from '../core/verdict.ts';
import { catalogue } from '../criteria/index.ts';
import { resolveReads } from '../evidence/resolve.ts';
import { openWorktree, type Worktree } from '../evidence/worktree.ts';
import { readPolicy } from '../read-policy.ts';
import { FORMATS, render } from '../render/formats.ts';
import { clockOf, type Invocation, oneOf, profileOf, type World } from './arguments.ts';
import type { Facts } from './github.ts';
import { VERSION } from './version.ts';

export const CHECK_OPTIONS = {
  ref: 'string',
  policy: 'string',
  profile: 'string',
  'as-of': 'string',
  only: 'string',
  format: 'string',
  output: 'string',
  promotion: 'boolean',
  github: 'string',
  'offline-ok': 'boolean',
} as const;

/** A policy is read whole, so it is capped before it is. */
const POLICY_MAX_BYTES = 256 * 1024;

/** `check [DIR]`: judges a work tree, any ref or a bare clone, and returns the exit code of its verdict. */
export async function check({ positionals, options, world }: Invocation): Promise<number> {
  const format = oneOf('format', options.format, FORMATS, 'terminal');
  const now = clockOf(options['as-of'], world.now);
  const profile = profileOf(options.profile);
  const only = onlyOf(options.only);
  const dir = positionals[0] ?? '.';
  const worktree = await openWorktree(
    resolve(world.cwd, dir),
    typeof options.ref === 'string' ? { ref: options.ref } : {},
  );
  const { policy, notes } = await policyOf(worktree, { now, profile, file: options.policy, cwd: world.cwd });
  const offlineOk = options['offline-ok'] === true;
  const asked = await askedFacts(worktree, options.github, offlineOk, world);
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
  const text = render(report, format, {
    width: world.columns,
    colour: world.colour && options.output === undefined,
    settle: settleCommand(report, dir),
    offlineOk,
  });
  if (typeof options.output === 'string') await save(resolve(world.cwd, options.output), text);
  else world.write(text);
  return offlineOk && onlyGitHubIsOpen(report) ? 0 : exitCodeOf(report.verdict);
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

async function save(path: string, text: string): Promise<void> {
  try {
    await writeFile(path, text);
  } catch (error) {
    throw new UserError(
      `${path} could not be written: ${error instanceof Error ? error.message : String(error)}`,
      'Name a file in a folder that exists.',
    );
  }
}

function onlyOf(given: string | boolean | undefined): string[] | undefined {
  if (typeof given !== 'string') return undefined;
  const ids = given
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const known = catalogue.map((criterion) => criterion.id);
  const strange = ids.find((id) => !known.includes(id));
  if (strange !== undefined || ids.length === 0)
    throw new UserError(`--only ${strange ?? given} is not a criterion`, `Choose from ${known.join(', ')}.`);
  return ids;
}

/** Under --offline-ok an undetermined verdict ends well when nothing but GitHub-held facts is open. */
function onlyGitHubIsOpen(report: Report): boolean {
  if (report.verdict !== 'undetermined') return false;
  const open = report.criteria
    .flatMap((criterion) => criterion.checks)
    .filter((one) => one.level === 'blocking' && one.outcome === 'unknown');
  return open.length > 0 && open.every((one) => one.settles === 'github');
}

function settleCommand(report: Report, dir: string): string {
  const open = report.criteria
    .flatMap((criterion) => criterion.checks)
    .filter((one) => one.level === 'blocking' && one.outcome === 'unknown');
  if (open.some((one) => one.settles === 'history')) return `git -C ${dir} fetch --unshallow`;
  return `GITHUB_TOKEN=… pilot-readiness check ${dir} --github ${report.subject.repository.includes('/') ? report.subject.repository : 'owner/repository'}#NUMBER`;
}
