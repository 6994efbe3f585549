import type { DocumentSet } from '../../domain/document.ts';
import type { Observation } from '../../domain/observation.ts';
import type { Precondition } from '../../engine/criterion.ts';
import { type FactAnswer, people } from '../../engine/fact-requests.ts';
import { unfilled } from './documents/content.ts';
import { accountsOf, missingPeople, type NamedPerson, unnamedPeople } from './people/known-people.ts';
import {
  type Claim,
  confirmProofs,
  judgeProofs,
  type ProofAnswer,
  type ProofGround,
  proofQuestions,
} from './proofs.ts';
import { unreadable } from './unreadable.ts';

const NO_FACTS = { requests: [], objections: () => [] };

/** A document that somebody filled in; an unfilled template is one task, whatever the check wants of the document. */
export function filledDocument(set: DocumentSet, what: string): Precondition {
  return { decisive: true, findings: [unfilled(set, what) ?? []].flat(), ...NO_FACTS };
}

/** Optional evidence that is there has to be readable: it is not taken for missing. */
export function readableWherePresent(found: Observation<unknown>): Precondition {
  return { decisive: false, findings: unreadable(found), ...NO_FACTS };
}

/**
 * People who exist: a placeholder is unmet, an account is looked up, and one that is missing, not human or gone is unmet.
 * With `namesWillDo`, somebody without an account is good enough, as in the minimal profile. Requests `people`.
 */
export function existingPeople(
  named: NamedPerson[],
  { decisive = false, namesWillDo = false }: { decisive?: boolean; namesWillDo?: boolean } = {},
): Precondition {
  return {
    decisive,
    findings: unnamedPeople(named, namesWillDo),
    requests: [people(accountsOf(named))],
    objections: ([found]) => missingPeople(named, found as FactAnswer<'people'>),
  };
}

/**
 * Claims whose proofs can be read: a file that is there, a test that passed, a run that succeeded, a merged pull request.
 * Requests `issues` and `workflow-run`.
 */
export function validProofs(claims: Claim[], ground: ProofGround): Precondition {
  return {
    decisive: false,
    findings: judgeProofs(claims, ground),
    requests: proofQuestions(claims),
    objections: (answers) => confirmProofs(claims, answers as ProofAnswer[]),
  };
}
