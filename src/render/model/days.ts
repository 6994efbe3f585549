import { plain } from './text.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');

/** `1 February 2027` of a day or an instant; any other text as it is. */
export function dayWords(iso: string): string {
  const match = /^(\d{4})-(\d{2})-(\d{2})/.exec(iso);
  const month = MONTHS[Number(match?.[2]) - 1];
  return match === null || month === undefined ? plain(iso) : `${Number(match[3])} ${month} ${match[1]}`;
}
