import { resolve } from 'node:path';
import type { Check, Criterion } from '../core/criterion.ts';
import { UserError } from '../core/errors.ts';
import type { EffectivePolicy, Origin } from '../core/policy/effective.ts';
import { catalogue } from '../criteria/index.ts';
import { openWorktree } from '../evidence/worktree.ts';
import { kebab, nearest } from '../formats/yaml/index.ts';
import { explainCatalogue, explainCheck, explainCriterion, type OptionRow } from '../render/explain.ts';
import type { Invocation } from './arguments.ts';
import { policyOf } from './check.ts';

export const EXPLAIN_OPTIONS = { dir: 'string', policy: 'string' } as const;

/** `explain [CRITERION|CODE]`: why it is asked, what it reads, the options in force and where they come from. */
export async function explain({ positionals, options, world }: Invocation): Promise<number> {
  const wanted = positionals[0];
  const width = world.columns;
  const worktree = await openWorktree(resolve(world.cwd, typeof options.dir === 'string' ? options.dir : '.'), {});
  const { policy } = await policyOf(worktree, {
    now: world.now,
    profile: undefined,
    file: options.policy,
    cwd: world.cwd,
  });
  if (wanted === undefined) {
    world.write(
      explainCatalogue(
        catalogue.map((criterion) => rowOf(criterion, policy)),
        policy.profile,
        width,
      ),
    );
    return 0;
  }
  const found = find(wanted);
  if (found === undefined) {
    const names = catalogue.flatMap((criterion) => [criterion.id, ...criterion.checks.map((one) => one.code)]);
    const near = nearest(wanted, names);
    throw new UserError(
      `explain: the catalogue has no “${wanted}”${near ? `; did you mean ${near}?` : ''}`,
      'Run: pilot-readiness explain',
    );
  }
  const { criterion, check } = found;
  const optionRows = optionsOf(criterion, policy);
  world.write(
    check
      ? explainCheck(criterion, check, ruleOf(criterion, check, policy), optionRows, width)
      : explainCriterion(
          criterion,
          criterion.checks.map((one) => ({ check: one, rule: ruleOf(criterion, one, policy) })),
          optionRows,
          reads(criterion, policy),
          width,
        ),
  );
  return 0;
}

function find(wanted: string): { criterion: Criterion; check?: Check } | undefined {
  for (const criterion of catalogue) {
    if (criterion.id === wanted.toLowerCase()) return { criterion };
    const check = criterion.checks.find((one) => one.code === wanted.toUpperCase());
    if (check) return { criterion, check };
  }
  return undefined;
}

function rowOf(criterion: Criterion, policy: EffectivePolicy) {
  const rules = Object.entries(policy.criteria[criterion.id]?.checks ?? {});
  return {
    criterion,
    blocking: rules.filter(([, rule]) => rule.level === 'blocking').length,
    advisory: rules.filter(([, rule]) => rule.level === 'advisory').length,
  };
}

function ruleOf(criterion: Criterion, check: Check, policy: EffectivePolicy): { level: string; origin: Origin } {
  const rule = policy.criteria[criterion.id]?.checks[check.code];
  return { level: rule?.level ?? 'off', origin: rule?.origin ?? { path: 'built-in' } };
}

function optionsOf(criterion: Criterion, policy: EffectivePolicy): OptionRow[] {
  const rule = policy.criteria[criterion.id];
  return Object.entries(criterion.params).map(([name, spec]) => ({
    name: kebab(name),
    value: rule?.params[name],
    origin: rule?.paramOrigins[name] ?? { path: 'built-in' },
    stricter: spec.stricter,
    doc: spec.doc,
  }));
}

/** What a criterion reads, in words that name files. */
function reads(criterion: Criterion, policy: EffectivePolicy): string[] {
  const root = policy.evidence.root;
  const words = Object.values(criterion.reads(policy.criteria[criterion.id]?.params ?? {})).map((read) => {
    if (read.kind === 'section')
      return read.of === 'pilot' ? `${root}/pilot.yaml` : `${root}/${read.of}.yaml (or \`${read.of}:\` in pilot.yaml)`;
    if (read.kind === 'records') return `${root}/${read.of}/*.yaml`;
    if (read.kind === 'document') return read.of === 'rollback' ? 'the rollback plan' : 'the runbook';
    if (read.kind === 'named') return `the files that ${read.of} names`;
    if (read.kind === 'results') return 'the eval results';
    return {
      tree: 'the list of files',
      codeowners: 'CODEOWNERS',
      catalog: 'catalog-info.yaml',
      workflows: '.github/workflows',
      commands: 'Makefile and package.json',
    }[read.kind];
  });
  return [...new Set(words)];
}
