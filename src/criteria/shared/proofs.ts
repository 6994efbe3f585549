import type * as z from 'zod';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import type { Place } from '../../domain/observation.ts';
import { fileProblem, type Tree } from '../../domain/tree.ts';
import {
  type FactRequest,
  type IssueFact,
  issueStates,
  type RunFact,
  workflowRun,
} from '../../engine/fact-requests.ts';
import type { proof } from '../../evidence/schema/parts.ts';
import type { CountedFile } from './evals/cases.ts';
import { findTest } from './evals/tests.ts';

/** Proofs that evidence gives for a claim: a workflow run, a merged pull request, a file, a test or a record. */

export type Proof = z.infer<typeof proof>;

/** A claim with the proof written beside it. */
export interface Claim {
  /** Begins a sentence: `The sign-in`. */
  what: string;
  proof: Proof | undefined;
  place: Place;
  part?: string;
}

/** What files can tell of proofs. */
export interface ProofGround {
  tree: Tree;
  counted: CountedFile[];
}

const RUN = /^https?:\/\/[^/\s]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+/;
const KINDS = 'run (address of a workflow run), pr (number), path, record or test';

/** Claims without a proof, or whose files and tests are not there; runs and pull requests are asked for later. */
export function judgeProofs(claims: Claim[], ground: ProofGround): Finding[] {
  return claims.flatMap(({ what, proof, place, part }): Finding[] => {
    const say = (problem: string, remedy: string): Finding =>
      unmet(`${what} ${problem}`, place, { remedy, ...(part === undefined ? {} : { part }) });
    if (proof === undefined || Object.values(proof).every((one) => one === undefined))
      return [say('has no proof', `Add proof with one of: ${KINDS}.`)];
    const found: Finding[] = [];
    if (proof.run !== undefined && !RUN.test(proof.run))
      found.push(
        say(
          `names ${quote(proof.run, 90)} as run, which is not the address of a workflow run`,
          'Give the address of the run: https://…/actions/runs/123.',
        ),
      );
    for (const path of [proof.path, proof.record]) {
      if (path === undefined) continue;
      const nothing = fileProblem(ground.tree, path);
      if (path.replace(/^(\.\/)+/, '') === place.path)
        found.push(say('names the file that makes the claim as its proof', 'Name what shows it, not what says it.'));
      else if (nothing !== undefined)
        found.push(
          say(
            `names ${quote(path, 90)}, which ${nothing}`,
            'Commit the file, or correct the path. Links, folders and empty files prove nothing.',
          ),
        );
    }
    if (proof.test !== undefined) {
      const { problem } = findTest(proof.test, ground.counted);
      if (problem !== undefined)
        found.push(
          say(
            `names the test ${quote(proof.test, 90)}, which ${problem}`,
            'Run the test and commit its results, or correct its id.',
          ),
        );
    }
    return found;
  });
}

/** What GitHub says of one proof: the run that was asked for, or the pull requests. */
export type ProofAnswer = RunFact | Record<string, IssueFact>;

/** What has to be asked about these claims, in the order that `confirmProofs` takes the answers. */
export function proofQuestions(claims: Claim[]): FactRequest<'workflow-run' | 'issues'>[] {
  return remote(claims).map((one) => ('run' in one ? workflowRun(one.run) : issueStates([one.pull])));
}

/** Runs that did not succeed and pull requests that were not merged. */
export function confirmProofs(claims: Claim[], answers: ProofAnswer[]): Finding[] {
  return remote(claims).flatMap((one, index): Finding[] => {
    const answer = answers[index] ?? {};
    const { what, place, part } = one.claim;
    const problem = 'run' in one ? runProblem(answer) : pullProblem(answer, one.pull);
    if (problem === undefined) return [];
    return [
      unmet(`${what} names ${problem}`, place, {
        remedy: 'Name a run that ended successfully, or a pull request that was merged.',
        ...(part === undefined ? {} : { part }),
      }),
    ];
  });
}

function remote(claims: Claim[]): ({ claim: Claim; run: string } | { claim: Claim; pull: string })[] {
  return claims.flatMap((claim) => [
    ...(claim.proof?.run === undefined ? [] : [{ claim, run: claim.proof.run }]),
    ...(claim.proof?.pr === undefined ? [] : [{ claim, pull: `#${claim.proof.pr}` }]),
  ]);
}

function runProblem(answer: ProofAnswer): string | undefined {
  const run = 'found' in answer ? (answer as RunFact) : { found: false };
  if (!run.found) return 'a workflow run that cannot be found';
  return run.conclusion === 'success' ? undefined : `a workflow run that ended ${quote(run.conclusion ?? 'nowhere')}`;
}

function pullProblem(answer: ProofAnswer, pull: string): string | undefined {
  const state = (answer as Record<string, IssueFact>)[pull];
  if (state === undefined || state.state === 'missing') return `${pull}, which does not exist`;
  return state.mergedAt === undefined ? `${pull}, which is no merged pull request` : undefined;
}
