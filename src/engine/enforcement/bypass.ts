import type { BypassActor } from './facts.ts';
import type { AuditPoint, PointState } from './points.ts';
import { ACTIONS_APP_ID } from './requirement.ts';

/** GitHub's ID of the write role: anyone who can push has it. */
const WRITE_ROLE = 4;
const WORST_FIRST: PointState[] = ['fails', 'unknown', 'unseen', 'warns', 'ok'];

/** The role that may push, and GitHub Actions: a workflow on any branch acts as it. */
export function isAnybodyWhoWrites({ type, id }: BypassActor): boolean {
  return (type === 'RepositoryRole' && id === WRITE_ROLE) || (type === 'Integration' && id === ACTIONS_APP_ID);
}

/** Rules that do the same, by their points: only the strongest of them counts. */
export function strongestFirst(rules: AuditPoint[][]): AuditPoint[][] {
  return rules.sort((a, b) => strength(b) - strength(a));
}

function strength(points: AuditPoint[]): number {
  return Math.min(...points.map(({ state }) => WORST_FIRST.indexOf(state)));
}
