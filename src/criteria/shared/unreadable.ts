import { type Finding, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';

/** The faults of evidence that a check may do without, and that is there and cannot be read: it is not taken for missing. */
export function unreadable(looked: Observation<unknown>): Finding[] {
  if (looked.state !== 'invalid') return [];
  return looked.faults.map(({ path, line, column, key, problem, remedy }) =>
    unmet(
      `${key ? `${key} ` : ''}${problem}`,
      { path, line, column },
      { cause: `invalid:${looked.place.path}`, remedy },
    ),
  );
}
