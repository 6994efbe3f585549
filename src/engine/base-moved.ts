import { type Finding, stale, unknown } from '../domain/finding.ts';
import type { Check } from './criterion.ts';
import { messages } from './messages.ts';
import type { Known } from './promotion.ts';
import type { PreparedCriterion } from './run-check.ts';

/**
 * A check that read a file which the base branch has changed since the head left it proves nothing about what a merge
 * gives: it is stale until the branch is updated. When that could not be verified, it is unknown.
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
    return [unknown(messages.baseNotVerified({ reason: moved.reason }), [], { resolvableBy: 'retry' })];
  }
  const read = new Set([
    ...findings.flatMap((finding) => finding.places.map((place) => place.path)),
    ...[...check.requires, ...check.optional].flatMap((name) => {
      const seen = prepared.observed[name];
      return seen?.state === 'seen' ? [seen.place.path] : [];
    }),
  ]);
  const changed = [...read].filter((path) => moved.value.has(path)).sort();
  if (changed.length === 0) return findings;
  return [
    stale(
      messages.baseMoved({
        changed: `${changed.slice(0, 3).join(', ')}${changed.length > 3 ? ` and ${changed.length - 3} more` : ''}`,
      }),
      changed.map((path) => ({ path })),
      { cause: 'base-moved' },
    ),
  ];
}
