import { catalog } from '../criteria/index.ts';
import { defined } from '../domain/defined.ts';
import { UserError } from '../domain/errors.ts';
import type { Report } from '../domain/report.ts';
import { exitCodeOf } from '../domain/verdict.ts';
import { FORMATS, render } from '../render/model/formats.ts';
import { type EvaluationOptions, evaluateWorktree } from './evaluate-worktree.ts';
import { AS_OF, GITHUB, ORG_POLICY, OUTPUT, oneOf, POLICY } from './options.ts';
import { defineVerb } from './verb.ts';
import { writeResult } from './write-result.ts';

/** Evaluates a work tree, a ref or a bare clone; the exit code is that of its verdict. */
export const check = defineVerb({
  name: 'check',
  usage: '[DIR]',
  summary: 'Evaluate a pilot: what is proven, what is missing and where, how to fix it, and who can act',
  options: {
    ref: { value: 'REF', summary: 'Evaluate this branch, tag or commit instead of the files on disk' },
    ...POLICY,
    ...ORG_POLICY,
    profile: { value: 'NAME', summary: 'minimal, standard or regulated; can only tighten, and shows what that adds' },
    only: { value: 'ID,…', summary: 'Evaluate only these criteria; the verdict can then not be ready' },
    ...AS_OF,
    format: { value: 'NAME', summary: 'terminal (default), markdown, json, sarif or canvas (one HTML page)' },
    ...OUTPUT,
    promotion: { summary: 'Evaluate as a promotion (the default here)' },
    ...GITHUB,
    'offline-ok': { summary: 'Exit 0 if the only unresolved checks need GitHub' },
  },
  run: async ({ positionals, options, world }) => {
    const format = oneOf('format', options.format, FORMATS, 'terminal');
    const only = onlyOf(options.only);
    const dir = positionals[0] ?? '.';
    const offlineOk = options['offline-ok'] === true;
    const evaluate = async (how: EvaluationOptions): Promise<Report> =>
      (await evaluateWorktree({ dir, options: how, world, ...defined({ only }) })).report;
    const report = await evaluate(options);
    const before = await withoutProfile(report, options, format, evaluate);
    const text = render(report, format, {
      width: world.columns,
      color: world.color && options.output === undefined,
      verify: verifyCommand(report, dir),
      offlineOk,
      ...defined({ before }),
    });
    await writeResult(text, options.output, world);
    return offlineOk && onlyGitHubIsOpen(report) ? 0 : exitCodeOf(report.verdict);
  },
});

/** The report without the stricter profile of `--profile`, to show what the profile adds. Only the terminal shows it. */
async function withoutProfile(
  report: Report,
  options: EvaluationOptions,
  format: string,
  evaluate: (options: EvaluationOptions) => Promise<Report>,
): Promise<Report | undefined> {
  if (options.profile === undefined || format !== 'terminal') return undefined;
  const { profile: _, ...others } = options;
  const before = await evaluate(others);
  return before.policy.profile === report.policy.profile ? undefined : before;
}

function onlyOf(given: string | undefined): string[] | undefined {
  if (given === undefined) return undefined;
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

/** Whether an undetermined verdict is only open for facts that need GitHub. */
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
