import type { EvalFile } from '../../domain/eval-results.ts';
import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Profile } from '../../domain/levels.ts';
import type { Observation } from '../../domain/observation.ts';
import { fileProblem, type Tree } from '../../domain/tree.ts';
import {
  type Ancestry,
  type ChangedSince,
  checkRun,
  type FactRequest,
  type RunFact,
} from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import type { CountedFile } from '../shared/evals/cases.ts';
import { confirmPromoted, offers, type PromotedQuestion } from '../shared/evals/promoted.ts';
import { findTest, resultsOf } from '../shared/evals/tests.ts';
import type { Decision } from './decision-map.ts';
import { noDecisions } from './decision-map.ts';

/** Where the code makes a decision wait for a person, and the test that proves it. */

export interface EnforcementQuestion {
  workflow: Located<Workflow>;
  tree: Tree;
  counted: CountedFile[];
  /** How results are tied to the code; left out when no results can be read. */
  promoted?: PromotedQuestion;
}

const CHECK = /^check:(.{1,200})@([\w.-]{1,100})$/;

/** The check run that a test names, as `check:NAME@APP`. */
function checkOf(test: string): { name: string; app: string } | undefined {
  const match = CHECK.exec(test.trim());
  return match?.[1] === undefined || match[2] === undefined ? undefined : { name: match[1], app: match[2] };
}

/** Decisions that wait for a person, with their places in the list. */
function guarded(workflow: Located<Workflow>): { decision: Decision; index: number }[] {
  return (workflow.value.decisions ?? []).flatMap((decision, index) =>
    decision.mode === 'auto' ? [] : [{ decision, index }],
  );
}

/** The question, from what a criterion saw. */
export function enforcementQuestion(
  workflow: Located<Workflow>,
  tree: Tree,
  from: {
    evals: Observation<Located<Evals>>;
    results: Observation<EvalFile[]>;
    profile: Profile;
    root: string;
    repository?: string;
  },
): EnforcementQuestion {
  const { evals, results, profile, root, repository } = from;
  const counted = resultsOf(evals, results);
  if (evals.state !== 'seen' || results.state !== 'seen') return { workflow, tree, counted };
  const promoted = {
    evals: evals.value,
    results: results.value,
    tree,
    evidenceRoot: root,
    profile,
    ...(repository === undefined ? {} : { repository }),
  };
  return { workflow, tree, counted, promoted };
}

/** Whether each decision that waits for a person names its code, and a test that passed and belongs to this code. */
export function judgeEnforcement(question: EnforcementQuestion): Finding[] {
  const { workflow, tree, counted } = question;
  const none = noDecisions(workflow);
  if (none !== undefined) return [none];
  const all = guarded(workflow);
  const found = all.flatMap(({ decision: { id, enforcedAt, test }, index }): Finding[] => {
    const open: Finding[] = [];
    const say = (problem: string, key: string, remedy: string): void => {
      open.push(unmet(`${id}: ${problem}`, workflow.at('decisions', index, key), { part: id, remedy }));
    };
    const missingPeople = enforcedAt === undefined ? undefined : fileProblem(tree, enforcedAt);
    if (enforcedAt === undefined)
      say('nothing says where the code makes it wait for a person', 'enforcedAt', 'Name the file under enforced-at.');
    else if (missingPeople !== undefined)
      say(`${quote(enforcedAt, 90)} ${missingPeople}`, 'enforcedAt', 'Correct the path under enforced-at.');
    if (test === undefined)
      say(
        'no test proves that it waits for a person',
        'test',
        'Write a test that tries without one, and name its id under test.',
      );
    else if (/^check:/.test(test) && checkOf(test) === undefined)
      say(
        `${quote(test)} is not bound to the app that reports it`,
        'test',
        'Write check:NAME@APP, for example check:unit tests@github-actions.',
      );
    else if (checkOf(test) === undefined) {
      const { problem } = findTest(test, counted);
      if (problem !== undefined)
        say(
          `the test ${quote(test, 90)} ${problem}`,
          'test',
          'Run it with the suite, commit the results, or correct its id.',
        );
    }
    return open;
  });
  if (found.length > 0) return found;
  const bound = boundQuestion(question);
  const loose = bound === undefined ? [] : offers(bound).flatMap(({ offer }) => ('open' in offer ? [offer.open] : []));
  if (loose.length > 0) return loose;
  return [
    all.length === 0
      ? met('No decision waits for a person', workflow.at('decisions'), { facts: 'not-needed' })
      : met(`${all.length} decisions wait for a person, each with its code and its test`, workflow.at('decisions')),
  ];
}

/** The results that hold the named tests, to be tied to the code that is promoted; undefined when no test is named. */
export function boundQuestion({ workflow, counted, promoted }: EnforcementQuestion): PromotedQuestion | undefined {
  const paths = new Set(
    guarded(workflow).flatMap(({ decision: { test } }) =>
      test === undefined || checkOf(test) !== undefined ? [] : findTest(test, counted).places.map(({ path }) => path),
    ),
  );
  if (promoted === undefined || paths.size === 0) return undefined;
  return { ...promoted, results: promoted.results.filter(({ path }) => paths.has(path)) };
}

/** The check runs that tests name, in the order of the decisions. */
export function enforcementRuns(workflow: Located<Workflow>): FactRequest<'check-run'>[] {
  return namedChecks(workflow).map(({ name, app }) => checkRun(name, app));
}

function namedChecks(workflow: Located<Workflow>) {
  return guarded(workflow).flatMap(({ decision: { id, test = '' }, index }) => {
    const named = checkOf(test);
    return named === undefined ? [] : [{ id, index, ...named }];
  });
}

export interface EnforcementFacts {
  changed: ChangedSince[];
  orders: Ancestry[];
  runs: RunFact[];
  checks: RunFact[];
  head: string | undefined;
}

/** What history and GitHub say of the results and checks that the files found in order. */
export function confirmEnforcement(question: EnforcementQuestion, facts: EnforcementFacts): Finding[] {
  const { workflow } = question;
  const failed = namedChecks(workflow).flatMap(({ id, index, name, app }, at): Finding[] => {
    const run = facts.checks[at];
    if (run?.found && run.conclusion === 'success') return [];
    const how = run?.found ? `ended ${quote(run.conclusion ?? 'without a conclusion')}` : 'did not run';
    return [
      unmet(
        `${id}: the check ${quote(name)} of ${app} ${how} on this commit`,
        workflow.at('decisions', index, 'test'),
        {
          part: id,
          remedy: 'Let the check run and succeed on the commit that is promoted.',
        },
      ),
    ];
  });
  if (failed.length > 0) return failed;
  const fromFiles = judgeEnforcement(question);
  const bound = boundQuestion(question);
  return bound === undefined ? fromFiles : confirmPromoted(bound, fromFiles, facts);
}
