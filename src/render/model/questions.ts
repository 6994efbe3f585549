import type { Report } from '../../domain/report.ts';
import type { DetailsSection } from '../markdown/details-sections.ts';
import { forMarkdown } from './text.ts';

/** The four questions that decide whether a pilot can become a product. Plain text, to be escaped by its mouth. */

export type Answer = Report['questions']['data'];
export interface AskedQuestion {
  question: string;
  answer: Answer;
}

const QUESTIONS: [keyof Report['questions'], string][] = [
  ['ownership', 'Does one person answer for the result, with a target?'],
  ['data', 'Does the data flow at full volume without somebody at the handle?'],
  ['buyIn', 'Did the managers who will live with it help to design it?'],
  ['metrics', 'Is there a number that finance accepts?'],
];

const ANSWERS: Record<Answer, string> = { yes: 'yes', no: 'no', unknown: 'not known', 'not-asked': 'not asked' };

/** All four with their answers, in the order in which they are asked. */
export function fourQuestions(report: Report): AskedQuestion[] {
  return QUESTIONS.map(([key, question]) => ({ question, answer: report.questions[key] }));
}

/** "yes", "no", "not known" or "not asked": what is not asked is never a "no". */
export function answerWords(answer: Answer): string {
  return ANSWERS[answer];
}

/** As a Markdown table, before anything else; none when the profile asks none of them. */
export function questionTable(report: Report): string[] {
  const all = fourQuestions(report);
  if (all.every(({ answer }) => answer === 'not-asked')) return [];
  const rows = all.map(({ question, answer }) => `| ${forMarkdown(question)} | ${marked(answer)} |`);
  return [['| Asked first | Answer |', '|-|-|', ...rows].join('\n')];
}

/** The same, folded: its heading tells the answers. */
export function questionSection(report: Report): DetailsSection {
  const all = fourQuestions(report);
  const asked = all.some(({ answer }) => answer !== 'not-asked');
  const counts = (Object.keys(ANSWERS) as Answer[]).flatMap((answer) => {
    const count = all.filter((one) => one.answer === answer).length;
    return count === 0 ? [] : [`${count} ${ANSWERS[answer]}`];
  });
  return {
    name: 'the four questions',
    summary: () => `The four questions: ${counts.join(', ')}`,
    items: asked ? all.map(({ question, answer }) => `- ${forMarkdown(question)} ${marked(answer)}`) : [],
    keep: all.length,
  };
}

function marked(answer: Answer): string {
  return answer === 'no' ? `**${ANSWERS.no}**` : ANSWERS[answer];
}
