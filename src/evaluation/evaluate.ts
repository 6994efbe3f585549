import type { Report } from '../domain/report.ts';
import { type Assessment, assessWithRequests } from '../engine/assess.ts';
import type { DecisionState } from '../engine/decisions/state.ts';
import type { FactRequest } from '../engine/fact-requests.ts';
import type { EffectivePolicy } from '../engine/policy/effective.ts';
import type { FactSource, FileSource, Subject } from '../engine/ports.ts';
import { resolveInputs } from '../evidence/resolve.ts';
import { type DefinitionSources, reviewDefinitions } from './definitions.ts';

/** Everything an evaluation reads, whatever the source: a pull request, a commit on GitHub or a work tree. */
export interface OpenSubject {
  /** What the report names as its subject, apart from the promotion and notes. */
  identity: Omit<Subject, 'promotion' | 'notes'>;
  files: FileSource;
  facts: FactSource;
  movedOnBase?: NonNullable<Assessment['movedOnBase']>;
  decided?: DecisionState;
  /** What its definitions are compared with; left out where there is no branch to compare with. */
  definitions?: DefinitionSources;
}

/** What an evaluation needs besides its subject and policy. */
export interface EvaluationOptions extends Pick<Assessment, 'catalog' | 'now' | 'toolVersion' | 'only'> {
  promotion: Subject['promotion'];
  notes: string[];
}

/**
 * Evaluates an open subject under a policy. Every evaluation goes through here. This file does not load
 * GitHub's client, so that local runs start fast.
 */
export function evaluate(
  opened: OpenSubject,
  policy: EffectivePolicy,
  { promotion, notes, ...options }: EvaluationOptions,
): Promise<{ report: Report; requests: FactRequest[] }> {
  const { identity, files, definitions, ...sources } = opened;
  const asked = { files, facts: sources.facts, commit: identity.commit };
  // Nobody is asked to accept anything for a preview, or where nothing is enforced.
  const isAsked = promotion.is && policy.mode === 'enforce';
  return assessWithRequests({
    ...options,
    ...sources,
    policy,
    subject: { ...identity, promotion, notes },
    read: (requests) => resolveInputs(files, requests, policy.evidence),
    ...(definitions && isAsked ? { definitions: () => reviewDefinitions(definitions, asked, policy) } : {}),
  });
}
