import { type Finding, met, unmet } from '../../domain/finding.ts';
import type { IssueFact } from '../../engine/fact-requests.ts';
import type { HandoffRecord } from '../../evidence/schema/records.ts';
import type { HandoffTest } from '../shared/handoff/record.ts';

type TaskId = HandoffRecord['tasks'][number]['id'];

const TASKS: Record<TaskId, string> = {
  'obtain-access': 'get access',
  'run-end-to-end': 'run it from end to end',
  'interpret-result': 'say what a result means',
  'handle-exception': 'handle a case that the system cannot',
  'stop-or-roll-back': 'stop it or roll it back outside production',
  'find-escalation': 'find whom to call next',
};

/** Whether the tester did all that running the service takes. */
export function judgeTasks({ record }: HandoffTest): Finding[] {
  const { tasks } = record.value;
  const failed = tasks.flatMap(({ id, result, issue }, index) =>
    result === 'pass'
      ? []
      : [
          unmet(
            `The tester could not ${TASKS[id]}${issue === undefined ? '' : ` (${issue})`}`,
            record.at('tasks', index),
            {
              remedy:
                'Mend the cause, close its issue, and have the task tried again by somebody who did not build it.',
              part: id,
            },
          ),
        ],
  );
  const missing = (Object.keys(TASKS) as TaskId[]).filter((id) => !tasks.some((task) => task.id === id));
  const untried = missing.map((id) =>
    unmet(`Nobody tried to ${TASKS[id]}`, record.at('tasks'), {
      remedy: `Let the tester do it in the next test and record the task ${id}.`,
      part: id,
    }),
  );
  const found = [...failed, ...untried];
  return found.length > 0 ? found : [met(`The tester did all ${Object.keys(TASKS).length} tasks`, record.at('tasks'))];
}

/** Issues that the tasks name, as written. */
export function defectsOf({ record }: HandoffTest): string[] {
  return record.value.tasks.flatMap(({ issue }) => issue ?? []);
}

/** Whether what the tester stumbled over was mended. */
export function confirmDefects(test: HandoffTest, states: Record<string, IssueFact>): Finding[] {
  const { record } = test;
  const found = record.value.tasks.flatMap(({ issue }, index) => {
    const state = issue === undefined ? 'closed' : (states[issue]?.state ?? 'missing');
    if (state === 'closed') return [];
    return [
      unmet(
        state === 'open'
          ? `The defect ${issue} that the tester found is still open`
          : `The defect ${issue} cannot be found`,
        record.at('tasks', index, 'issue'),
        { remedy: state === 'open' ? `Mend ${issue} and close it.` : 'Link the issue in which the defect was mended.' },
      ),
    ];
  });
  return found.length > 0 ? found : judgeTasks(test);
}
