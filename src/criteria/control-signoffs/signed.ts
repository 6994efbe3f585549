import { type Finding, met, unmet } from '../../domain/finding.ts';
import { LINK_MODE } from '../../domain/tree.ts';
import type { Approvals } from '../../engine/fact-answers.ts';
import type { RecordSet } from '../../engine/inputs.ts';
import type { ControlRecord } from '../../evidence/schema/records.ts';
import type { ControlCase } from '../shared/controls/cases.ts';
import { answerFor, recordPlaces, unsigned } from '../shared/controls/validity.ts';
import { messages } from './messages.ts';

/** Whether each control has something to sign and a record of its sign-off, and every record can be read. */
export function judgeSigned(cases: ControlCase[], { folder, broken }: RecordSet<ControlRecord>): Finding[] {
  const unreadable = broken.flatMap(({ path, faults }) =>
    faults.map(({ path: file, line, column, key, problem, remedy }) =>
      unmet(
        messages.unreadableRecord({ path, problem: `${key} ${problem}`.trim(), remedy }),
        { path: file, line, column },
        { cause: `invalid:${path}` },
      ),
    ),
  );
  const open = cases.flatMap((one): Finding[] => {
    const links = one.list.filter(({ mode }) => mode === LINK_MODE);
    if (links.length > 0)
      return links.map(({ path }) =>
        unmet(messages.linkCovered({ control: one.control, path }), { path }, { part: one.control }),
      );
    if (one.artifacts.length > 0) return one.record === undefined ? [unsigned(one)] : [];
    const { control, covers } = one;
    const words = { control, covers: covers.slice(0, 3), folder };
    return [unmet(messages.nothingToSign(words), { path: folder }, { part: control, cause: `unsigned:${control}` })];
  });
  if (unreadable.length + open.length > 0) return [...unreadable, ...open];
  const words = { count: cases.length, controls: cases.map(({ control }) => control) };
  return [met(messages.recordsFound(words), recordPlaces(cases), { facts: 'not-needed' })];
}

/** Whether each control without a record was approved on GitHub. */
export function checkSigned(cases: ControlCase[], answers: Approvals[]): Finding[] {
  const open = cases.filter((one) => !one.record && (answerFor(one, answers)?.approvals ?? []).length === 0);
  return open.length > 0 ? open.map(unsigned) : [met(messages.signOffsFound({ count: cases.length }))];
}
