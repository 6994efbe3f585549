import type { WorkflowFile } from '../../domain/conventions.ts';
import type { EvalFile } from '../../domain/eval-results.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { RunFact } from '../../engine/fact-answers.ts';
import { checkRun, type FactRequest } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import type { CountedFile } from '../shared/evals/cases.ts';
import {
  judgeLinks,
  makePromotedQuestion,
  type PromotedContext,
  type PromotedQuestion,
} from '../shared/evals/promoted.ts';
import { findTest, resultsOf } from '../shared/evals/tests.ts';
import { existingPath } from '../shared/shape-checks.ts';
import type { Decision } from './decision-map.ts';
import { messages } from './messages.ts';

/** Where the code makes a decision wait for a person, and the test that proves it. */

const CHECK = /^check:(.{1,200})@([\w.-]{1,100})$/;

/** The check run that a test names, as `check:NAME@APP`. */
function checkOf(test: string): { name: string; app: string } | undefined {
  const match = CHECK.exec(test.trim());
  return match?.[1] === undefined || match[2] === undefined ? undefined : { name: match[1], app: match[2] };
}

/** Decisions that wait for a person, with their places in the list. */
function findWaiting(workflow: Located<Workflow>): { decision: Decision; index: number }[] {
  return (workflow.value.decisions ?? []).flatMap((decision, index) =>
    decision.mode === 'auto' ? [] : [{ decision, index }],
  );
}

export interface EnforcementQuestion {
  workflow: Located<Workflow>;
  tree: Tree;
  counted: CountedFile[];
  /** The results that hold the named tests; undefined when no test is named or no results can be read. */
  promoted: PromotedQuestion | undefined;
}

export function makeEnforcementQuestion(
  workflow: Located<Workflow>,
  tree: Tree,
  evals: Observation<Located<Evals>>,
  results: Observation<EvalFile[]>,
  workflows: Observation<WorkflowFile[]>,
  context: PromotedContext,
): EnforcementQuestion {
  const counted = resultsOf(evals, results);
  const tests = findWaiting(workflow).flatMap(({ decision: { test } }) => test ?? []);
  const named = tests.filter((test) => checkOf(test) === undefined).flatMap((test) => findTest(test, counted).places);
  const paths = new Set(named.map(({ path }) => path));
  if (evals.state !== 'seen' || results.state !== 'seen' || paths.size === 0)
    return { workflow, tree, counted, promoted: undefined };
  const files = results.value.filter(({ path }) => paths.has(path));
  return { workflow, tree, counted, promoted: makePromotedQuestion(evals.value, files, tree, workflows, context) };
}

/** Whether each decision that waits for a person names its code, and a test that passed and belongs to this code. */
export function judgeEnforcement({ workflow, tree, counted, promoted }: EnforcementQuestion): Finding[] {
  const all = findWaiting(workflow);
  const found = all.flatMap(({ decision: { id, enforcedAt, test }, index }): Finding[] => {
    const at = (key: string) => workflow.at('decisions', index, key);
    const place = at('enforcedAt');
    const problem = describeTestProblem(id, test, counted);
    return [
      ...(enforcedAt === undefined
        ? [unmet(messages.notEnforced({ id }), place, { part: id })]
        : existingPath(tree, enforcedAt, { what: `${id}: enforced-at`, place, part: id })),
      ...(problem === undefined ? [] : [unmet(problem, at('test'), { part: id })]),
    ];
  });
  if (found.length > 0) return found;
  const open = promoted === undefined ? [] : judgeLinks(promoted);
  if (open.length > 0) return open;
  const place = workflow.at('decisions');
  const count = all.length;
  if (count === 0) return [met(messages.nothingWaits(), place, { facts: 'not-needed' })];
  return [met(promoted ? messages.waitingProvenByResults({ count }) : messages.waitingProven({ count }), place)];
}

/** Why a test proves nothing so far; undefined when it passed, or is a check run that has to be looked up. */
function describeTestProblem(id: string, test: string | undefined, counted: CountedFile[]): Statement | undefined {
  if (test === undefined) return messages.noTest({ id });
  if (checkOf(test) !== undefined) return undefined;
  if (test.startsWith('check:')) return messages.checkNotBound({ id, test });
  const { problem } = findTest(test, counted);
  return problem === undefined ? undefined : messages.testNotProven({ id, test, problem });
}

function findChecks(workflow: Located<Workflow>) {
  return findWaiting(workflow).flatMap(({ decision: { id, test = '' }, index }) => {
    const named = checkOf(test);
    return named === undefined ? [] : [{ id, index, ...named }];
  });
}

/** The check runs that tests name, in the order of the decisions. */
export function requestCheckRuns(workflow: Located<Workflow>): FactRequest<'check-run'>[] {
  return findChecks(workflow).map(({ name, app }) => checkRun(name, app));
}

/** Whether the named checks succeeded on this commit. `runs` are in the order of `requestCheckRuns`. */
export function judgeCheckRuns(workflow: Located<Workflow>, runs: RunFact[]): Finding[] {
  return findChecks(workflow).flatMap(({ id, index, name, app }, at): Finding[] => {
    const { found = false, conclusion = 'none' } = runs[at] ?? {};
    if (found && conclusion === 'success') return [];
    const words = { id, name, app };
    const statement = found ? messages.checkNotSuccessful({ ...words, conclusion }) : messages.checkNotRun(words);
    return [unmet(statement, workflow.at('decisions', index, 'test'), { part: id })];
  });
}
