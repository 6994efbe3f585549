import type { Profile } from '../../domain/levels.ts';
import type { Report } from '../../domain/report.ts';
import { type Task, tasks } from '../model/tasks.ts';
import { cut, forTerminal } from '../model/text.ts';
import { many, whereWords } from '../model/words.ts';
import { codesAfter, inBrackets, peopleOf } from './phrases.ts';
import { TerminalWriter } from './terminal-writer.ts';

/** Something that was there before and is read where it stands. */
export interface Convention {
  kind: 'policy' | 'evidence' | 'runbook' | 'rollback' | 'eval-results' | 'codeowners' | 'other-metrics';
  paths: string[];
}

/** What `init` did. */
export interface InitOutcome {
  dir: string;
  dryRun: boolean;
  profile: Profile;
  written: { path: string; is: string }[];
  /** Stood there although no reader saw it: left alone. */
  kept: string[];
  found: Convention[];
  /** A policy was written, and only the one on the default branch counts. */
  notInForce: boolean;
  /** Criteria for which somebody besides the author has to agree, whatever the check. */
  needOthers: string[];
  /** Checks to begin with at once, by code, and why. */
  startEarly: Record<string, string>;
}

const KINDS: Record<Convention['kind'], string> = {
  policy: 'the policy',
  evidence: 'evidence',
  runbook: 'the runbook',
  rollback: 'the rollback plan',
  'eval-results': 'eval results',
  codeowners: 'owners of files',
  'other-metrics': 'figures of other tools, which `readiness/metrics.yaml` can name under observations',
};
const SHOWN = 4;
const MAX_ALSO = 6;
const POLICY = '.github/pilot-readiness.yml';
const NEXT = {
  'dry-run': 'Nothing was written. To judge what is there:',
  open: 'See it turn green as you write:',
  done: 'See it judged:',
};

/** What was written and found, then one numbered list: whom to ask today, and what to write. Codes come last. */
export function renderInit(
  outcome: InitOutcome,
  report: Report,
  { width, color }: { width: number; color: boolean },
): string {
  const writer = new TerminalWriter(width, color);
  files(writer, outcome);
  const open = tasks(report).filter((task) => task.level === 'blocking' && task.outcome !== 'unknown');
  const unseen = tasks(report).filter((task) => task.level === 'blocking' && task.outcome === 'unknown');
  const asking = open.filter((task) => needsOthers(task, outcome));
  const writing = open.filter((task) => !needsOthers(task, outcome));
  list(writer, 'Ask today: people take longest', asking, 1, true);
  const codes = new Set(open.flatMap((task) => task.codes));
  for (const [code, why] of Object.entries(outcome.startEarly)) if (codes.has(code)) writer.put(why, { indent: 5 });
  writer.gap();
  list(writer, 'Write', writing, asking.length + 1, false);
  closing(writer, outcome, open, unseen);
  return writer.text();
}

function files(writer: TerminalWriter, { dryRun, written, kept, found, profile }: InitOutcome): void {
  const did = dryRun ? 'Would write' : 'Wrote';
  if (written.length === 0) {
    writer.put(`Nothing to write: what profile ${profile} asks for has its files.`, { style: 'bold' });
  } else {
    writer.put(`${did} ${many(written.length, 'file')} for profile ${profile}`, { style: 'bold' });
    const longest = Math.max(...written.map(({ path }) => path.length));
    for (const { path, is } of written)
      writer.put(`${forTerminal(path).padEnd(longest + 1, '\u00a0')} ${is}`, { indent: 2, hang: 4 });
  }
  for (const path of kept) writer.put(`Left alone: ${forTerminal(path)}, something is there already`, { hang: 2 });
  if (found.length > 0) {
    writer.gap();
    writer.put('Read where it is', { style: 'bold' });
    for (const { kind, paths } of found) {
      const shown = paths.slice(0, SHOWN).map((path) => forTerminal(cut(path, 120)));
      const more = paths.length > SHOWN ? ` and ${paths.length - SHOWN} more` : '';
      writer.put(`${shown.join(', ')}${more}: ${KINDS[kind]}`, { indent: 2, hang: 4 });
    }
  }
  writer.gap();
}

/** Somebody besides the author has to move: to agree, to decide, to sign, to answer for it. */
function needsOthers(task: Task, { needOthers }: InitOutcome): boolean {
  return (
    task.turn === 'people' ||
    task.criteria.some((id) => needOthers.includes(id)) ||
    task.who.some((actor) => actor === 'sponsor' || actor.startsWith('control:'))
  );
}

function list(writer: TerminalWriter, title: string, all: Task[], from: number, withPeople: boolean): void {
  if (all.length === 0) return;
  writer.put(`${title} (${all.length})`, { style: 'bold' });
  for (const [index, task] of all.entries()) {
    const number = `${from + index}.`.padStart(4);
    const who = withPeople ? ` · ${peopleOf(task)}` : '';
    writer.put(
      `${number} ${forTerminal(cut(task.title, 160))}${inBrackets(whereWords(task))}${who}${codesAfter(task.codes)}`,
      { indent: 4 - number.trim().length, hang: 5 },
    );
    for (const { summary } of task.also.slice(0, MAX_ALSO)) writer.put(forTerminal(summary), { indent: 5, hang: 7 });
    if (task.also.length > MAX_ALSO) writer.put(`and ${task.also.length - MAX_ALSO} more`, { indent: 5 });
    if (task.nextStep !== '') writer.put(forTerminal(task.nextStep), { indent: 5, hang: 5, style: 'dim' });
  }
}

function closing(writer: TerminalWriter, outcome: InitOutcome, open: Task[], unseen: Task[]): void {
  writer.gap();
  if (open.length === 0 && unseen.length > 0) {
    writer.put(`Nothing is left to write; ${many(unseen.length, 'fact')} could not be looked at from here.`);
  } else if (open.length === 0) writer.put('Nothing is left to write.');
  const check = `pilot-readiness check${outcome.dir === '.' ? '' : ` ${outcome.dir}`}`;
  if (outcome.notInForce) {
    writer.put('The policy counts once it is on the default branch. Until then:', {});
    writer.put(`${forTerminal(check)} --policy ${POLICY}`, { indent: 2, command: true });
  } else {
    writer.put(NEXT[outcome.dryRun ? 'dry-run' : open.length > 0 ? 'open' : 'done']);
    writer.put(forTerminal(check), { indent: 2, command: true });
  }
}
