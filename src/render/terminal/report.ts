import type { Report, ReportCriterion } from '../../domain/report.ts';
import {
  type Block,
  command,
  firstItems,
  type Item,
  line,
  MARKS,
  type Piece,
  paragraph,
  section,
  type Tone,
  title,
} from '../model/blocks.ts';
import {
  ADVICE_TITLE,
  EXCEPTIONS_TITLE,
  exceptionItems,
  expiries,
  LIMITS_TITLE,
  limitItems,
  modeWords,
  policyItems,
  subjectWords,
  validityWords,
  waiverWarnings,
} from '../model/surroundings.ts';
import { isBlocking, type Task, whereWords } from '../model/task.ts';
import { adviceItems, taskLine } from '../model/task-rows.ts';
import { tasks } from '../model/tasks.ts';
import { cut } from '../model/text.ts';
import { halvesLine, headline } from '../model/titles.ts';
import { dayOrMoment, many, peopleWords, placeWords } from '../model/words.ts';
import { printTerminal } from './print-blocks.ts';
import { profileStep } from './profile-step.ts';

export interface TerminalOptions {
  /** Columns; 80 when unknown. */
  width: number;
  color: boolean;
  /** The exact command that would verify what only GitHub can answer. */
  verify: string;
  /** The caller accepts that facts of GitHub are missing: the last line states it. */
  offlineOk: boolean;
  /** The command that explains a check, named once when something is open. */
  explain?: string;
  /** The same state under the current policy, where a stricter profile was requested: shows first what the step takes. */
  before?: Report;
}

const MAX_LIST = 10;
const MAX_ALSO = 3;
const MAX_FURTHER = 5;
const VERDICT_TONE: Record<Report['verdict'], Tone> = { ready: 'good', 'not-ready': 'bad', undetermined: 'open' };
const STATUS: Record<ReportCriterion['status'], { tone: Tone; words: string }> = {
  met: { tone: 'good', words: 'pass' },
  unmet: { tone: 'bad', words: 'fail' },
  unknown: { tone: 'open', words: 'not verified' },
  'not-asked': { tone: 'mute', words: 'not required' },
};

/** The report for a person at a terminal: verdict, criteria with what is open, what surrounds the verdict, what to do. */
export function renderTerminal(report: Report, options: TerminalOptions): string {
  const all = tasks(report);
  const blocking = all.filter(isBlocking);
  const advice = adviceItems(all, { readAt: 'cli', links: () => undefined });
  const blocks = [
    ...opening(report, all),
    ...(options.before === undefined ? [] : profileStep(options.before, report)),
    ...section('Criteria', criteriaItems(report, all)),
    ...section(EXCEPTIONS_TITLE, exceptionItems(report)),
    ...section(`${ADVICE_TITLE} (${advice.total})`, advice.items),
    ...aboutVerdict(report),
    ...toDo(blocking, options),
    ...toVerify(report, blocking, options),
  ];
  return printTerminal(blocks, options);
}

function opening(report: Report, all: Task[]): Block[] {
  const mode = modeWords(report);
  const beside = besideWords(report);
  return [
    title(headline(report, all), report.mode === 'observe' ? undefined : VERDICT_TONE[report.verdict]),
    paragraph(subjectWords(report), 'mute'),
    paragraph(halvesLine(report, all)),
    ...(mode === undefined ? [] : [paragraph(mode)]),
    ...(beside === '' ? [] : [paragraph(`${beside} (listed below)`, 'open')]),
    ...waiverWarnings(report).map((words) => paragraph(words, 'open')),
  ];
}

/** Exceptions are counted beside the verdict, before anyone reads on. */
function besideWords(report: Report): string {
  const checks = report.criteria.flatMap((criterion) => criterion.checks);
  const waived = checks.filter((check) => check.outcome === 'waived').length;
  const off = checks.filter((check) => check.level === 'off').length;
  const lowered = report.policy.lowered.length;
  const refused = report.policy.refused?.length ?? 0;
  const counts = [
    waived > 0 ? many(waived, 'check is waived', 'checks are waived') : '',
    off > 0 ? many(off, 'check is switched off', 'checks are switched off') : '',
    lowered > 0 ? many(lowered, 'setting is below its profile', 'settings are below their profile') : '',
    refused > 0
      ? `${many(refused, 'policy setting')} below the organization's minimum ${refused === 1 ? 'was' : 'were'} rejected`
      : '',
  ];
  return counts.filter(Boolean).join(', ');
}

/** The criteria with their tasks. Those of other profiles take one line, and a task of several criteria is shown once. */
function criteriaItems(report: Report, all: Task[]): Item[] {
  const shown = new Set<Task>();
  const reasons = new Set<string>();
  const notRequired = report.criteria.filter(({ status }) => status === 'not-asked');
  const grouped = notRequired.length > 3 ? notRequired : [];
  const closed = all.filter(({ closes, criteria }) => closes && criteria.length === 0);
  const items = report.criteria
    .filter((criterion) => !grouped.includes(criterion))
    .map((criterion): Item => {
      const waived = criterion.checks.filter(({ outcome }) => outcome === 'waived').length;
      const own = all.filter((task) => isBlocking(task) && task.criteria.includes(criterion.id));
      return {
        ...labelOf(criterion.status),
        text: `${cut(criterion.title, 200)}${waived > 0 ? ` (${waived} waived)` : ''}`,
        inner: own.map((task): Item => {
          if (shown.has(task)) return { label: '', text: `${task.title}: see above`, weight: 'mute' };
          shown.add(task);
          return task.outcome === 'unknown' ? unknownItem(task, reasons) : openItem(task);
        }),
      };
    });
  return [
    ...closed.map(
      (task): Item => ({
        label: `${MARKS.bad} closed`,
        tone: 'bad',
        text: task.title,
        weight: 'strong',
        inner: howAndWho(task),
      }),
    ),
    ...items,
    ...(grouped.length === 0 ? [] : [groupedItem(grouped)]),
  ];
}

function groupedItem(criteria: ReportCriterion[]): Item {
  const ids = criteria.map(({ id }) => id).join(', ');
  return {
    ...labelOf('not-asked'),
    text: `${many(criteria.length, 'criterion', 'criteria')} of other profiles: ${ids}`,
  };
}

/** A mark and words, so that neither color nor font is the only signal. */
function labelOf(status: ReportCriterion['status']): Pick<Item, 'label' | 'tone' | 'weight'> {
  const { tone, words } = STATUS[status];
  return { label: `${MARKS[tone]} ${words}`, tone, weight: status === 'unmet' ? 'strong' : 'mute' };
}

/** What is missing and where, how to fix it, who can, and its codes. */
function openItem(task: Task): Item {
  const more = task.places.length > 1 ? ` and ${many(task.places.length - 1, 'more place')}` : '';
  const also = task.also.map(
    ({ summary, where }): Item => ({
      label: 'Also:',
      text: `${summary}${inBrackets(where === undefined ? '' : placeWords(where))}`,
    }),
  );
  return {
    label: '',
    text: `${task.title}${inBrackets(whereWords(task))}${more}`,
    inner: [...firstItems(also, MAX_ALSO), ...howAndWho(task)],
  };
}

function howAndWho(task: Task): Item[] {
  const further = firstItems(
    task.further.map((text) => ({ text })),
    MAX_FURTHER,
  );
  const who = line`${peopleWords(task.who)}${{ codes: task.codes }}`;
  return [
    ...(task.nextStep === '' ? [] : [{ label: 'Fix:', text: task.nextStep, inner: further }]),
    { label: 'Who:', text: who, weight: 'mute', tone: 'mute' },
  ];
}

/** A reason that many tasks share (no token was given) is shown once. */
function unknownItem(task: Task, reasons: Set<string>): Item {
  const { reason = '' } = task;
  const isNew = reason !== '' && !reasons.has(reason);
  reasons.add(reason);
  return {
    label: '',
    text: line`${cut(task.title, 200)}${{ codes: task.codes }}`,
    inner: isNew ? [{ label: '', text: reason, weight: 'mute' }] : [],
  };
}

function aboutVerdict(report: Report): Block[] {
  const notes = report.notes.map((note) => ({ text: cut(note, 400) }));
  return [
    ...section('About this verdict', [...validityItems(report), ...policyItems(report), ...notes]),
    ...section(LIMITS_TITLE, limitItems(report)),
  ];
}

/** What is not verified may expire before everything that passed; then the day is given without naming a later one. */
function validityItems(report: Report): Item[] {
  const words = validityWords(report);
  const [next] = expiries(report);
  if (words === undefined) return [];
  const isLater = next !== undefined && next.on > dayOrMoment(report.validUntil ?? '');
  const first: Piece[] =
    next === undefined || isLater ? [] : line`; first to expire: ${next.text}${{ codes: [next.code] }}`;
  return [{ text: line`${words}${first}` }];
}

/** The last lines are the ones to act on: what is left, by who can do it. */
function toDo(blocking: Task[], { explain }: TerminalOptions): Block[] {
  const author = blocking.filter(({ turn }) => turn === 'author').map((task) => taskLine(task, false));
  const others = blocking.filter(({ turn }) => turn === 'people').map((task) => taskLine(task, true));
  const isExplained = explain !== undefined && author.length + others.length > 0;
  return [
    ...section(`You can fix here (${author.length})`, numbered(author)),
    ...section(`Others have to act (${others.length})`, numbered(others)),
    ...(isExplained ? [paragraph(`Why a check is required and how to meet it: ${explain}`, 'mute')] : []),
  ];
}

function numbered(texts: Piece[][]): Item[] {
  return firstItems(
    texts.map((text, index) => ({ label: `${index + 1}.`, text })),
    MAX_LIST,
  );
}

/** What could not be verified, by who could; each list names the command that would do it. */
function toVerify(report: Report, blocking: Task[], { verify, offlineOk }: TerminalOptions): Block[] {
  const unknown = blocking.filter(({ outcome }) => outcome === 'unknown');
  const history = unknown.filter(({ resolvableBy }) => resolvableBy === 'history');
  const github = unknown.filter(({ resolvableBy }) => resolvableBy === 'github');
  const later = unknown.filter((task) => !history.includes(task) && !github.includes(task));
  const isPartial = report.verdict === 'undetermined' && unknown.length === 0;
  const isComplete = github.length > 0 && github.length === blocking.length;
  const toRun = (words: string): Block[] => [paragraph('To verify, run:'), command(words)];
  return [
    ...unverified('Could not be verified this time', later),
    ...(later.length > 0 ? [paragraph('To verify, run the same command again.')] : []),
    ...unverified('Requires the full history', history),
    ...(history.length > 0 ? toRun('git fetch --unshallow') : []),
    ...unverified('Requires GitHub', github),
    ...(github.length > 0 || isPartial ? toRun(verify) : []),
    ...(offlineOk && report.verdict === 'undetermined' && isComplete
      ? [paragraph(`Local checks passed; ${many(github.length, 'check requires', 'checks require')} GitHub.`)]
      : []),
  ];
}

function unverified(heading: string, some: Task[]): Block[] {
  const items = some.map((task) => ({ text: line`${cut(task.title, 160)}${{ codes: task.codes }}` }));
  return section(`${heading} (${some.length})`, firstItems(items, MAX_LIST));
}

function inBrackets(text: string): string {
  return text === '' ? '' : ` (${text})`;
}
