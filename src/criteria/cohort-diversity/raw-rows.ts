import { canonical } from '../../domain/canonical.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { Cohort, CohortRows } from '../shared/cohorts/rows.ts';

/** Whether the rows of each completed cohort are there as they were recorded, as many as declared, and of its own days. */
export function judgeRawRows(cohorts: Located<Cohorts>, all: CohortRows[]): Finding[] {
  const completed = all.filter((one) => one.completed);
  if (completed.length === 0)
    return [
      unmet('No cohort is complete', cohorts.at('cohorts'), {
        cause: 'too-few-cohorts',
        remedy: 'Complete a cohort and keep its rows.',
      }),
    ];
  const found = completed.flatMap(({ cohort, index, rows }): Finding[] => {
    const { id, raw, n, sha256, startedOn, endedOn } = cohort;
    const open: Finding[] = [];
    const say = (problem: string, key: string, remedy: string): void => {
      open.push(unmet(problem, cohorts.at('cohorts', index, key), { part: id, remedy }));
    };
    if ('open' in rows) return [rows.open];
    const { counted, table } = rows;
    const twin = all.find((other) => other.index < index && sameRows(other, cohort, table.sha256));
    if (twin !== undefined)
      say(`${id} and ${twin.cohort.id} name the very same rows`, 'raw', 'Keep the rows of each cohort apart.');
    if (raw !== undefined && cohort.observations !== undefined && cohort.observations.file !== raw)
      say(
        `The figure of ${id} comes from ${cohort.observations.file}, its raw rows are ${raw}`,
        'observations',
        `Name ${raw} under observations.file: the figure has to come from the rows that are kept.`,
      );
    if (raw === undefined)
      say(`The raw file of ${id} is not named`, 'raw', `Write raw: ${table.path} (and its sha256) for ${id}.`);
    const total = counted.rows + counted.rowsOutside;
    if (n !== total)
      say(
        n === undefined
          ? `${id} does not say how many cases it saw`
          : `${id} declares ${n} cases, its rows are ${total}`,
        'n',
        `Write n: ${total} if the file is whole.`,
      );
    if (counted.rowsOutside > 0)
      say(
        `${counted.rowsOutside} rows of ${id} lie outside ${startedOn} to ${endedOn}`,
        'raw',
        'Leave out rows of other days, or correct the days of the cohort.',
      );
    if (sha256?.toLowerCase() !== table.sha256)
      say(
        sha256 === undefined
          ? `No hash of the rows of ${id} was recorded`
          : `The rows of ${id} were changed after their hash was recorded`,
        'sha256',
        `If this is the export, write sha256: ${table.sha256 ?? ''} (sha256sum ${table.path}).`,
      );
    return open;
  });
  return found.length > 0
    ? found
    : [
        met(
          `The rows of ${completed.length} cohorts are there as recorded`,
          completed.map(({ place }) => place),
        ),
      ];
}

/** The same file with the same choice of rows, or a copy of it. */
function sameRows({ cohort, rows }: CohortRows, other: Cohort, sha256: string | undefined): boolean {
  if ('open' in rows || rows.table.sha256 === undefined || rows.table.sha256 !== sha256) return false;
  return canonical(cohort.observations?.where ?? {}) === canonical(other.observations?.where ?? {});
}
