import { figure, lineWords, reaches } from '../../../criteria/shared/metrics/figures.ts';
import type { HeadlineFigure } from '../../../domain/headline-figure.ts';
import { roleWords } from '../../../domain/people/roles.ts';
import type { Report, ReportCriterion } from '../../../domain/report.ts';
import type { Links } from '../../markdown/pull-request.ts';
import { type Block, type Inline, type Item, line, type Piece, type Tone } from '../../model/blocks.ts';
import { answerWords, fourQuestions } from '../../model/questions.ts';
import {
  ADVICE_TITLE,
  EXCEPTIONS_TITLE,
  exceptionsOf,
  expiries,
  LIMITS_TITLE,
  validityWords,
} from '../../model/surroundings.ts';
import { isAdvice, isBlocking, type Task, verifyStep } from '../../model/task.ts';
import { tasks } from '../../model/tasks.ts';
import { cut } from '../../model/text.ts';
import { countParts, halfWords } from '../../model/titles.ts';
import { dayWords, many, NOBODY_NAMED, upperFirst } from '../../model/words.ts';
import { htmlPage, printHtml } from '../print-blocks.ts';
import { CANVAS_STYLE } from './style.ts';
import { answerLine, criterionState, expiryLines, limitingLines, provenance, verdictTone, whoWords } from './words.ts';

const MAX_NEXT = 3;
const MAX_BOARD = 9;
const MAX_SIDE = 3;
const MAX_EXCEPTIONS = 2;
const MAX_NOTES = 2;
const MAX_FIGURES = 5;
const MAX_COHORTS = 4;
const ANSWER_TONES: Record<Report['questions']['data'], Tone> = {
  yes: 'good',
  no: 'bad',
  unknown: 'open',
  'not-asked': 'mute',
};

export interface CanvasOptions {
  /** Address of a place at the evaluated commit; without one nothing on the page can be opened. */
  links?: Links;
}

/** The page for sponsors: the state of the pilot on one A4 page or a phone. Rows are bounded, what is left out is counted. */
export function renderCanvas(report: Report, { links = () => undefined }: CanvasOptions = {}): string {
  const all = tasks(report);
  const next = nextBlocks(report, all, links);
  const halves = (['technical', 'organizational'] as const).map((half) => {
    const { title, note, blocks } = halfBlocks(report, all, half);
    return box(title, blocks, note);
  });
  const boxes = [
    `<header class="verdict ${verdictTone(report.verdict)}">${printHtml(verdictBlocks(report, all))}</header>`,
    box('Four key questions', questionBlocks(report)),
    box(next.title, next.blocks),
    pair(halves),
    box('Key metrics', numberBlocks(report)),
    box('The pilot', pilotBlocks(report), pilotNote(report)),
    pair([box(EXCEPTIONS_TITLE, exceptionBlocks(report)), box('Next to expire', expiryBlocks(report))]),
    box(ADVICE_TITLE, adviceBlocks(all)),
    box(LIMITS_TITLE, limitBlocks(report)),
    printHtml([{ kind: 'footer', text: provenance(report) }]),
  ];
  const title = `${answerLine(report, all)} ${report.subject.repository}`;
  return htmlPage(title, CANVAS_STYLE, boxes.filter((one) => one !== '').join('\n'));
}

/** A titled box with a note beside its title; nothing at all without content. */
function box(title: string, blocks: Block[], note: Block[] = []): string {
  if (blocks.length === 0) return '';
  return `<section>${printHtml([...note, { kind: 'title', text: title, level: 2 }, ...blocks])}</section>`;
}

function pair(boxes: string[]): string {
  return `<div class="pair">${boxes.join('')}</div>`;
}

function verdictBlocks(report: Report, all: Task[]): Block[] {
  const validity = report.verdict === 'ready' ? [validityWords(report, dayWords) ?? []].flat() : [];
  const notes = [...limitingLines(report), ...expiryLines(report)].slice(0, MAX_NOTES);
  return [
    paragraph(`Can ${short(report.subject.repository, 80)} go live?`, 'small'),
    { kind: 'title', text: short(answerLine(report, all), 200), level: 1 },
    paragraph([...countParts(report, all), ...validity].join(' · '), 'small'),
    ...notes.map((note) => paragraph(short(note, 240), 'note')),
  ];
}

function questionBlocks(report: Report): Block[] {
  const items = fourQuestions(report).map(({ question, answer }) => ({
    text: question,
    tone: ANSWER_TONES[answer],
    aside: upperFirst(answerWords(answer)),
    label: '',
  }));
  return bounded(items, items.length, 'four');
}

/** Who owns it, how far it may decide alone, and where it was tested. */
function pilotBlocks({ pilot }: Report): Block[] {
  if (pilot === undefined) return [];
  const { owners, decisions, cohorts } = pilot;
  const named = owners.map(({ role, who }) => `${roleWords(role)} ${who}`).join(' · ') || NOBODY_NAMED;
  const items = [
    { label: 'Owners', text: short(named, 260) },
    ...(decisions === undefined ? [] : [{ label: 'Decisions', text: short(decisionWords(decisions), 260) }]),
    ...(cohorts === undefined ? [] : [{ label: 'Tested', text: short(cohortWords(cohorts), 260) }]),
  ];
  return bounded(items, items.length, 'list facts');
}

function pilotNote({ pilot }: Report): Block[] {
  if (pilot === undefined) return [];
  const phase = pilot.phase === 'production' ? ', in production' : '';
  return [paragraph(short(`${pilot.name}, since ${dayWords(pilot.startedOn)}${phase}`, 90), 'half mute')];
}

function decisionWords({ auto, confirm, humanOnly }: NonNullable<NonNullable<Report['pilot']>['decisions']>): string {
  return `${auto} of ${many(auto + confirm + humanOnly, 'decision')} automated, ${confirm} confirmed by a person, ${humanOnly} by people only`;
}

function cohortWords(cohorts: string[]): string {
  if (cohorts.length === 0) return 'in no cohort yet';
  const left = cohorts.length > MAX_COHORTS ? ` and ${cohorts.length - MAX_COHORTS} more` : '';
  return `in ${many(cohorts.length, 'cohort')}: ${cohorts.slice(0, MAX_COHORTS).join(' · ')}${left}`;
}

/** The next three tasks. What could not be verified for one reason is one task. */
function nextBlocks(report: Report, all: Task[], links: Links): { title: string; blocks: Block[] } {
  const blocking = all.filter(isBlocking);
  const items = [
    ...blocking.filter((task) => !task.unseen).map((task) => taskItem(task, report, links)),
    ...unseenItems(blocking),
  ];
  if (items.length > 0) return { title: 'What comes next, and who', blocks: bounded(items, MAX_NEXT, 'next', true) };
  const nothing =
    report.verdict === 'ready'
      ? 'Nothing is left to do. Below is what has to be renewed, and when.'
      : 'Set what this pilot has to prove: its policy requires nothing yet, or only a part was evaluated.';
  return { title: 'What comes next', blocks: [paragraph(nothing)] };
}

function taskItem(task: Task, report: Report, links: Links): Item {
  const criterion = report.criteria.find(({ id }) => task.criteria.includes(id));
  const link: Piece = { link: brief(task.title, 150), url: task.where && links(task.where) };
  const reason = task.reason === undefined ? '' : `: ${short(task.reason, 120)}`;
  const step = task.nextStep === '' ? '' : `${brief(task.nextStep, 170)}.`;
  return entry(short(criterion?.title ?? 'Closed by a person', 90), line`${link}${reason}`, step, whoWords(task));
}

function entry(about: string, what: Inline, step: string, who: string): Item {
  return { label: about, text: what, inner: [{ label: `Who: ${short(who, 120)}.`, text: step }] };
}

function unseenItems(blocking: Task[]): Item[] {
  const unseen = blocking.filter((task) => task.unseen);
  return (['history', 'github', 'retry'] as const).flatMap((resolvableBy) => {
    const same = unseen.filter((task) => (task.resolvableBy ?? 'retry') === resolvableBy);
    const [first] = same;
    if (first === undefined) return [];
    const which = same.length === 1 ? `: ${short(first.title, 120)}` : '';
    const what = `${many(same.length, 'check')} could not be verified${which}`;
    return [entry('Not verified yet', what, `${verifyStep({ resolvableBy })}.`, whoWords(first))];
  });
}

/** The first sentence or clause of a long text; codes and their syntax are for other readers. */
function brief(text: string, max: number): string {
  const clean = text.replace(/ ?\([^()]*\b[A-Z]{2}-\d{1,3}\b[^()]*\)/g, '');
  if (clean.length <= max) return clean;
  const end = Math.max(...['. ', '; ', ': '].map((mark) => clean.lastIndexOf(mark, max)));
  return short(end >= 40 ? clean.slice(0, end) : clean, max);
}

function halfBlocks(
  report: Report,
  all: Task[],
  half: 'technical' | 'organizational',
): { title: string; note: Block[]; blocks: Block[] } {
  const own = report.criteria.filter((criterion) => criterion.half === half);
  const isQuiet = (criterion: ReportCriterion): boolean => criterion.status === 'not-asked';
  const tone = own.every(isQuiet) ? 'mute' : verdictTone(report.halves[half]);
  const rows = [...own]
    .sort((a, b) => Number(isQuiet(a)) - Number(isQuiet(b)))
    .map((criterion): Item => {
      const { tone: state, words } = criterionState(criterion, all);
      return { label: '', text: short(criterion.title, 90), tone: state, aside: words };
    });
  return {
    title: half === 'technical' ? 'Technical half' : 'Organizational half',
    note: [paragraph([{ mark: tone, text: upperFirst(halfWords(report, all, half)) }], `half ${tone}`)],
    blocks: rows.length === 0 ? [paragraph('Nothing is required here.', 'small')] : bounded(rows, MAX_BOARD, 'board'),
  };
}

/** At most five metrics in numbers. The decisive one comes first. */
function numberBlocks(report: Report): Block[] {
  const figures = headlineFigures(report);
  if (figures.length === 0) return [];
  const rows = figures.slice(0, MAX_FIGURES).map((one) => {
    const { before, goal, stop, now, name } = one;
    const tone = figureTone(one);
    const words = [
      before === undefined ? '' : figure(before, one),
      goal === undefined ? '' : lineWords(goal.op, goal.value, one),
      stop === undefined ? '' : lineWords(stop.op, stop.value, one),
    ];
    const current: Piece = { mark: tone, text: short(figure(now, one), 40) };
    return { tone, cells: [short(name, 70), ...words.map((word) => short(word, 40)), [current]] };
  });
  const table: Block = { kind: 'table', columns: ['Metric', 'Before', 'Goal', 'Stops at', 'Now'], rows };
  return [table, ...moreNote(figures.length, MAX_FIGURES)];
}

/** Each metric of the report once. Where checks differ, the decisive one gives window and goal. */
function headlineFigures(report: Report): HeadlineFigure[] {
  const all = report.criteria.flatMap(({ checks }) => checks.flatMap(({ figures }) => figures ?? []));
  const first = new Map<string, HeadlineFigure>();
  for (const one of [...all.filter(({ decisive }) => decisive), ...all])
    if (!first.has(one.metric)) first.set(one.metric, one);
  return [...first.values()];
}

/** Red at the stop line, green at the goal, otherwise open; a metric without a goal is neither good nor bad. */
function figureTone({ now, goal, stop }: HeadlineFigure): Tone {
  if (stop !== undefined && reaches(now, stop.op, stop.value)) return 'bad';
  if (goal === undefined) return 'mute';
  return reaches(now, goal.op, goal.value) ? 'good' : 'open';
}

function exceptionBlocks(report: Report): Block[] {
  const items = exceptionsOf(report).map(({ text }) => ({ label: '', text: brief(text, 220) }));
  return items.length === 0 ? [paragraph('None.', 'small')] : bounded(items, MAX_EXCEPTIONS, 'list exceptions');
}

/** What expires on its own. */
function expiryBlocks(report: Report): Block[] {
  const items = expiries(report).map(({ on, text }) => ({
    label: '',
    text: short(text, 100),
    aside: short(dayWords(on), 20),
  }));
  return items.length === 0
    ? [paragraph('Nothing that is verified expires on its own.', 'small')]
    : bounded(items, MAX_SIDE, 'list one');
}

/** What a "met" on this page cannot promise. */
function limitBlocks(report: Report): Block[] {
  const { limits = [] } = report;
  return limits.length === 0 ? [] : [paragraph(short(`${limits.join('. ')}.`, 700), 'small limits')];
}

function adviceBlocks(all: Task[]): Block[] {
  const items = all.filter(isAdvice).map(({ title }) => ({ label: '', text: brief(title, 150) }));
  return bounded(items, MAX_SIDE, 'list one');
}

/** At most `max` items; what is left out is counted. */
function bounded(items: Item[], max: number, name: string, ordered = false): Block[] {
  if (items.length === 0) return [];
  return [{ kind: 'list', items: items.slice(0, max), name, ordered }, ...moreNote(items.length, max)];
}

function moreNote(total: number, max: number): Block[] {
  return total > max ? [paragraph(`and ${total - max} more`, 'more')] : [];
}

function paragraph(text: Inline, name?: string): Block {
  return { kind: 'paragraph', text, ...(name && { name }) };
}

/** Only the beginning of a very long text is looked at. */
function short(text: string, max: number): string {
  return cut(text.slice(0, 4000), max);
}
