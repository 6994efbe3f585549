import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { IssueFact } from '../../engine/fact-answers.ts';
import { handoffRecord } from '../../evidence/schema/records.ts';
import type { HandoffTest } from '../shared/handoff/record.ts';
import { messages } from './messages.ts';

const TASKS = handoffRecord.shape.tasks.element.shape.id.options;

/** Whether the tester did everything that running the service requires. */
export function judgeTasks({ record }: HandoffTest): Finding[] {
  const { tasks } = record.value;
  const found = [
    ...tasks.flatMap(({ id, result, issue }, index) => {
      const words = { task: id, issue: issue === undefined ? '' : ` (${issue})` };
      return result === 'pass' ? [] : [unmet(messages.taskFailed(words), record.at('tasks', index), { part: id })];
    }),
    ...TASKS.filter((id) => !tasks.some((task) => task.id === id)).map((id) =>
      unmet(messages.taskNotTried({ task: id }), record.at('tasks'), { part: id }),
    ),
  ];
  return found.length > 0 ? found : [met(messages.tasksPassed({ count: TASKS.length }), record.at('tasks'))];
}

/** The issues that the tasks link, as written. */
export function defectsOf({ record }: HandoffTest): string[] {
  return record.value.tasks.flatMap(({ issue }) => issue ?? []);
}

/** Defects found in the test that are open or do not exist. */
export function defectObjections({ record }: HandoffTest, states: Record<string, IssueFact>): Finding[] {
  return record.value.tasks.flatMap(({ issue }, index) => {
    if (issue === undefined) return [];
    const state = states[issue]?.state ?? 'missing';
    if (state === 'closed') return [];
    const statement = state === 'open' ? messages.defectOpen({ issue }) : messages.defectMissing({ issue });
    return [unmet(statement, record.at('tasks', index, 'issue'))];
  });
}
