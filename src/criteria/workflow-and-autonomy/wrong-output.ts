import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import { isBlankText } from '../shared/documents/blank-text.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import type { SampleLook } from '../shared/workflow/audit-sample.ts';

const STEPS = [
  ['detect', 'how a wrong output is noticed'],
  ['correct', 'how it is corrected'],
  ['notify', 'who is told'],
  ['learn', 'how it does not happen again'],
] as const;

/** Whether the way of a wrong output is told from end to end, and the log records that somebody overrode it. */
export function judgeWrongOutput(workflow: Located<Workflow>, look: SampleLook): Finding[] {
  const { wrongOutput } = workflow.value;
  if (wrongOutput === undefined)
    return [
      unmet('Nothing says what happens when an output is wrong', workflow.at('wrongOutput'), {
        remedy: 'Add wrong-output to readiness/workflow.yaml: detect, rules (who decides), correct, notify, learn.',
      }),
    ];
  const blank = STEPS.flatMap(([key, words]): Finding[] =>
    isBlankText(wrongOutput[key])
      ? [
          unmet(`Nothing says ${words} (${quote(wrongOutput[key])})`, workflow.at('wrongOutput', key), {
            remedy: 'Say it in one sentence.',
          }),
        ]
      : [],
  );
  // Rows with faults are another matter: that the log has a place for overrides is seen from its columns.
  const log = 'open' in look ? look.open.filter(({ cause }) => !cause?.startsWith('audit-rows:')) : [];
  const found = [...blank, ...log];
  return found.length > 0
    ? found
    : [met(`${wrongOutput.rules} rules on wrong outputs; overrides are in the audit log`, workflow.at('wrongOutput'))];
}

/** Who rules on a wrong output. */
export function rulers(workflow: Located<Workflow>): NamedPerson[] {
  const { wrongOutput } = workflow.value;
  return wrongOutput === undefined
    ? []
    : [{ what: 'Who rules on a wrong output', written: wrongOutput.rules, place: workflow.at('wrongOutput', 'rules') }];
}
