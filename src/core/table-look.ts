import { type Finding, quote, unknown, unmet } from './finding.ts';
import type { Place } from './observation.ts';
import type { Named } from './reads.ts';
import type { Table } from './table.ts';

/** A file of raw rows that evidence names: its table, or the finding that says why there is none. */
export function lookAtRows(
  what: string,
  path: string,
  files: Named,
  place: Place,
): { table: Table } | { open: Finding } {
  const seen = files.table(path);
  if (seen.state === 'seen') return { table: seen.value };
  if (seen.state === 'unavailable')
    return { open: unknown(`Could not look: ${seen.reason}`, place, { settles: seen.settles }) };
  if (seen.state === 'absent')
    return {
      open: unmet(`${what}: ${quote(path, 90)} is not there`, place, {
        cause: `absent:${path}`,
        remedy: `Export the rows to ${path} and commit it, or correct the path.`,
      }),
    };
  const [fault] = seen.faults;
  return {
    open: unmet(
      `${what} cannot be read: ${fault?.key ?? ''} ${fault?.problem ?? 'it is no table'}`.replace(/ +/g, ' '),
      { path: seen.place.path, line: fault?.line ?? 1 },
      { cause: `invalid:${path}`, remedy: fault?.remedy ?? 'Export it as CSV with a head line.' },
    ),
  };
}
