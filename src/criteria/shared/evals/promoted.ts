import type { EvalFile } from '../../../domain/eval-results.ts';
import { type Finding, met, unmet } from '../../../domain/finding.ts';
import type { Profile } from '../../../domain/levels.ts';
import { summaryOf } from '../../../domain/message.ts';
import type { Tree } from '../../../domain/tree.ts';
import type { Ancestry, ChangedSince, RunFact } from '../../../engine/fact-requests.ts';
import type { Located } from '../../../engine/inputs.ts';
import type { Evals } from '../../../evidence/schema/evals.ts';
import { countCases } from './cases.ts';
import { coveredByEvals, type EvalCovers, evalCovers, evalTreeHash } from './covers.ts';
import { confirmCommit, confirmOrder, confirmRun, type ProvenanceLink, provenanceOf } from './provenance.ts';
import { judgeRun, judgeThresholds, type QualityLimits } from './results.ts';
import { uncountable } from './suite.ts';

export interface PromotedQuestion {
  evals: Located<Evals>;
  results: EvalFile[];
  tree: Tree;
  evidenceRoot: string;
  profile: Profile;
  /** Owner and name; left out when only the bonds are wanted. */
  repository?: string;
}

interface Bound {
  file: EvalFile;
  provenance: ProvenanceLink;
}

/** Each results file with the bond that its files offer; those without one are left out. */
export function provenancesOf(question: PromotedQuestion): Bound[] {
  return offers(question).flatMap(({ file, offer }) =>
    'provenance' in offer ? [{ file, provenance: offer.provenance }] : [],
  );
}

/** Each results file with the bond that its files offer, or why there is none. */
export function offers(question: PromotedQuestion) {
  const treeHash = evalTreeHash(question.tree, coversOf(question));
  const files = [...new Map(question.results.map((file) => [file.path, file])).values()];
  return files.map((file) => ({ file, offer: provenanceOf({ file, treeHash, ...question }) }));
}

export function coversOf({ evals, evidenceRoot }: Pick<PromotedQuestion, 'evals' | 'evidenceRoot'>): EvalCovers {
  return evalCovers(evals.value, evidenceRoot);
}

/** What the files alone settle of the promoted results: whole, lately, above their thresholds, with a bond to the code. */
export function judgePromoted(question: PromotedQuestion, limits: QualityLimits, now: number): Finding[] {
  const { evals, results, tree } = question;
  const counted = countCases(evals.value, results);
  const open = uncountable(evals, counted);
  if (open.length > 0) return open;
  const runs = counted.map((one) => judgeRun(evals, one, limits, now));
  const thresholds = judgeThresholds(evals, counted, limits.byInterval);
  const members = coveredByEvals(tree, coversOf(question)).length;
  const findings = [
    ...runs.flatMap((run) => run.findings),
    ...thresholds.findings,
    // With nothing covered every digest would be the same, and belong to everything.
    ...(members === 0
      ? [
          unmet('evals.covers matches no file: the results would belong to nothing', evals.at('covers'), {
            remedy: 'Name the code, prompts and model configuration that the suite tests.',
          }),
        ]
      : offers(question).flatMap(({ offer }) => ('open' in offer ? [offer.open] : []))),
  ];
  if (findings.length > 0) return findings;
  const ends = runs.flatMap(({ until }) => until ?? []);
  return [
    met(
      thresholds.says,
      counted.map(({ file }) => ({ path: file.path })),
      ends.length === 0 ? {} : { until: Math.min(...ends) },
    ),
  ];
}

export interface PromotedFacts {
  /** In the order of the bonds by commit, by order, and of all bonds. */
  changed: ChangedSince[];
  orders: Ancestry[];
  runs: RunFact[];
  head: string | undefined;
}

/** The last word: history (and in regulated the workflow run) about the bonds that need it. */
export function confirmPromoted(question: PromotedQuestion, fromFiles: Finding[], facts: PromotedFacts): Finding[] {
  const [changed, orders, runs] = [[...facts.changed], [...facts.orders], [...facts.runs]];
  const findings: Finding[] = [];
  const said: string[] = [];
  for (const { file, provenance: bond } of provenancesOf(question)) {
    const answers = [provenanceAnswer(file, bond, changed, orders)];
    if (question.profile === 'regulated') {
      const run = runs.shift();
      answers.push(confirmRun(file, run ?? { found: false }, facts.head));
    }
    for (const answer of answers) {
      if ('open' in answer) findings.push(answer.open);
      else said.push(`${file.path}: ${answer.says}`);
    }
  }
  if (findings.length > 0) return findings;
  return fromFiles.map((finding) => ({
    ...finding,
    ...met(`${summaryOf(finding)}. ${said.join('; ')}. Results are declared by whoever committed them`, finding.places),
  }));
}

function provenanceAnswer(file: EvalFile, provenance: ProvenanceLink, changed: ChangedSince[], orders: Ancestry[]) {
  if (provenance.by === 'tree') return { says: 'made from exactly this code (digest of what it covers)' };
  if (provenance.by === 'commit')
    return confirmCommit(file, provenance.commit, changed.shift() ?? { ancestor: false, changed: [] });
  return confirmOrder(file, orders.shift() ?? { relation: 'neither' });
}
