import type { Report, ReportCheck, ReportCriterion } from '../../domain/report.ts';
import { nextStep } from '../model/next-step.ts';
import { waiverWarnings } from '../model/surroundings.ts';
import { type Task, tasks } from '../model/tasks.ts';
import { cut, forTerminal } from '../model/text.ts';
import { halfWords, headline, many, modeWords, placeWords, subjectWords, whereWords } from '../model/words.ts';
import { closing } from './closing.ts';
import { codesAfter, inBrackets, peopleOf } from './phrases.ts';
import { Sheet, type Style } from './terminal-writer.ts';

export interface TerminalOptions {
  /** Columns; 80 when nobody knows. */
  width: number;
  colour: boolean;
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

/** Marks go with words, so that neither colour nor font is the only signal. Labels have one width. */
const STATUS: Record<ReportCriterion['status'], { label: string; style: Style }> = {
  met: { label: '✓ pass       ', style: 'green' },
  unmet: { label: '✗ open       ', style: 'red' },
  unknown: { label: '? not known  ', style: 'yellow' },
  'not-asked': { label: '– not asked  ', style: 'dim' },
};
const INDENT = 13;

/** The report for a person at a terminal: verdict, criteria with what is open, what surrounds the verdict, what to do. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const sheet = new Sheet(options.width, options.colour);
  const all = tasks(report);
  opening(sheet, report, all);
  if (options.before !== undefined) nextStep(sheet, options.before, report);
  criteria(sheet, report, all);
  closing(sheet, report, all, options);
  return sheet.text();
}

function opening(sheet: Sheet, report: Report, all: Task[]): void {
  sheet.put(forTerminal(headline(report, all)), {
    style: report.mode === 'observe' ? 'bold' : VERDICT_STYLE[report.verdict],
  });
  sheet.put(forTerminal(subjectWords(report)), { style: 'dim' });
  const technical = halfWords(report, all, 'technical');
  const organisational = halfWords(report, all, 'organisational');
  sheet.put(`Technical: ${technical} · Organisational: ${organisational}`);
  const mode = modeWords(report);
  if (mode !== undefined) sheet.put(forTerminal(mode));
  const beside = besideWords(report);
  if (beside !== '') sheet.put(`${beside} (listed below)`, { style: 'yellow' });
  for (const words of waiverWarnings(report)) sheet.put(`${forTerminal(words)}.`, { hang: 2, style: 'yellow' });
  sheet.gap();
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
    refused > 0 ? `${many(refused, 'setting')} of the policy below the organisation’s floor refused` : '',
  ]
    .filter(Boolean)
    .join(', ');
}

function criteria(sheet: Sheet, report: Report, all: Task[]): void {
  const told = new Set<Task>();
  closed(sheet, all);
  const reasons = new Set<string>();
  const unasked = report.criteria.filter((criterion) => criterion.status === 'not-asked');
  const folded = unasked.length > 3 ? unasked : [];
  for (const criterion of report.criteria) {
    if (folded.includes(criterion)) continue;
    const { label, style } = STATUS[criterion.status];
    const heading = `${forTerminal(cut(criterion.title, 200))}${exceptions(criterion)}`;
    sheet.labelled(label, style, heading, { style: criterion.status === 'unmet' ? 'bold' : 'dim' });
    const own = all.filter((task) => task.level === 'blocking' && task.criteria.includes(criterion.id));
    for (const task of own) {
      if (told.has(task)) {
        sheet.put(`${forTerminal(task.title)}: see above`, { indent: INDENT, hang: INDENT + 2, style: 'dim' });
      } else if (task.outcome === 'unknown') openFact(sheet, task, reasons);
      else openTask(sheet, task);
      told.add(task);
    }
  }
  if (folded.length > 0) {
    const ids = folded.map((criterion) => forTerminal(criterion.id)).join(', ');
    const { label, style } = STATUS['not-asked'];
    sheet.labelled(label, style, `${many(folded.length, 'criterion', 'criteria')} of other profiles: ${ids}`, {
      style: 'dim',
    });
  }
  sheet.gap();
}

/** What somebody closed by command and no criterion tells of. */
function closed(sheet: Sheet, all: Task[]): void {
  for (const task of all.filter(({ closes, criteria }) => closes && criteria.length === 0)) {
    sheet.labelled('✗ closed     ', 'red', forTerminal(task.title), { style: 'bold' });
    howAndWho(sheet, task);
  }
}

function exceptions(criterion: ReportCriterion): string {
  const waived = criterion.checks.filter((check: ReportCheck) => check.outcome === 'waived').length;
  return waived > 0 ? ` (${waived} waived)` : '';
}

/** What is missing and where, how to mend it, who can, and last its codes. */
function openTask(sheet: Sheet, task: Task): void {
  const where = inBrackets(whereWords(task));
  const more = task.places.length > 1 ? ` and ${many(task.places.length - 1, 'more place')}` : '';
  sheet.put(`${forTerminal(task.title)}${where}${more}`, { indent: INDENT, hang: INDENT + 2 });
  for (const { summary, where: place } of task.also.slice(0, 3)) {
    const at = inBrackets(place === undefined ? '' : placeWords(place));
    sheet.put(`also: ${forTerminal(summary)}${at}`, { indent: INDENT + 2, hang: INDENT + 4 });
  }
  if (task.also.length > 3) sheet.put(`also: ${task.also.length - 3} more`, { indent: INDENT + 2 });
  howAndWho(sheet, task);
}

function howAndWho(sheet: Sheet, task: Task): void {
  if (task.nextStep !== '') sheet.put(`Fix: ${forTerminal(task.nextStep)}`, { indent: INDENT + 2, hang: INDENT + 7 });
  for (const step of task.further.slice(0, 5))
    sheet.put(`- ${forTerminal(step)}`, { indent: INDENT + 7, hang: INDENT + 9 });
  if (task.further.length > 5) sheet.put(`and ${task.further.length - 5} more`, { indent: INDENT + 9 });
  sheet.put(`Who: ${peopleOf(task)}${codesAfter(task.codes)}`, { indent: INDENT + 2, hang: INDENT + 7, style: 'dim' });
}

/** A reason that many facts share (no token was given) is said once. */
function openFact(sheet: Sheet, task: Task, reasons: Set<string>): void {
  sheet.put(`${forTerminal(cut(task.title, 200))}${codesAfter(task.codes)}`, { indent: INDENT, hang: INDENT + 2 });
  const reason = forTerminal(task.reason ?? '');
  if (reason === '' || reasons.has(reason)) return;
  reasons.add(reason);
  sheet.put(reason, { indent: INDENT + 2, style: 'dim' });
}
