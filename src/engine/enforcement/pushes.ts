import { defined } from '../../domain/defined.ts';
import { isAnybodyWhoWrites, strongestFirst } from './bypass.ts';
import type { TargetBranch } from './facts.ts';
import type { AuditPoint } from './points.ts';
import { PUSH_WAYS, type PushGuard, type PushWay } from './requirement.ts';

/** One point for each way: closed by a rule that not everybody can bypass, open, or not verified. */
export function pushPoints(target: TargetBranch, defaultBranch: string): AuditPoint[] {
  // GitHub never deletes the default branch.
  const ways = PUSH_WAYS.filter((way) => way !== 'deletion' || target.name !== defaultBranch);
  return ways.map((way) => pointOf(target, way));
}

function pointOf(target: TargetBranch, way: PushWay): AuditPoint {
  const { name: branch, guards, unreadGuards } = target;
  const about = { id: 'pushes', branch, way } as const;
  const points = guards.filter((guard) => guard.way === way).map((guard) => guarded(target, guard));
  const [best] = strongestFirst(points.map((point) => [point]))[0] ?? [];
  if (best !== undefined && best.state !== 'fails') return best;
  if (unreadGuards !== undefined) return { ...about, state: 'unknown', actors: [], reason: unreadGuards };
  return best ?? { ...about, state: 'fails', actors: [] };
}

function guarded({ name: branch, rulesets }: TargetBranch, { way, rulesetId }: PushGuard): AuditPoint {
  const about = { id: 'pushes', branch, way } as const;
  if (rulesetId === undefined) return { ...about, state: 'ok', actors: [] };
  const details = rulesets[rulesetId];
  const bypass = details?.known ? details.value.bypass : details;
  if (!bypass?.known)
    return { ...about, state: 'unknown', actors: [], ...defined({ reason: bypass?.reason ?? 'it was not read' }) };
  // Whoever may bypass the ruleset only by pull request cannot push.
  const actors = bypass.value.filter(({ mode }) => mode !== 'pull_request');
  return { ...about, state: actors.some(isAnybodyWhoWrites) ? 'fails' : actors.length > 0 ? 'warns' : 'ok', actors };
}
