import { defined } from '../../domain/defined.ts';
import { isAnybodyWhoWrites, strongestFirst } from './bypass.ts';
import type { TargetBranch } from './facts.ts';
import type { AuditPoint, PointState } from './points.ts';
import { pushPoints } from './pushes.ts';
import { ACTIONS_APP_ID, type Requirement } from './requirement.ts';

/** The points of one branch. Several rules may require the check: the strongest of them is the gate. */
export function branchPoints(target: TargetBranch, appId: number | undefined, defaultBranch: string): AuditPoint[] {
  const { name: branch, exists, required } = target;
  if (!required.known) {
    return [{ id: 'required', state: 'unknown', branch, exists, by: [], reason: required.reason }];
  }
  const { queue, workflows = [], unseen } = required.value;
  const by = (required.value.by ?? []).map((one) => named(target, one));
  const evaluated = by.map((one) => [pinned(branch, one, appId), ...bypasses(target, one)]);
  const best = strongestFirst(evaluated)[0] ?? [];
  const points: AuditPoint[] = [
    { id: 'required', state: by.length > 0 ? 'ok' : 'fails', branch, exists, by },
    ...best,
    // Where nothing requires the check, there is nothing to get past.
    ...(by.length > 0 ? pushPoints(target, defaultBranch) : []),
    ...(queue === undefined ? [] : [{ id: 'queue', state: 'ok', branch, strategy: queue } as const]),
  ];
  const fails = points.some((point) => point.state === 'fails');
  // A weaker rule that was seen does not show that there is no stronger one.
  if (fails && unseen !== undefined) {
    return [...softened(points), { id: 'required', state: 'unknown', branch, exists, by, reason: unseen }];
  }
  // Such a workflow may be the gate itself, which only a person can decide.
  if (fails && workflows.length > 0) {
    return [...softened(points), { id: 'workflows', state: 'unknown', branch, workflows }];
  }
  return points;
}

function named({ rulesets }: TargetBranch, one: Requirement): Requirement {
  const details = one.rulesetId === undefined ? undefined : rulesets[one.rulesetId];
  return details?.known ? { ...one, name: details.value.name } : one;
}

function softened(points: AuditPoint[]): AuditPoint[] {
  return points.map((point) => (point.state === 'fails' ? { ...point, state: 'warns' } : point));
}

function pinned(branch: string, { appId: app }: Requirement, own: number | undefined): AuditPoint {
  const about = { id: 'pinned', branch, ...defined({ appId: app }) } as const;
  if (app === undefined) return { ...about, state: 'fails', to: 'nobody' };
  if (app === ACTIONS_APP_ID) return { ...about, state: 'fails', to: 'actions' };
  if (own === undefined) return { ...about, state: 'unknown', to: 'unnamed' };
  return app === own ? { ...about, state: 'ok', to: 'ours' } : { ...about, state: 'fails', to: 'another' };
}

function bypasses({ name: branch, rulesets }: TargetBranch, one: Requirement): AuditPoint[] {
  if (one.kind === 'classic') {
    const states: Record<string, PointState> = { held: 'ok', free: 'warns' };
    return [{ id: 'admins', state: states[one.admins ?? ''] ?? 'unseen', branch }];
  }
  const details = one.rulesetId === undefined ? undefined : rulesets[one.rulesetId];
  const unread = (ruleset: string, reason: string): AuditPoint[] => [
    { id: 'bypass', state: 'unknown', branch, ruleset, actors: [], reason },
  ];
  if (details === undefined) return unread(one.source, `${one.source} was not read`);
  if (!details.known) return unread(one.source, details.reason);
  const { name: ruleset, bypass } = details.value;
  if (!bypass.known) return unread(ruleset, bypass.reason);
  const actors = bypass.value;
  const state = actors.some(isAnybodyWhoWrites) ? 'fails' : actors.length > 0 ? 'warns' : 'ok';
  return [{ id: 'bypass', state, branch, ruleset, actors }];
}
