import type { Closure, Report } from '../../domain/report.ts';
import { dayWords } from './days.ts';
import { capital } from './phrases.ts';
import type { Task } from './task.ts';
import { cut, plain } from './text.ts';

/** What closes the gate by command, as things to do, each with the cause that a check may name for the same. */
export function closureTasks(report: Report): { closure: Closure; cause: string; task: Task }[] {
  return (report.closures ?? []).map((closure) => ({
    closure,
    cause: closure.kind === 'decline' ? `declined:${closure.control}` : '',
    task: {
      title: titleOf(closure),
      nextStep: stepOf(closure),
      further: [],
      places: [],
      also: [],
      who: whoOf(closure),
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

function titleOf({ kind, control, by, at, reason, due, released }: Closure): string {
  const on = dayWords(at);
  const why = cut(plain(reason).replace(/\.$/, ''), 300);
  switch (kind) {
    case 'hold':
      return released === undefined
        ? `Held by @${by} on ${on}: ${why}`
        : `Held by @${by} on ${on}: ${why}. That @${released} released it does not count here, where they have a part`;
    case 'decline':
      return capital(`${control} was declined by @${by} on ${on}: ${why}`);
    case 'condition':
      return `The condition of the ${control} sign-off was due on ${dayWords(due ?? '')}: ${why}`;
  }
}

function stepOf({ kind, control, by, owner }: Closure): string {
  switch (kind) {
    case 'hold':
      return `Settle it, then have @${by} or another approver who had no part in this pull request comment \`/readiness release\``;
    case 'decline':
      return `Settle it, then have @${by} comment \`/readiness sign-off ${control}\``;
    case 'condition':
      return `@${owner} sees to it, then @${by} comments \`/readiness sign-off ${control}\``;
  }
}

function whoOf({ kind, control, owner, by }: Closure): string[] {
  if (kind === 'hold') return [`@${by}`];
  return kind === 'condition' ? [`@${owner}`, `control:${control}`] : [`control:${control}`];
}
