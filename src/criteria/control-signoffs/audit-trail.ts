import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Tree } from '../../domain/tree.ts';
import type { FileHistory } from '../../engine/fact-answers.ts';
import type { RecordSet } from '../../engine/inputs.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';
import { messages } from './messages.ts';

/** Whether every file that the records name as evidence exists; external addresses are not fetched. */
export function judgeEvidenceLinks({ items }: RecordSet<ControlRecord>, tree: Tree): Finding[] {
  const findings = items.flatMap(({ record }) =>
    (record.value.evidence ?? []).flatMap((link, index) =>
      /^https?:/.test(link) || tree.has(link)
        ? []
        : [unmet(messages.evidenceMissing({ link }), record.at('evidence', index))],
    ),
  );
  const places = items.map(({ path }) => ({ path }));
  return findings.length > 0 ? findings : [met(messages.evidenceFound(), places)];
}

/** Records that were never committed. */
export function uncommittedRecords({ items }: RecordSet<ControlRecord>, histories: FileHistory[]): Finding[] {
  return items
    .filter((item) => !histories.some(({ path, versions }) => path === item.path && versions.length > 0))
    .map(({ path }) => unmet(messages.recordNotCommitted({ path }), { path }));
}
