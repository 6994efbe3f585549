import { defined } from '../../domain/defined.ts';
import type { BypassActor, TargetBranch } from './facts.ts';
import type { AuditPoint, PointState } from './points.ts';
import { ACTIONS_APP_ID, type Requirement } from './requirement.ts';

/** GitHub's ID of the write role: anyone who can push has it. */
const WRITE_ROLE = 4;
const WORST_FIRST: PointState[] = ['fails', 'unknown', 'unseen', 'warns', 'ok'];

/** The points of one branch. Several rules may require the check: the strongest of them is the gate. */
export function branchPoints(target: TargetBranch, appId: number | undefined): AuditPoint[] {
  const { name: branch, exists, required } = target;
  if (!required.known) {
    return [{ id: 'required', state: 'unknown', branch, exists, by: [], reason: required.reason }];
  }
  const { queue, workflows = [], unseen } = required.value;
  const by = (required.value.by ?? []).map((one) => named(target, one));
  const evaluated = by.map((one) => [pinned(branch, one, appId), ...bypasses(target, one)]);
  const best = evaluated.sort((a, b) => strength(b) - strength(a))[0] ?? [];
  const points: AuditPoint[] = [
    { id: 'required', state: by.length > 0 ? 'ok' : 'fails', branch, exists, by },
    ...best,
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

function strength(points: AuditPoint[]): number {
  return Math.min(...points.map(({ state }) => WORST_FIRST.indexOf(state)));
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

/** The role that may push, and GitHub Actions: a workflow on any branch acts as it. */
export function isAnybodyWhoWrites({ type, id }: BypassActor): boolean {
  return (type === 'RepositoryRole' && id === WRITE_ROLE) || (type === 'Integration' && id === ACTIONS_APP_ID);
}
