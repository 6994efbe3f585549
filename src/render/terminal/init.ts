import type { Profile } from '../../domain/levels.ts';
import type { Report } from '../../domain/report.ts';
import { type Block, command, firstItems, type Item, list, paragraph, section, title } from '../model/blocks.ts';
import { isBlocking, isOpen, type Task } from '../model/task.ts';
import { taskLine } from '../model/task-rows.ts';
import { tasks } from '../model/tasks.ts';
import { cut } from '../model/text.ts';
import { many } from '../model/words.ts';
import { printTerminal, type Terminal } from './print-blocks.ts';

/** Something that existed before and is read where it is. */
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
  /** Existed although no reader recognized it: left unchanged. */
  kept: string[];
  found: Convention[];
  /** A policy was written, and only the one on the default branch counts. */
  notInForce: boolean;
  /** Criteria that need the agreement of someone besides the author, whatever the check. */
  needOthers: string[];
  /** Checks to start right away, by code, and why. */
  startEarly: Record<string, string>;
}

const KINDS: Record<Convention['kind'], string> = {
  policy: 'the policy',
  evidence: 'evidence',
  runbook: 'the runbook',
  rollback: 'the rollback plan',
  'eval-results': 'eval results',
  codeowners: 'owners of files',
  'other-metrics': 'metrics of other tools, which `readiness/metrics.yaml` can reference under observations',
};
const MAX_PATHS = 4;
const MAX_ALSO = 6;
const POLICY = '.github/pilot-readiness.yml';

/** What was written and found, then one numbered list: whom to ask today, and what to write. Codes come last. */
export function renderInit(outcome: InitOutcome, report: Report, terminal: Terminal): string {
  const blocking = tasks(report).filter(isBlocking);
  const open = blocking.filter(isOpen);
  const asking = open.filter((task) => needsOthers(task, outcome));
  const writing = open.filter((task) => !asking.includes(task));
  const codes = new Set(open.flatMap((task) => task.codes));
  const early = Object.entries(outcome.startEarly).flatMap(([code, text]) =>
    codes.has(code) ? [{ label: '', text }] : [],
  );
  const blocks = [
    ...fileBlocks(outcome),
    ...section(`Ask today, because other people need time (${asking.length})`, [
      ...asking.map((task, index) => taskItem(task, index + 1, true)),
      ...early,
    ]),
    ...(asking.length === 0 ? list(early) : []),
    ...section(
      `Write (${writing.length})`,
      writing.map((task, index) => taskItem(task, asking.length + index + 1, false)),
    ),
    ...closing(outcome, open.length, blocking.length - open.length),
  ];
  return printTerminal(blocks, terminal);
}

function fileBlocks({ dryRun, written, kept, found, profile }: InitOutcome): Block[] {
  const heading =
    written.length === 0
      ? `Nothing to write: the files for profile ${profile} exist`
      : `${dryRun ? 'Would write' : 'Wrote'} ${many(written.length, 'file')} for profile ${profile}`;
  const unchanged = kept.map((path) => ({ label: path, text: 'exists already, left unchanged' }));
  const conventions = found.map(({ kind, paths }): Item => {
    const more = paths.length > MAX_PATHS ? ` and ${paths.length - MAX_PATHS} more` : '';
    const shown = paths.slice(0, MAX_PATHS).map((path) => cut(path, 120));
    return { text: `${shown.join(', ')}${more}: ${KINDS[kind]}` };
  });
  return [
    title(heading),
    ...list([...written.map(({ path, is }) => ({ label: path, text: is })), ...unchanged]),
    ...section('Existing files that are read where they are', conventions),
  ];
}

/** Someone besides the author has to agree, decide, sign off or own it. */
function needsOthers(task: Task, { needOthers }: InitOutcome): boolean {
  return (
    task.turn === 'people' ||
    task.criteria.some((id) => needOthers.includes(id)) ||
    task.who.some((actor) => actor === 'sponsor' || actor.startsWith('control:'))
  );
}

function taskItem(task: Task, number: number, withPeople: boolean): Item {
  const also = task.also.map(({ summary }): Item => ({ label: '', text: summary }));
  const step: Item[] = task.nextStep === '' ? [] : [{ label: '', text: task.nextStep, weight: 'mute' }];
  return {
    label: `${number}.`,
    text: taskLine(task, withPeople),
    inner: [...firstItems(also, MAX_ALSO), ...step],
  };
}

function closing({ dir, dryRun, notInForce }: InitOutcome, open: number, unseen: number): Block[] {
  const check = `pilot-readiness check${dir === '.' ? '' : ` ${dir}`}`;
  const unverified = unseen > 0 ? `; ${many(unseen, 'check')} could not be verified from here` : '';
  const next = dryRun ? 'To evaluate the existing files, run:' : 'To see the current verdict, run:';
  return [
    title('Next'),
    ...(open === 0 ? [paragraph(`Nothing is left to write${unverified}.`)] : []),
    ...(dryRun ? [paragraph('Nothing was written.')] : []),
    ...(notInForce
      ? [
          paragraph('The policy applies once it is on the default branch. Until then, run:'),
          command(`${check} --policy ${POLICY}`),
        ]
      : [paragraph(next), command(check)]),
  ];
}
