import type * as z from 'zod';
import { type Finding, unmet } from '../../domain/finding.ts';
import { defineMessages, type Statement } from '../../domain/message.ts';
import type { Place } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { IssueFact, RunFact } from '../../engine/fact-answers.ts';
import { type FactRequest, issueStates, workflowRun } from '../../engine/fact-requests.ts';
import type { proof } from '../../evidence/schema/parts.ts';
import type { CountedFile } from './evals/cases.ts';
import { findTest } from './evals/tests.ts';
import { existingPath } from './shape-checks.ts';

/** Proofs that evidence gives for a claim: a workflow run, a merged pull request, a file, a test or a record. */

const messages = defineMessages({
  noProof: {
    summary: '{what} is missing',
    remedy: 'Add a proof with one of: run (URL of a workflow run), pr (number), path, record or test.',
  },
  proofRunNotUrl: {
    summary: '{what} names {run:quote 90}, which is not the URL of a workflow run',
    remedy: 'Enter the URL of the run: https://…/actions/runs/123.',
  },
  proofIsClaim: {
    summary: '{what} is the file that makes the claim',
    remedy: 'Name a file that shows that it was done, not the file that declares it.',
  },
  proofTestNotPassed: {
    summary: '{what} names the test {test:quote 90}, which {problem}',
    remedy: 'Run the test and commit its results, or correct its id.',
  },
  proofRunMissing: {
    summary: '{what} names a workflow run that cannot be found',
    remedy: 'Name a run that succeeded.',
  },
  proofRunFailed: {
    summary: '{what} names a workflow run that ended with {conclusion:quote}',
    remedy: 'Name a run that succeeded.',
  },
  proofPullMissing: {
    summary: '{what} names {pull}, which does not exist',
    remedy: 'Name a pull request that was merged.',
  },
  proofPullNotMerged: {
    summary: '{what} names {pull}, which is not a merged pull request',
    remedy: 'Name a pull request that was merged.',
  },
});

/** A claim with the proof written beside it. */
export interface Claim {
  /** Begins a sentence: `The proof of the restore`. */
  what: string;
  proof: z.infer<typeof proof> | undefined;
  place: Place;
  part?: string;
}

const RUN = /^https?:\/\/[^/\s]+\/[\w.-]+\/[\w.-]+\/actions\/runs\/\d+/;

const objection = ({ place, part }: Claim, statement: Statement): Finding =>
  unmet(statement, place, part === undefined ? {} : { part });

/** Claims without a proof, or whose files and tests are missing. Runs and pull requests are looked up later. */
export function judgeProofs(claims: Claim[], tree: Tree, counted: CountedFile[]): Finding[] {
  return claims.flatMap((claim): Finding[] => {
    const { what, proof = {}, place, part } = claim;
    const { run, path, record, test } = proof;
    if (Object.values(proof).every((one) => one === undefined)) return [objection(claim, messages.noProof({ what }))];
    const problem = test === undefined ? undefined : findTest(test, counted).problem;
    return [
      ...(run === undefined || RUN.test(run) ? [] : [objection(claim, messages.proofRunNotUrl({ what, run }))]),
      ...[path ?? [], record ?? []]
        .flat()
        .flatMap((file) =>
          file.replace(/^(\.\/)+/, '') === place.path
            ? [objection(claim, messages.proofIsClaim({ what }))]
            : existingPath(tree, file, { what, place, part }),
        ),
      ...(test === undefined || problem === undefined
        ? []
        : [objection(claim, messages.proofTestNotPassed({ what, test, problem }))]),
    ];
  });
}

/** What GitHub knows of one proof: the run that it names, or its pull request. */
export type ProofAnswer = RunFact | Record<string, IssueFact>;

/** The requests for the runs and pull requests of these claims, in the order in which `proofObjections` takes the answers. */
export function proofRequests(claims: Claim[]): FactRequest<'workflow-run' | 'issues'>[] {
  return remoteProofs(claims).map(({ request }) => request);
}

/** Runs that did not succeed and pull requests that were not merged. */
export function proofObjections(claims: Claim[], answers: ProofAnswer[]): Finding[] {
  return remoteProofs(claims).flatMap(({ claim, request }, index): Finding[] => {
    const answer = answers[index] ?? {};
    const problem =
      request.kind === 'workflow-run'
        ? runProblem(claim.what, answer as RunFact)
        : pullProblem(claim.what, request.links[0] ?? '', answer as Record<string, IssueFact>);
    return problem === undefined ? [] : [objection(claim, problem)];
  });
}

function remoteProofs(claims: Claim[]): { claim: Claim; request: FactRequest<'workflow-run' | 'issues'> }[] {
  return claims.flatMap((claim) => {
    const { run, pr } = claim.proof ?? {};
    return [
      ...(run === undefined ? [] : [{ claim, request: workflowRun(run) }]),
      ...(pr === undefined ? [] : [{ claim, request: issueStates([`#${pr}`]) }]),
    ];
  });
}

function runProblem(what: string, { found, conclusion = 'no conclusion' }: RunFact): Statement | undefined {
  if (!found) return messages.proofRunMissing({ what });
  return conclusion === 'success' ? undefined : messages.proofRunFailed({ what, conclusion });
}

function pullProblem(what: string, pull: string, states: Record<string, IssueFact>): Statement | undefined {
  const { state = 'missing', mergedAt } = states[pull] ?? {};
  if (state === 'missing') return messages.proofPullMissing({ what, pull });
  return mergedAt === undefined ? messages.proofPullNotMerged({ what, pull }) : undefined;
}
