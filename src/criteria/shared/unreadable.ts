import { type Finding, unmet } from '../../domain/finding.ts';
import type { Observation } from '../../domain/observation.ts';
import { messages } from '../../engine/messages.ts';

/** The faults of optional evidence that cannot be parsed: it is there, so it does not count as missing. */
export function unreadable(found: Observation<unknown>): Finding[] {
  if (found.state !== 'invalid') return [];
  const cause = `invalid:${found.place.path}`;
  return found.faults.map(({ path, line, column, key, problem, remedy }) =>
    unmet(
      messages.invalid({ problem: key ? `${key} ${problem}` : problem, remedy }),
      { path, line, column },
      { cause },
    ),
  );
}
