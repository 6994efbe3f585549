import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import type { Report } from '../domain/report.ts';
import { exitCodeOf } from '../domain/verdict.ts';
import { FORMATS, render } from '../render/model/formats.ts';
import { type Invocation, oneOf } from './arguments.ts';
import { evaluateWorktree } from './evaluate-worktree.ts';
import { save } from './save.ts';

export const CHECK_OPTIONS = {
  ref: 'string',
  policy: 'string',
  'org-policy': 'string',
  profile: 'string',
  'as-of': 'string',
  only: 'string',
  format: 'string',
  output: 'string',
  promotion: 'boolean',
  github: 'string',
  'offline-ok': 'boolean',
} as const;

/** `check [DIR]`: judges a work tree, any ref or a bare clone, and returns the exit code of its verdict. */
export async function check({ positionals, options, world }: Invocation): Promise<number> {
  const format = oneOf('format', options.format, FORMATS, 'terminal');
  const only = onlyOf(options.only);
  const dir = positionals[0] ?? '.';
  const offlineOk = options['offline-ok'] === true;
  const evaluate = async (how: Invocation['options']): Promise<Report> =>
    (await evaluateWorktree({ dir, options: how, world, ...(only ? { only } : {}) })).report;
  const report = await evaluate(options);
  const before = await withoutProfile(report, options, format, evaluate);
  const text = render(report, format, {
    width: world.columns,
    color: world.color && options.output === undefined,
    verify: verifyCommand(report, dir),
    offlineOk,
    ...defined({ before }),
  });
  if (typeof options.output === 'string') await save(options.output, text, world.cwd);
  else world.write(text);
  return offlineOk && onlyGitHubIsOpen(report) ? 0 : exitCodeOf(report.verdict);
}

/** What holds without the stricter profile that was asked for, to tell what the step costs; only people read that. */
async function withoutProfile(
  report: Report,
  options: Invocation['options'],
  format: string,
  evaluate: (options: Invocation['options']) => Promise<Report>,
): Promise<Report | undefined> {
  if (options.profile === undefined || format !== 'terminal') return undefined;
  const { profile: _, ...others } = options;
  const before = await evaluate(others);
  return before.policy.profile === report.policy.profile ? undefined : before;
}

function onlyOf(given: string | boolean | undefined): string[] | undefined {
  if (typeof given !== 'string') return undefined;
  const ids = given
    .split(',')
    .map((id) => id.trim())
    .filter((id) => id !== '');
  const known = catalog.map((criterion) => criterion.id);
  const unknownId = ids.find((id) => !known.includes(id));
  if (unknownId !== undefined || ids.length === 0)
    throw new UserError(`--only ${unknownId ?? given} is not a criterion`, `Choose from ${known.join(', ')}.`);
  return ids;
}

/** Under --offline-ok an undetermined verdict ends well when nothing but GitHub-held facts is open. */
function onlyGitHubIsOpen(report: Report): boolean {
  if (report.verdict !== 'undetermined') return false;
  const open = report.criteria
    .flatMap((criterion) => criterion.checks)
    .filter((one) => one.level === 'blocking' && one.outcome === 'unknown');
  return open.length > 0 && open.every((one) => one.resolvableBy === 'github');
}

function verifyCommand(report: Report, dir: string): string {
  const open = report.criteria
    .flatMap((criterion) => criterion.checks)
    .filter((one) => one.level === 'blocking' && one.outcome === 'unknown');
  if (open.some((one) => one.resolvableBy === 'history')) return `git -C ${dir} fetch --unshallow`;
  return `GITHUB_TOKEN=… pilot-readiness check ${dir} --github ${report.subject.repository.includes('/') ? report.subject.repository : 'owner/repository'}#NUMBER`;
}
