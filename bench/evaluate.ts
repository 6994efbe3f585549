import { join } from 'node:path';
import { catalog } from '../src/criteria/index.ts';
import type { Observation } from '../src/domain/observation.ts';
import { evaluate } from '../src/engine/evaluate.ts';
import { effectivePolicy } from '../src/engine/policy/merge.ts';
import { prepare, requestsOf } from '../src/engine/run-check.ts';
import { resolveInputs } from '../src/evidence/resolve.ts';
import { openWorktree } from '../src/git/worktree.ts';
import { type Scenario, spread } from './rows.ts';

const NOW = Date.parse('2026-11-20T00:00:00Z');
const WARM = 100;
const TIMES = 500;

/** Evaluation alone: the example's evidence is read once, then judged again and again in this process. */
export const measure: Scenario = async ({ root }) => {
  const judge = await evaluation(join(root, 'examples/support-triage'));
  for (let index = 0; index < WARM; index += 1) judge();
  const times = Array.from({ length: TIMES }, () => {
    const start = performance.now();
    judge();
    return performance.now() - start;
  });
  return [spread(`evaluate, ${catalog.length} criteria, evidence in memory`, 'ms', times, { most: 5 })];
};

async function evaluation(dir: string): Promise<() => unknown> {
  const worktree = await openWorktree(dir, {});
  const { policy } = effectivePolicy(catalog, undefined, { now: NOW });
  const rules = (id: string) => policy.criteria[id]?.params ?? {};
  const evidence = await resolveInputs(
    worktree.files,
    catalog.flatMap((criterion) => Object.values(criterion.inputs(rules(criterion.id)))),
    policy.evidence,
  );
  const prepared = catalog.map((criterion) =>
    prepare(criterion, evidence, rules(criterion.id), { profile: policy.profile, now: NOW, policy }),
  );
  const answers: Map<string, Observation<unknown>> = await worktree.facts.answer(requestsOf(prepared));
  const { repository, dirty } = worktree.subject;
  const subject = { repository, dirty, promotion: { is: true, because: [] }, notes: [] };
  return () => evaluate({ prepared, answers, policy, subject, now: NOW, files: evidence.files, toolVersion: 'bench' });
}
