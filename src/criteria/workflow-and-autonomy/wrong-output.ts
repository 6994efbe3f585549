import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { Located } from '../../engine/inputs.ts';
import type { Workflow } from '../../evidence/schema/workflow.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { filled } from '../shared/shape-checks.ts';
import type { SampleLook } from '../shared/workflow/audit-sample.ts';
import { messages } from './messages.ts';

const STEPS = ['detect', 'correct', 'notify', 'learn'] as const;

/** Whether the handling of a wrong output is described from end to end, and the log records overrides. */
export function judgeWrongOutput(workflow: Located<Workflow>, look: SampleLook): Finding[] {
  const { wrongOutput } = workflow.value;
  const place = workflow.at('wrongOutput');
  if (wrongOutput === undefined) return [unmet(messages.noWrongOutput(), place)];
  const blank = STEPS.flatMap((key) =>
    filled(wrongOutput[key], { what: `wrong-output.${key}`, place: workflow.at('wrongOutput', key) }),
  );
  // Invalid rows are for another check to report: the columns show whether the log records overrides.
  const log = 'open' in look ? look.open.filter(({ cause }) => !cause?.startsWith('audit-rows:')) : [];
  const found = [...blank, ...log];
  return found.length > 0 ? found : [met(messages.wrongOutputHandled({ person: wrongOutput.rules }), place)];
}

/** Who decides on a wrong output. */
export function decidersOf(workflow: Located<Workflow>): NamedPerson[] {
  const { wrongOutput } = workflow.value;
  if (wrongOutput === undefined) return [];
  const place = workflow.at('wrongOutput', 'rules');
  return [{ what: 'The person who decides on wrong outputs', written: wrongOutput.rules, place }];
}
