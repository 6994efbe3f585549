import { canonical } from '../../domain/canonical.ts';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Cohorts } from '../../evidence/schema/cohorts.ts';
import type { Cohort, CohortRows } from '../shared/cohorts/rows.ts';
import { messages } from './messages.ts';

/** Whether the rows of each completed cohort are there as recorded, as many as declared, and from its own days. */
export function judgeRawRows(cohorts: Located<Cohorts>, all: CohortRows[]): Finding[] {
  const completed = all.filter((one) => one.completed);
  if (completed.length === 0)
    return [unmet(messages.noneFinished(), cohorts.at('cohorts'), { cause: 'too-few-cohorts' })];
  const found = completed.flatMap(({ cohort, index, rows }): Finding[] => {
    if ('open' in rows) return [rows.open];
    const { id, raw, n, sha256, startedOn, endedOn = '', observations } = cohort;
    const { counted, table } = rows;
    const { path, sha256: hash = '' } = table;
    const open: Finding[] = [];
    const add = (statement: Statement, key: string): void => {
      open.push(unmet(statement, cohorts.at('cohorts', index, key), { part: id }));
    };
    const twin = all.find((other) => other.index < index && hasSameRows(other, cohort, table.sha256));
    if (twin !== undefined) add(messages.sameRows({ cohort: id, other: twin.cohort.id }), 'raw');
    if (raw === undefined) add(messages.rawFileNotNamed({ cohort: id, path }), 'raw');
    else if (observations !== undefined && observations.file !== raw)
      add(messages.figureFromOtherFile({ cohort: id, file: observations.file, raw }), 'observations');
    const total = counted.rows + counted.rowsOutside + (counted.copies?.count ?? 0);
    if (n === undefined) add(messages.noCaseCount({ cohort: id, total }), 'n');
    else if (n !== total) add(messages.caseCountDiffers({ cohort: id, declared: n, total }), 'n');
    if (counted.rowsOutside > 0)
      add(messages.rowsOutside({ cohort: id, count: counted.rowsOutside, startedOn, endedOn }), 'raw');
    if (sha256?.toLowerCase() !== table.sha256) {
      const words = { cohort: id, path, hash };
      add(sha256 === undefined ? messages.noHash(words) : messages.hashDiffers(words), 'sha256');
    }
    return open;
  });
  if (found.length > 0) return found;
  const places = completed.map(({ place }) => place);
  return [met(messages.rowsAsRecorded({ count: completed.length }), places)];
}

/** Whether it is the same file, or a copy of it, with the same choice of rows. */
function hasSameRows({ cohort, rows }: CohortRows, other: Cohort, sha256: string | undefined): boolean {
  if ('open' in rows || rows.table.sha256 === undefined || rows.table.sha256 !== sha256) return false;
  return canonical(cohort.observations?.where ?? {}) === canonical(other.observations?.where ?? {});
}
