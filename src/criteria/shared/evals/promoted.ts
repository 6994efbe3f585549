import type { WorkflowFile } from '../../../domain/conventions.ts';
import { coveredFiles, coverHash } from '../../../domain/cover.ts';
import type { EvalFile } from '../../../domain/eval-results.ts';
import { type Finding, met, unmet } from '../../../domain/finding.ts';
import type { Profile } from '../../../domain/levels.ts';
import { summaryOf } from '../../../domain/message.ts';
import type { Observation } from '../../../domain/observation.ts';
import type { Tree } from '../../../domain/tree.ts';
import { untilEarliest } from '../../../domain/until.ts';
import type { Ancestry, ChangedSince, RunFact } from '../../../engine/fact-answers.ts';
import { ancestry, changedSince, workflowRun } from '../../../engine/fact-requests.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { EffectivePolicy } from '../../../engine/policy/effective.ts';
import type { Subject } from '../../../engine/ports.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';
import { countCases } from './cases.ts';
import { evalCovers } from './covers.ts';
import { describeMapping } from './mapping.ts';
import { messages } from './messages.ts';
import {
  describeProvenance,
  judgeCommit,
  judgeCommitOrder,
  judgeWorkflowRun,
  type ProvenanceLink,
  provenanceOf,
} from './provenance.ts';
import { judgeRun, judgeThresholds, type QualityLimits } from './results.ts';
import { suiteWorkflow } from './suite-workflow.ts';

export interface PromotedQuestion {
  evals: Located<Evals>;
  results: EvalFile[];
  tree: Tree;
  evidenceRoot: string;
  profile: Profile;
  /** Owner and name; left out where facts are requested, before the repository is known. */
  repository?: string | undefined;
  /** The workflows of the evaluated commit: one of them runs the suite. */
  workflows: Observation<WorkflowFile[]>;
}

/** What a check, or its requests, know besides evidence. */
export interface PromotedContext {
  profile: Profile;
  policy: EffectivePolicy;
  subject?: Subject;
}

export function makePromotedQuestion(
  evals: Located<Evals>,
  results: EvalFile[],
  tree: Tree,
  workflows: Observation<WorkflowFile[]>,
  { profile, policy, subject }: PromotedContext,
): PromotedQuestion {
  const { repository } = subject ?? {};
  return { evals, results, tree, workflows, profile, evidenceRoot: policy.evidence.root, repository };
}

/** The results files that are linked to the code, and why others are not. */
function linksOf(question: PromotedQuestion): { linked: { file: EvalFile; link: ProvenanceLink }[]; open: Finding[] } {
  const treeHash = coverHash(question.tree, coversOf(question));
  const files = [...new Map(question.results.map((file) => [file.path, file])).values()];
  const offers = files.map((file) => ({ file, offer: provenanceOf({ ...question, file, treeHash }) }));
  return {
    linked: offers.flatMap(({ file, offer }) => ('provenance' in offer ? [{ file, link: offer.provenance }] : [])),
    open: offers.flatMap(({ offer }) => ('open' in offer ? [offer.open] : [])),
  };
}

function coversOf({ evals, evidenceRoot }: PromotedQuestion) {
  return evalCovers(evals.value, evidenceRoot);
}

/** Results that nothing links to the code. */
export function judgeLinks(question: PromotedQuestion): Finding[] {
  return linksOf(question).open;
}

/** What the files alone show of the promoted results: complete, recent, above their thresholds, linked to the code. */
export function judgePromoted(question: PromotedQuestion, limits: QualityLimits, now: number): Finding[] {
  const { evals, results, tree, profile } = question;
  const counted = countCases(evals.value, results);
  const runs = counted.map((one) => judgeRun(evals, one, limits, now));
  const thresholds = judgeThresholds(evals, counted, limits);
  const { linked, open } = linksOf(question);
  // Where nothing is covered, every digest is the same: the results would belong to any code.
  const coversNothing = coveredFiles(tree, coversOf(question)).length === 0;
  const findings = [
    ...runs.flatMap((run) => run.findings),
    ...thresholds.findings,
    ...(coversNothing ? [unmet(messages.noCoveredFiles(), evals.at('covers'))] : open),
  ];
  if (findings.length > 0) return findings;
  const words = {
    thresholds: thresholds.reached.map(summaryOf).join('; '),
    provenance: linked.map(({ file, link }) => summaryOf(describeProvenance(file, link, profile))).join('; '),
  };
  const mappings = counted.flatMap(({ file }) => describeMapping(file) ?? []);
  const accepted =
    mappings.length === 0
      ? messages.resultsAccepted(words)
      : messages.mappedResultsAccepted({ ...words, mapping: mappings.map(summaryOf).join('; ') });
  const places = counted.map(({ file }) => ({ path: file.path }));
  return [met(accepted, places, untilEarliest(runs.map(({ until }) => until)))];
}

/** What has to be looked up about the results: by commit, by order, and in regulated the run of each file. */
export function requestPromotedFacts(question: PromotedQuestion | undefined) {
  if (question === undefined) return { changed: [], orders: [], runs: [] };
  const { linked } = linksOf(question);
  const covers = coversOf(question);
  const { globs, except } = covers;
  const runs = linked.flatMap(({ file }) => file.provenance?.runId ?? []);
  return {
    changed: linked.flatMap(({ link }) => (link.by === 'commit' ? [changedSince(globs, link.commit, { except })] : [])),
    orders: linked.flatMap(({ file, link }) => (link.by === 'order' ? [ancestry([file.path], globs, { except })] : [])),
    runs: question.profile === 'regulated' ? runs.map((run) => workflowRun(run, covers)) : [],
  };
}

/** The answers to `requestPromotedFacts`, in the same order. */
export interface PromotedFacts {
  changed: ChangedSince[];
  orders: Ancestry[];
  runs: RunFact[];
  head: string | undefined;
}

/** What history and GitHub hold against the links. */
export function judgePromotedFacts(question: PromotedQuestion, facts: PromotedFacts): Finding[] {
  const { linked } = linksOf(question);
  const byCommit = linked.flatMap(({ file, link }) => (link.by === 'commit' ? [{ file, commit: link.commit }] : []));
  const byOrder = linked.filter(({ link }) => link.by === 'order');
  const byRun = question.profile === 'regulated' ? linked : [];
  const expected = {
    head: facts.head,
    treeHash: coverHash(question.tree, coversOf(question)),
    suite: suiteWorkflow(question.evals, question.workflows),
  };
  return [
    ...byCommit.flatMap(({ file, commit }, index) => judgeCommit(file, commit, facts.changed[index])),
    ...byOrder.flatMap(({ file }, index) => judgeCommitOrder(file, facts.orders[index])),
    ...byRun.flatMap(({ file }, index) => judgeWorkflowRun(file, facts.runs[index], expected)),
  ];
}
