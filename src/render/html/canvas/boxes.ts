import { figure, lineWords } from '../../../criteria/shared/metrics/figures.ts';
import type { HeadlineFigure } from '../../../domain/headline-figure.ts';
import { roleWords } from '../../../domain/people/roles.ts';
import type { Report, ReportCriterion, ReportPlace } from '../../../domain/report.ts';
import { dayWords } from '../../model/days.ts';
import { limitsOf } from '../../model/limits.ts';
import { answerWords, fourQuestions } from '../../model/questions.ts';
import { exceptionsOf, expiries } from '../../model/surroundings.ts';
import type { Task } from '../../model/task.ts';
import { settlingStep } from '../../model/tasks.ts';
import { forHtml } from '../../model/text.ts';
import { halfWords, many } from '../../model/words.ts';
import { figureTone, headlineFigures } from './figures.ts';
import { box, linked, list, said, sign } from './markup.ts';
import {
  answerLine,
  countLine,
  expiryLines,
  stanceLines,
  stanceOf,
  type Tone,
  verdictTone,
  whoWords,
} from './words.ts';

/** The boxes of the page for sponsors, each from the report alone. Each has a bounded number of rows. */

type Links = (place: ReportPlace) => string | undefined;

const NEXT = 3;
const BOARD = 9;
const SIDE = 3;
const WAIVED = 2;
const FIGURES = 5;
const COHORTS = 4;
const ANSWER_TONES: Record<Report['questions']['data'], Tone> = {
  yes: 'good',
  no: 'bad',
  unknown: 'open',
  'not-asked': 'mute',
};

export function verdictBox(report: Report, all: Task[]): string {
  const notes = [...stanceLines(report), ...expiryLines(report)];
  return `<header class="verdict ${verdictTone(report.verdict)}"><p class="small">Can ${said(report.subject.repository, 80)} go live?</p><h1>${said(answerLine(report, all), 200)}</h1><p class="small">${said(countLine(report, all), 300)}</p>${notes
    .slice(0, WAIVED)
    .map((note) => `<p class="note">${said(note, 240)}</p>`)
    .join('')}</header>`;
}

export function questionsBox(report: Report): string {
  const items = fourQuestions(report).map(({ question, answer }) => {
    const tone = ANSWER_TONES[answer];
    const words = answerWords(answer);
    const capital = `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
    return `<li class="${tone}"><span>${forHtml(question)}</span><span class="answer">${sign(tone)}${capital}</span></li>`;
  });
  return box('Four questions first', `<ul class="four">${items.join('')}</ul>`);
}

/** Who answers for it, how far it may go alone, and where it was tried. */
export function pilotBox({ pilot }: Report): string {
  if (pilot === undefined) return '';
  const { name, startedOn, phase, owners, decisions, cohorts } = pilot;
  const rows: [string, string][] = [
    ['Who answers', owners.map(({ role, who }) => `${roleWords(role)} ${who}`).join(' · ') || 'nobody is named'],
    ...(decisions === undefined ? [] : [['Decides', decisionWords(decisions)] as [string, string]]),
    ...(cohorts === undefined ? [] : [['Tried', cohortWords(cohorts)] as [string, string]]),
  ];
  const items = rows.map(
    ([what, text]) => `<li><span class="key">${what}</span><span class="clamp">${said(text, 260)}</span></li>`,
  );
  const since = `${name}, since ${dayWords(startedOn)}${phase === 'production' ? ', in production' : ''}`;
  return box(
    'The pilot',
    `<ul class="list facts">${items.join('')}</ul>`,
    `<p class="half mute">${said(since, 90)}</p>`,
  );
}

function decisionWords({ auto, confirm, humanOnly }: NonNullable<NonNullable<Report['pilot']>['decisions']>): string {
  const all = auto + confirm + humanOnly;
  return `${auto} of ${many(all, 'decision')} by itself, ${confirm} once a person confirms, ${humanOnly} by people alone`;
}

function cohortWords(cohorts: string[]): string {
  if (cohorts.length === 0) return 'with no cohort yet';
  const left = cohorts.length > COHORTS ? ` and ${cohorts.length - COHORTS} more` : '';
  return `with ${many(cohorts.length, 'cohort')}: ${cohorts.slice(0, COHORTS).join(' · ')}${left}`;
}

/** The three things that come next. What could not be looked at for one reason is one thing. */
export function nextBox(report: Report, all: Task[], links: Links): string {
  const blocking = all.filter((task) => task.level === 'blocking');
  const entries = [
    ...blocking.filter((task) => !task.unseen).map((task) => taskEntry(task, report, links)),
    ...unseenEntries(blocking),
  ];
  if (entries.length === 0) return box('What comes next', `<p>${forHtml(nothingLeft(report))}</p>`);
  return box('What comes next, and who', list(entries, NEXT, 'next', 'ol'));
}

function nothingLeft(report: Report): string {
  return report.verdict === 'ready'
    ? 'Nothing is left to do. What has to be renewed, and when, stands below.'
    : 'Ask for what this pilot has to prove: its policy asks for nothing yet, or only a part was judged.';
}

function taskEntry(task: Task, report: Report, links: Links): string {
  const about =
    report.criteria.find((criterion) => task.criteria.includes(criterion.id))?.title ?? 'Closed by a person';
  const title = linked(brief(task.title, 150), 150, task.where === undefined ? undefined : links(task.where));
  const reason = task.reason === undefined ? '' : `: ${said(task.reason, 120)}`;
  const step = task.nextStep === '' ? '' : `${said(brief(task.nextStep, 170), 170)}.`;
  return entry(said(about, 90), `${title}${reason}`, step, said(whoWords(task), 120));
}

function entry(about: string, what: string, step: string, who: string): string {
  return `<li><p class="about">${about}</p><p class="what clamp">${what}</p><p class="how clamp"><span class="who">Who: ${who}.</span> ${step}</p></li>`;
}

function unseenEntries(blocking: Task[]): string[] {
  const unseen = blocking.filter((task) => task.unseen);
  return (['history', 'github', 'retry'] as const).flatMap((resolvableBy) => {
    const same = unseen.filter((task) => (task.resolvableBy ?? 'retry') === resolvableBy);
    const [first] = same;
    if (first === undefined) return [];
    const one = same.length === 1 ? `: ${said(first.title, 120)}` : '';
    return [
      entry(
        'Not known yet',
        `${many(same.length, 'thing')} could not be looked at${one}`,
        `${said(settlingStep({ resolvableBy }), 120)}.`,
        said(whoWords(first), 60),
      ),
    ];
  });
}

/** The first sentence or clause of a long text; codes and the way to write them are for others. */
function brief(text: string, max: number): string {
  const clean = text.replace(/ ?\([^()]*\b[A-Z]{2}-\d{1,3}\b[^()]*\)/g, '');
  if (clean.length <= max) return clean;
  const end = Math.max(...['. ', '; ', ': '].map((mark) => clean.lastIndexOf(mark, max)));
  return end >= 40 ? clean.slice(0, end) : clean;
}

export function boardBoxes(report: Report, all: Task[]): string {
  const halves = (['technical', 'organizational'] as const).map((half) => {
    const own = report.criteria.filter((criterion) => criterion.half === half);
    const name = half === 'technical' ? 'Technical half' : 'Organizational half';
    const tone = own.some((one) => one.status !== 'not-asked') ? verdictTone(report.halves[half]) : 'mute';
    const state = `<p class="half ${tone}"><span>${sign(tone)}${halfTitle(report, all, half)}</span></p>`;
    const rows = [...own].sort((a, b) => Number(isQuiet(a)) - Number(isQuiet(b))).map((one) => boardRow(one, all));
    return box(name, list(rows, BOARD, 'board') || '<p class="small">Nothing is asked for here.</p>', state);
  });
  return `<div class="pair">${halves.join('')}</div>`;
}

function isQuiet(criterion: ReportCriterion): boolean {
  return criterion.status === 'not-asked';
}

function halfTitle(report: Report, all: Task[], half: 'technical' | 'organizational'): string {
  const words = halfWords(report, all, half);
  return forHtml(`${words.charAt(0).toUpperCase()}${words.slice(1)}`);
}

function boardRow(criterion: ReportCriterion, all: Task[]): string {
  const { tone, words } = stanceOf(criterion, all);
  return `<li class="${tone}">${sign(tone)}<span class="title">${said(criterion.title, 90)}</span><span class="state">${forHtml(words)}</span></li>`;
}

/** At most five metrics in numbers: before, goal, stop line, now. The one that decides comes first. */
export function numbersBox(report: Report): string {
  const rows = headlineFigures(report).map(numberRow);
  if (rows.length === 0) return '';
  const more = rows.length > FIGURES ? `<p class="more">and ${rows.length - FIGURES} more</p>` : '';
  const head = ['Measured', 'Before', 'Goal', 'Stops at', 'Now'].map((word) => `<th scope="col">${word}</th>`).join('');
  return box(
    'In numbers',
    `<table><thead><tr>${head}</tr></thead><tbody>${rows.slice(0, FIGURES).join('')}</tbody></table>${more}`,
  );
}

function numberRow(one: HeadlineFigure): string {
  const tone = figureTone(one);
  const cells = [
    one.before === undefined ? '–' : figure(one.before, one),
    one.goal === undefined ? '–' : lineWords(one.goal.op, one.goal.value, one),
    one.stop === undefined ? '–' : lineWords(one.stop.op, one.stop.value, one),
  ].map((words) => `<td>${said(words, 40)}</td>`);
  return `<tr class="${tone}"><td>${said(one.name, 70)}</td>${cells.join('')}<td class="now">${sign(tone)}${said(figure(one.now, one), 40)}</td></tr>`;
}

/** What was accepted although it is missing, and what time alone will end. */
export function datesBoxes(report: Report): string {
  const exceptions = exceptionsOf(report).map(
    ({ text }) => `<li><span class="title clamp">${said(brief(text, 220), 220)}</span></li>`,
  );
  const ends = expiries(report).map(
    ({ on, text }) =>
      `<li><span class="title">${said(text, 100)}</span><span class="state">${said(dayWords(on), 20)}</span></li>`,
  );
  const accepted = box(
    'Accepted, waived, lowered or switched off',
    list(exceptions, WAIVED, 'list') || '<p class="small">Nothing.</p>',
  );
  const next = box(
    'What ends next',
    list(ends, SIDE, 'list one') || '<p class="small">Nothing that is proven ends by itself.</p>',
  );
  return `<div class="pair">${accepted}${next}</div>`;
}

/** What a "met" on this page cannot promise. */
export function limitsBox(report: Report): string {
  const limits = limitsOf(report);
  return box(
    'What no check can know',
    limits.length === 0 ? '' : `<p class="small clamp">${said(`${limits.join('. ')}.`, 700)}</p>`,
  );
}

/** What would make it better and never blocks. */
export function adviceBox(all: Task[]): string {
  const items = all
    .filter((task) => task.level === 'advisory' && task.outcome !== 'unknown')
    .map(({ title }) => `<li><span class="title">${said(brief(title, 150), 150)}</span></li>`);
  return box('Advice, never blocking', list(items, SIDE, 'list one'));
}
