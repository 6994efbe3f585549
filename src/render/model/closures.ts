import type { Closure, Report } from '../../domain/report.ts';
import type { Task } from './task.ts';
import { capital, dayWords, sentence } from './words.ts';

/** What closes the gate by command, as tasks, each with the cause that a check may name for the same. */
export function closureTasks(report: Report): { closure: Closure; cause: string; task: Task }[] {
  return (report.closures ?? []).map((closure) => ({
    closure,
    cause: closure.kind === 'decline' ? `declined:${closure.control}` : '',
    task: {
      ...wordsOf(closure),
      further: [],
      places: [],
      also: [],
      codes: [],
      criteria: [],
      halves: ['organizational'],
      level: 'blocking',
      outcome: 'unmet',
      unseen: false,
      turn: 'people',
      closes: true,
    },
  }));
}

function wordsOf({
  kind,
  control,
  by,
  at,
  reason,
  due,
  owner,
  released,
}: Closure): Pick<Task, 'title' | 'nextStep' | 'who'> {
  const on = dayWords(at);
  const why = sentence(reason, 300);
  const signOff = `\`/readiness sign-off ${control}\``;
  switch (kind) {
    case 'hold': {
      const notCounted = `. @${released} released it, which does not count here because they took part in this pull request`;
      return {
        title: `On hold by @${by} since ${on}: ${why}${released === undefined ? '' : notCounted}`,
        nextStep: `Resolve the reason. Then @${by}, or another approver who took no part in this pull request, comments \`/readiness release\``,
        who: [`@${by}`],
      };
    }
    case 'decline':
      return {
        title: capital(`${control} was declined by @${by} on ${on}: ${why}`),
        nextStep: `Resolve the reason. Then @${by} comments ${signOff}`,
        who: [`control:${control}`],
      };
    case 'condition':
      return {
        title: `The condition of the ${control} sign-off was due on ${dayWords(due ?? '')}: ${why}`,
        nextStep: `@${owner} fulfills it. Then @${by} comments ${signOff}`,
        who: [`@${owner}`, `control:${control}`],
      };
  }
}
