import type { DocumentSet } from '../../domain/document.ts';
import type { EvalFile } from '../../domain/eval-results.ts';
import type { Finding } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Tree } from '../../domain/tree.ts';
import type { Found, Precondition } from '../../engine/criterion.ts';
import { type FactAnswer, people } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Evals } from '../../evidence/schema/evals.ts';
import { unfilled } from './documents/content.ts';
import { resultsOf } from './evals/tests.ts';
import { accountsOf, missingPeople, type NamedPerson, unnamedPeople } from './people/known-people.ts';
import { type Claim, judgeProofs, type ProofAnswer, proofObjections, proofRequests } from './proofs.ts';
import { unreadable } from './unreadable.ts';

/** A precondition that the files alone decide. While a decisive one fails, the check itself is not evaluated. */
export function decidedByFiles(findings: Finding[], { decisive = false }: { decisive?: boolean } = {}): Precondition {
  return { decisive, findings, requests: [], objections: () => [] };
}

/** A document must be filled in. An unfilled template is one task, whatever the check looks for in the document. */
export function filledDocument(set: DocumentSet, what: string): Precondition {
  return decidedByFiles([unfilled(set, what) ?? []].flat(), { decisive: true });
}

/** Optional evidence that is present must be readable; it does not count as missing. */
export function readableWherePresent(found: Observation<unknown>): Precondition {
  return decidedByFiles(unreadable(found));
}

/**
 * Named people must exist: a placeholder is unmet, and so is an account that is missing, suspended, not a person or no
 * longer a member. With `namesWillDo`, as in the minimal profile, a name without an account is enough. Requests `people`.
 */
export function existingPeople(
  named: NamedPerson[],
  { decisive = false, namesWillDo = false }: { decisive?: boolean; namesWillDo?: boolean } = {},
): Precondition {
  const accounts = accountsOf(named);
  return {
    decisive,
    findings: unnamedPeople(named, namesWillDo),
    requests: accounts.length === 0 ? [] : [people(accounts)],
    objections: ([found = []]) => missingPeople(named, found as FactAnswer<'people'>),
  };
}

/** Where files and tests that are named as proofs are found. */
export interface ProofEvidence {
  tree: Found<Tree>;
  evals: Observation<Located<Evals>>;
  results: Observation<EvalFile[]>;
}

/**
 * Claims must have valid proofs: a file that exists, a test that passed, a run that succeeded, a merged pull request.
 * Requests `issues` and `workflow-run`.
 */
export function validProofs(claims: Claim[], { tree, evals, results }: ProofEvidence): Precondition {
  return {
    decisive: false,
    findings: judgeProofs(claims, tree.value, resultsOf(evals, results)),
    requests: proofRequests(claims),
    objections: (answers) => proofObjections(claims, answers as ProofAnswer[]),
  };
}
