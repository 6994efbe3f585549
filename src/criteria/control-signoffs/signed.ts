import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Approvals } from '../../engine/fact-requests.ts';
import type { RecordSet } from '../../engine/inputs.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';
import { bestApproval, type ControlCase } from '../shared/controls/cases.ts';
import { recordPlaces, unsigned } from '../shared/controls/validity.ts';

/** Whether each control has something to sign and a record of its sign-off, and every record can be read. */
export function judgeSigned(cases: ControlCase[], controls: RecordSet<ControlRecord>): Finding | Finding[] {
  const broken = controls.broken.flatMap(({ path, faults }) =>
    faults.map((fault) =>
      unmet(
        `${path}: ${fault.key ? `${fault.key} ` : ''}${fault.problem}`,
        { path: fault.path, line: fault.line, column: fault.column },
        { cause: `invalid:${path}`, remedy: fault.remedy },
      ),
    ),
  );
  const open = cases.flatMap((one) => {
    if (one.artifacts.length === 0) return [nothingToSign(one, controls.folder)];
    return one.record === undefined ? [unsigned(one, controls.folder)] : [];
  });
  return broken.length + open.length > 0
    ? [...broken, ...open]
    : met(
        `${cases.length} controls have a record: ${cases.map((one) => one.control).join(', ')}`,
        recordPlaces(cases),
        {
          facts: 'not-needed',
        },
      );
}

/** Whether each control without a record was approved on GitHub. */
export function confirmSigned(cases: ControlCase[], answers: Approvals[], folder: string): Finding | Finding[] {
  const open = cases.filter(
    (one) =>
      one.record === undefined &&
      bestApproval(
        answers.find((answer) => answer.control === one.control),
        one.list,
      ) === undefined,
  );
  return open.length > 0
    ? open.map((one) => unsigned(one, folder))
    : met(`${cases.length} controls have a sign-off`, []);
}

function nothingToSign(one: ControlCase, folder: string): Finding {
  return unmet(
    `${one.control}: there is nothing to sign; none of ${one.covers.slice(0, 3).join(', ')} says anything`,
    { path: folder },
    {
      part: one.control,
      cause: `unsigned:${one.control}`,
      remedy: `Write docs/${one.control}.md with what the approvers of ${one.control} have to know, or name it as \`artifact:\` in ${folder}/${one.control}.yaml.`,
    },
  );
}
