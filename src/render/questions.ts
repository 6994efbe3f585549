import type { Report } from '../core/report.ts';

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

/** «yes», «no», «not known» or «not asked»: what is not asked is never a «no». */
export function answerWords(answer: Answer): string {
  return ANSWERS[answer];
}
