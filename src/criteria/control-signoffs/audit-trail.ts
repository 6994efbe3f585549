import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Tree } from '../../domain/tree.ts';
import type { FileHistory } from '../../engine/fact-requests.ts';
import type { RecordSet } from '../../engine/inputs.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';

/** Whether every file that the records name as evidence is there; external addresses are not fetched. */
export function judgeEvidenceLinks(controls: RecordSet<ControlRecord>, tree: Tree): Finding | Finding[] {
  const findings = controls.items.flatMap(({ record }) =>
    (record.value.evidence ?? []).flatMap((link, index) =>
      /^https?:/.test(link) || tree.has(link)
        ? []
        : [unmet(`${quote(link)} does not exist`, record.at('evidence', index))],
    ),
  );
  return findings.length > 0
    ? findings
    : met(
        'Every link in the records resolves; external addresses are listed, not fetched',
        controls.items.map((item) => ({ path: item.path })),
      );
}

/** Whether every record was committed. */
export function judgeRecordHistory(controls: RecordSet<ControlRecord>, histories: FileHistory[]): Finding | Finding[] {
  const bare = controls.items.filter(
    (item) => (histories.find((one) => one.path === item.path)?.versions.length ?? 0) === 0,
  );
  return bare.length > 0
    ? bare.map((item) => unmet(`${item.path} has no history: it is not committed`, { path: item.path }))
    : met(
        'Every record has a history',
        controls.items.map((item) => ({ path: item.path })),
      );
}
