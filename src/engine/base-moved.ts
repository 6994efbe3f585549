import { type Finding, stale, unknown } from '../domain/finding.ts';
import type { Check } from './criterion.ts';
import type { Known } from './promotion.ts';
import type { PreparedCriterion } from './run-check.ts';

/**
 * A check that read a file which the base branch has changed since the head left it proves nothing about what a merge
 * gives: it is stale until the branch is updated. When that could not be looked at, it is unknown.
 */
export function againstBase(
  check: Check,
  prepared: PreparedCriterion,
  findings: Finding[],
  moved: Known<Set<string>> | undefined,
): Finding[] {
  const proven = findings.every((finding) => finding.outcome === 'met' || finding.outcome === 'not-applicable');
  if (moved === undefined || !proven) return findings;
  if (!moved.known) {
    return [
      unknown(`Could not look whether the base branch changed what was read: ${moved.reason}`, [], {
        resolvableBy: 'retry',
      }),
    ];
  }
  const read = new Set([
    ...findings.flatMap((finding) => finding.places.map((place) => place.path)),
    ...[...check.needs, ...check.looks].flatMap((name) => {
      const seen = prepared.observed[name];
      return seen?.state === 'seen' ? [seen.place.path] : [];
    }),
  ]);
  const changed = [...read].filter((path) => moved.value.has(path)).sort();
  if (changed.length === 0) return findings;
  return [
    stale(
      `The base branch changed ${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''} since this branch left it`,
      changed.map((path) => ({ path })),
      { cause: 'base-moved', remedy: 'Update the branch from its base, then it is judged again.' },
    ),
  ];
}
