import type { Report } from '../../domain/report.ts';
import { limitsOf } from '../model/limits.ts';
import { exceptionPlace, exceptionsOf, expiries } from '../model/surroundings.ts';
import type { Task } from '../model/tasks.ts';
import { cut, forTerminal } from '../model/text.ts';
import { dayOrMoment, floorWords, many, policyWords, profileWords, validityWords, whereWords } from '../model/words.ts';
import { codesAfter, inBrackets, peopleOf } from './phrases.ts';
import type { TerminalWriter } from './terminal-writer.ts';

const LIST = 10;
const UNSHALLOW = 'git fetch --unshallow';

interface ClosingOptions {
  settle: string;
  offlineOk: boolean;
  explain?: string;
}

/** What surrounds the verdict, then what is left sorted by who can settle it; the last lines are the ones acted upon. */
export function closing(writer: TerminalWriter, report: Report, all: Task[], options: ClosingOptions): void {
  exceptions(writer, report);
  advice(writer, all);
  footing(writer, report);
  const blocking = all.filter((task) => task.level === 'blocking');
  taskList(
    writer,
    'You can fix here',
    blocking.filter((task) => task.turn === 'author'),
    false,
  );
  taskList(
    writer,
    'Others have to act',
    blocking.filter((task) => task.turn === 'people'),
    true,
  );
  if (options.explain !== undefined && blocking.some((task) => task.turn !== 'look'))
    writer.put(`Why a check asks, and what would meet it: ${forTerminal(options.explain)}`, { style: 'dim' });
  writer.gap();
  facts(writer, report, blocking, options);
}

function exceptions(writer: TerminalWriter, report: Report): void {
  const found = exceptionsOf(report);
  if (found.length === 0) return;
  writer.put('Accepted, waived, switched off or lowered', { style: 'bold' });
  for (const exception of found) {
    const at = inBrackets(exceptionPlace(exception));
    const code = codesAfter(exception.code === undefined ? [] : [exception.code]);
    writer.put(`- ${forTerminal(cut(exception.text, 500))}${at}${code}`, { indent: 2, hang: 4 });
  }
  writer.gap();
}

function advice(writer: TerminalWriter, all: Task[]): void {
  const advised = all.filter((task) => task.level === 'advisory' && task.outcome !== 'unknown');
  if (advised.length === 0) return;
  writer.put('Advice, never blocking', { style: 'bold' });
  for (const task of advised.slice(0, 3)) {
    const step = task.nextStep === '' ? '' : `. ${forTerminal(task.nextStep)}`;
    writer.put(`- ${forTerminal(task.title)}${step}${codesAfter(task.codes)}`, { indent: 2, hang: 4 });
  }
  if (advised.length > 3) writer.put(`and ${advised.length - 3} more`, { indent: 4 });
  writer.gap();
}

function footing(writer: TerminalWriter, report: Report): void {
  const validity = validityWords(report);
  const [next] = expiries(report);
  if (validity !== undefined) {
    // What is not known may end before all that passed: then the day is told, and nothing later is named for it.
    const later = next !== undefined && next.on > dayOrMoment(report.validUntil ?? '');
    const first =
      next === undefined || later ? '' : `; first to end: ${forTerminal(next.text)}${codesAfter([next.code])}`;
    writer.put(`${forTerminal(validity)}${first}`, { hang: 2 });
  }
  writer.put(`Judged by ${forTerminal(policyWords(report))}: ${profileWords(report.policy.profile)}`, { hang: 2 });
  const floor = floorWords(report);
  if (floor !== undefined) writer.put(`Note: ${forTerminal(floor)}`, { hang: 2 });
  const limits = limitsOf(report);
  if (limits.length > 0) {
    writer.put('No check can know:', { hang: 2 });
    for (const words of limits) writer.put(`- ${words}`, { indent: 2, hang: 4 });
  }
  for (const note of report.notes) writer.put(`Note: ${forTerminal(cut(note, 400))}`, { hang: 2 });
  writer.gap();
}

function taskList(writer: TerminalWriter, title: string, list: Task[], withActors: boolean): void {
  if (list.length === 0) return;
  writer.put(`${title} (${list.length})`, { style: 'bold' });
  for (const [index, task] of list.slice(0, LIST).entries()) {
    const where = inBrackets(whereWords(task));
    const who = withActors ? ` · ${peopleOf(task)}` : '';
    const number = `${index + 1}.`.padStart(4);
    writer.put(`${number} ${forTerminal(cut(task.title, 160))}${where}${who}${codesAfter(task.codes)}`, {
      indent: 4 - number.trim().length,
      hang: 5,
    });
  }
  if (list.length > LIST) writer.put(`and ${list.length - LIST} more`, { indent: 5 });
  writer.gap();
}

/** What could not be looked at, by who could; each list names the command that would settle it. */
function facts(writer: TerminalWriter, report: Report, blocking: Task[], options: ClosingOptions): void {
  const unknown = blocking.filter((task) => task.outcome === 'unknown');
  const history = unknown.filter((task) => task.resolvableBy === 'history');
  const github = unknown.filter((task) => task.resolvableBy === 'github');
  const later = unknown.filter((task) => task.resolvableBy !== 'history' && task.resolvableBy !== 'github');
  if (later.length > 0) {
    factList(writer, 'Could not be looked at this time', later);
    writer.put('To settle it, run the same command again.', { indent: 2 });
    writer.gap();
  }
  if (history.length > 0) {
    factList(writer, 'Needs the full history', history);
    settled(writer, UNSHALLOW);
  }
  if (github.length > 0) factList(writer, 'Only GitHub can answer', github);
  if (github.length > 0) settled(writer, options.settle);
  else if (report.verdict === 'undetermined' && unknown.length === 0) settled(writer, options.settle, 0);
  const onlyGitHub = unknown.length === blocking.length && github.length === unknown.length && github.length > 0;
  if (options.offlineOk && report.verdict === 'undetermined' && onlyGitHub) {
    writer.gap();
    writer.put(`locally complete; ${many(github.length, 'fact needs', 'facts need')} GitHub`);
  }
}

function factList(writer: TerminalWriter, title: string, list: Task[]): void {
  writer.put(`${title} (${list.length})`, { style: 'bold' });
  for (const task of list.slice(0, LIST))
    writer.put(`- ${forTerminal(cut(task.title, 160))}${codesAfter(task.codes)}`, { indent: 2, hang: 4 });
  if (list.length > LIST) writer.put(`and ${list.length - LIST} more`, { indent: 4 });
}

function settled(writer: TerminalWriter, command: string, indent = 2): void {
  writer.put('To settle it:', { indent });
  writer.put(forTerminal(command), { indent: indent + 2, hang: indent + 4, command: true });
  writer.gap();
}
