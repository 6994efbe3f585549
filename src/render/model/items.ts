import { utf8Length } from './text.ts';
import { many } from './words.ts';

/** Room for the line that says how much is missing. */
const MORE_ROOM = 80;

/** List items (each with its line end) within a budget of UTF-8 bytes; what does not fit is counted by its noun. */
export function fitItems(items: string[], budget: number, noun: string): string {
  let room = budget - MORE_ROOM;
  let shown = 0;
  for (const item of items) {
    room -= utf8Length(item);
    if (room < 0) break;
    shown += 1;
  }
  const more = shown < items.length ? `- and ${many(items.length - shown, noun)}\n` : '';
  return `${items.slice(0, shown).join('')}${more}`;
}
