import type { Report, ReportCheck, ReportCriterion } from '../../domain/report.ts';
import { nextStep } from '../model/next-step.ts';
import { waiverWarnings } from '../model/surroundings.ts';
import { type Task, tasks } from '../model/tasks.ts';
import { cut, forTerminal } from '../model/text.ts';
import { halfWords, headline, many, modeWords, placeWords, subjectWords, whereWords } from '../model/words.ts';
import { closing } from './closing.ts';
import { codesAfter, inBrackets, peopleOf } from './phrases.ts';
import { type Style, TerminalWriter } from './terminal-writer.ts';

export interface TerminalOptions {
  /** Columns; 80 when nobody knows. */
  width: number;
  color: boolean;
  /** The exact command that would settle what only GitHub can answer. */
  settle: string;
  /** The caller accepts that facts of GitHub are missing: said in the last line. */
  offlineOk: boolean;
  /** The command that explains a check, named once when something is open. */
  explain?: string;
  /** The same state under the policy as it is, where a stricter profile was asked for: what the step costs is said first. */
  before?: Report;
}

const VERDICT_STYLE: Record<Report['verdict'], Style> = { ready: 'green', 'not-ready': 'red', undetermined: 'yellow' };

/** Marks go with words, so that neither color nor font is the only signal. Labels have one width. */
const STATUS: Record<ReportCriterion['status'], { label: string; style: Style }> = {
  met: { label: '✓ pass       ', style: 'green' },
  unmet: { label: '✗ open       ', style: 'red' },
  unknown: { label: '? not known  ', style: 'yellow' },
  'not-asked': { label: '– not asked  ', style: 'dim' },
};
const INDENT = 13;

/** The report for a person at a terminal: verdict, criteria with what is open, what surrounds the verdict, what to do. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const writer = new TerminalWriter(options.width, options.color);
  const all = tasks(report);
  opening(writer, report, all);
  if (options.before !== undefined) nextStep(writer, options.before, report);
  criteria(writer, report, all);
  closing(writer, report, all, options);
  return writer.text();
}

function opening(writer: TerminalWriter, report: Report, all: Task[]): void {
  writer.put(forTerminal(headline(report, all)), {
    style: report.mode === 'observe' ? 'bold' : VERDICT_STYLE[report.verdict],
  });
  writer.put(forTerminal(subjectWords(report)), { style: 'dim' });
  const technical = halfWords(report, all, 'technical');
  const organizational = halfWords(report, all, 'organizational');
  writer.put(`Technical: ${technical} · Organizational: ${organizational}`);
  const mode = modeWords(report);
  if (mode !== undefined) writer.put(forTerminal(mode));
  const beside = besideWords(report);
  if (beside !== '') writer.put(`${beside} (listed below)`, { style: 'yellow' });
  for (const words of waiverWarnings(report)) writer.put(`${forTerminal(words)}.`, { hang: 2, style: 'yellow' });
  writer.gap();
}

/** Exceptions are said beside the verdict, before anybody reads on. */
function besideWords(report: Report): string {
  const checks = report.criteria.flatMap((criterion) => criterion.checks);
  const waived = checks.filter((check) => check.outcome === 'waived').length;
  const off = checks.filter((check) => check.level === 'off').length;
  const lowered = report.policy.lowered.length;
  const refused = report.policy.refused?.length ?? 0;
  return [
    waived > 0 ? many(waived, 'check is waived', 'checks are waived') : '',
    off > 0 ? many(off, 'check is switched off', 'checks are switched off') : '',
    lowered > 0 ? many(lowered, 'setting is below its profile', 'settings are below their profile') : '',
    refused > 0 ? `${many(refused, 'setting')} of the policy below the organization's floor refused` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function criteria(writer: TerminalWriter, report: Report, all: Task[]): void {
  const told = new Set<Task>();
  closed(writer, all);
  const reasons = new Set<string>();
  const unasked = report.criteria.filter((criterion) => criterion.status === 'not-asked');
  const folded = unasked.length > 3 ? unasked : [];
  for (const criterion of report.criteria) {
    if (folded.includes(criterion)) continue;
    const { label, style } = STATUS[criterion.status];
    const heading = `${forTerminal(cut(criterion.title, 200))}${exceptions(criterion)}`;
    writer.labeled(label, style, heading, { style: criterion.status === 'unmet' ? 'bold' : 'dim' });
    const own = all.filter((task) => task.level === 'blocking' && task.criteria.includes(criterion.id));
    for (const task of own) {
      if (told.has(task)) {
        writer.put(`${forTerminal(task.title)}: see above`, { indent: INDENT, hang: INDENT + 2, style: 'dim' });
      } else if (task.outcome === 'unknown') openFact(writer, task, reasons);
      else openTask(writer, task);
      told.add(task);
    }
  }
  if (folded.length > 0) {
    const ids = folded.map((criterion) => forTerminal(criterion.id)).join(', ');
    const { label, style } = STATUS['not-asked'];
    writer.labeled(label, style, `${many(folded.length, 'criterion', 'criteria')} of other profiles: ${ids}`, {
      style: 'dim',
    });
  }
  writer.gap();
}

/** What somebody closed by command and no criterion tells of. */
function closed(writer: TerminalWriter, all: Task[]): void {
  for (const task of all.filter(({ closes, criteria }) => closes && criteria.length === 0)) {
    writer.labeled('✗ closed     ', 'red', forTerminal(task.title), { style: 'bold' });
    howAndWho(writer, task);
  }
}

function exceptions(criterion: ReportCriterion): string {
  const waived = criterion.checks.filter((check: ReportCheck) => check.outcome === 'waived').length;
  return waived > 0 ? ` (${waived} waived)` : '';
}

/** What is missing and where, how to mend it, who can, and last its codes. */
function openTask(writer: TerminalWriter, task: Task): void {
  const where = inBrackets(whereWords(task));
  const more = task.places.length > 1 ? ` and ${many(task.places.length - 1, 'more place')}` : '';
  writer.put(`${forTerminal(task.title)}${where}${more}`, { indent: INDENT, hang: INDENT + 2 });
  for (const { summary, where: place } of task.also.slice(0, 3)) {
    const at = inBrackets(place === undefined ? '' : placeWords(place));
    writer.put(`also: ${forTerminal(summary)}${at}`, { indent: INDENT + 2, hang: INDENT + 4 });
  }
  if (task.also.length > 3) writer.put(`also: ${task.also.length - 3} more`, { indent: INDENT + 2 });
  howAndWho(writer, task);
}

function howAndWho(writer: TerminalWriter, task: Task): void {
  if (task.nextStep !== '') writer.put(`Fix: ${forTerminal(task.nextStep)}`, { indent: INDENT + 2, hang: INDENT + 7 });
  for (const step of task.further.slice(0, 5))
    writer.put(`- ${forTerminal(step)}`, { indent: INDENT + 7, hang: INDENT + 9 });
  if (task.further.length > 5) writer.put(`and ${task.further.length - 5} more`, { indent: INDENT + 9 });
  writer.put(`Who: ${peopleOf(task)}${codesAfter(task.codes)}`, { indent: INDENT + 2, hang: INDENT + 7, style: 'dim' });
}

/** A reason that many facts share (no token was given) is said once. */
function openFact(writer: TerminalWriter, task: Task, reasons: Set<string>): void {
  writer.put(`${forTerminal(cut(task.title, 200))}${codesAfter(task.codes)}`, { indent: INDENT, hang: INDENT + 2 });
  const reason = forTerminal(task.reason ?? '');
  if (reason === '' || reasons.has(reason)) return;
  reasons.add(reason);
  writer.put(reason, { indent: INDENT + 2, style: 'dim' });
}
