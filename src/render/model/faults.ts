import type { Fault } from '../../domain/observation.ts';
import { cut, plain } from './text.ts';

/**
 * One fault in the one form every error has: `file:line:column`, what is wrong, what is allowed, what to do next.
 * One line of plain text for a terminal; other mouths escape it again.
 */
export function faultLine(fault: Fault): string {
  const what = [plain(fault.key), stripped(fault.problem)].filter(Boolean).join(' ');
  const allowed = fault.allowed === undefined ? '' : ` (allowed: ${cut(plain(fault.allowed), 300)})`;
  const remedy = plain(fault.remedy);
  const next = remedy === '' ? '' : ` ${cut(remedy, 400)}${/[.?…]$/.test(remedy) ? '' : '.'}`;
  return `${plain(fault.path)}:${fault.line}:${fault.column} ${what}${allowed}.${next}`;
}

function stripped(problem: string): string {
  return cut(plain(problem), 400).replace(/(?<!\.)\.$/, '');
}
