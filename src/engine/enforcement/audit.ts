import { matcher } from '../../domain/cover.ts';
import { branchPoints } from './branch-points.ts';
import type { GateFacts } from './facts.ts';
import { otherReportersAmong } from './other-reporters.ts';
import type { AuditPoint, GateAudit, PointState } from './points.ts';

/**
 * Whether GitHub keeps a pilot that is not ready out of production. It depends on facts alone, so the same facts give the
 * same audit. `appId` is the ID of the user's own App; without it a check bound to an App cannot be called ours. A point
 * that fails decides first, then one that could not be verified.
 */
export function auditGate(facts: GateFacts, appId: number | undefined): GateAudit {
  const points = [
    ...pilotPoints(facts),
    ...(facts.targets.known
      ? facts.targets.value.flatMap((target) => branchPoints(target, appId, facts.defaultBranch))
      : [{ id: 'targets', state: 'unknown', reason: facts.targets.reason } as const]),
    ...(facts.moreTargets > 0
      ? [{ id: 'targets', state: 'unknown', reason: `${facts.moreTargets} more branches were not checked` } as const]
      : []),
    ...newBranches(facts),
    ...policyReview(facts),
    ...deploys(facts),
    ...elsewhere(facts),
    ...advisoryPoints(facts, appId),
  ];
  const has = (state: PointState): boolean => points.some((point) => point.state === state);
  return {
    repository: facts.repository,
    verdict: has('fails') ? 'does-not-hold' : has('unknown') ? 'unknown' : 'holds',
    branches: facts.targets.known ? facts.targets.value.map(({ name }) => name) : [],
    points,
  };
}

function pilotPoints({ pilot, policy }: GateFacts): AuditPoint[] {
  const isPilot = pilot.topic || pilot.policyFile !== undefined;
  const tagged: AuditPoint = { id: 'pilot', state: isPilot ? 'ok' : 'fails', ...pilot };
  if (policy.mode === 'enforce') return [tagged];
  return [tagged, { id: 'observed', state: 'fails', ...(policy.enforceFrom ? { until: policy.enforceFrom } : {}) }];
}

function newBranches({ patterns }: GateFacts): AuditPoint[] {
  return patterns.flatMap(({ pattern, probe, required, guarded }): AuditPoint[] => {
    const about = { id: 'new-branches', pattern, probe } as const;
    if (!required.known) return [{ ...about, state: 'unknown', lacks: 'check', reason: required.reason }];
    if (!required.value) return [{ ...about, state: 'fails', lacks: 'check' }];
    return guarded ? [] : [{ ...about, state: 'fails', lacks: 'guards' }];
  });
}

/** Anyone who can change the policy without review can switch the gate off, because the default branch decides. */
function policyReview({ policyReview: review, defaultBranch }: GateFacts): AuditPoint[] {
  const { path, owners, required, listOwned } = review;
  const about = { id: 'policy-review', path, branch: defaultBranch, owners: owners.known ? owners.value : [] } as const;
  const noOwners = owners.known && owners.value.length === 0;
  const noReview = required.known && !required.value;
  if (noOwners || noReview) {
    return [{ ...about, state: 'fails', lacks: noOwners && noReview ? 'both' : noOwners ? 'owners' : 'review' }];
  }
  const unread = owners.known ? required : owners;
  if (!unread.known) return [{ ...about, state: 'unknown', lacks: 'nothing', reason: unread.reason }];
  return [
    { ...about, state: 'ok', lacks: 'nothing' },
    ...(listOwned ? [] : [{ id: 'owners-list', state: 'warns' } as const]),
  ];
}

/** A branch that deploys on merge, and is a promotion only by label, bypasses the gate. */
function deploys({ deploys: found, defaultBranch, policy }: GateFacts): AuditPoint[] {
  if (policy.branches.length > 0 && matcher(policy.branches)(defaultBranch)) return [];
  const about = { id: 'deploys', branch: defaultBranch } as const;
  if (!found.known) return [{ ...about, state: 'unseen', workflows: [], reason: found.reason }];
  if (found.value.length === 0) return [];
  return [{ ...about, state: policy.recognizesByContent ? 'warns' : 'fails', workflows: found.value }];
}

/**
 * Where the check is required on a branch that is no target, a pull request that is no promotion gets a green check on its
 * commit, and that commit can be pushed or proposed to a target.
 */
function elsewhere({ requiredElsewhere: found }: GateFacts): AuditPoint[] {
  if (!found.known) return [{ id: 'retarget', state: 'unknown', branches: [], reason: found.reason }];
  return found.value.length > 0 ? [{ id: 'retarget', state: 'fails', branches: found.value }] : [];
}

/** Points that are worth knowing and do not decide. */
function advisoryPoints(facts: GateFacts, appId: number | undefined): AuditPoint[] {
  const { organizationPolicy, idle, producers, targets } = facts;
  const points: AuditPoint[] = [];
  if (!organizationPolicy.known) points.push({ id: 'floor', state: 'unseen', reason: organizationPolicy.reason });
  else if (organizationPolicy.value !== undefined)
    points.push({ id: 'floor', state: 'ok', path: organizationPolicy.value });
  else points.push({ id: 'floor', state: 'warns' });
  if (!idle.known) points.push({ id: 'idle', state: 'unseen', rulesets: [], reason: idle.reason });
  else if (idle.value.length > 0) points.push({ id: 'idle', state: 'warns', rulesets: idle.value });
  const all = targets.known ? targets.value : [];
  const pins = all.flatMap(({ required }) => (required.known && required.value.appId ? [required.value.appId] : []));
  const counts = all.some(({ required }) => required.known && required.value.required && !required.value.boundToApp);
  if (!producers.known) points.push({ id: 'look-alike', state: 'unseen', seen: [], counts, reason: producers.reason });
  else {
    const own = appId ?? pins[0];
    const seen = otherReportersAmong(producers.value, own);
    if (seen.length > 0) points.push({ id: 'look-alike', state: 'warns', seen, counts });
  }
  return points;
}
