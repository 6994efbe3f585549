import type { Task } from '../model/tasks.ts';
import { forTerminal } from '../model/text.ts';
import { actorWords } from '../model/words.ts';

/** Small parts of a terminal line, escaped and ready to be put behind other words. */

export function inBrackets(text: string): string {
  return text === '' ? '' : ` (${forTerminal(text)})`;
}

/** ` · RB-1, RB-2`: codes come last, and the dot is never left alone at the end of a line. */
export function codesAfter(codes: string[]): string {
  return codes.length === 0 ? '' : ` ·\u00a0${codes.map(forTerminal).join(', ')}`;
}

export function peopleOf(task: Task): string {
  return task.who.map((actor) => forTerminal(actorWords(actor))).join(', ') || 'nobody is named';
}
