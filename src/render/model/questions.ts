import type { Report } from '../../domain/report.ts';
import type { Block, Inline } from './blocks.ts';

/** The four questions that decide whether a pilot can become a product. */

export type Answer = Report['questions']['data'];

const QUESTIONS: [keyof Report['questions'], string][] = [
  ['ownership', 'Is one person accountable for the result, with a target?'],
  ['data', 'Does data flow at full volume without manual intervention?'],
  ['buyIn', 'Did the affected managers help design it?'],
  ['metrics', 'Is there a metric that finance accepts?'],
];

const ANSWERS: Record<Answer, string> = {
  yes: 'yes',
  no: 'no',
  unknown: 'not verified',
  'not-asked': 'not required',
};

/** All four with their answers, in a fixed order. */
export function fourQuestions(report: Report): { question: string; answer: Answer }[] {
  return QUESTIONS.map(([key, question]) => ({ question, answer: report.questions[key] }));
}

/** "yes", "no", "not verified" or "not required": what is not required is never a "no". */
export function answerWords(answer: Answer): string {
  return ANSWERS[answer];
}

/** As a table; none when the profile requires none of them. */
export function questionTable(report: Report): Block[] {
  const all = fourQuestions(report);
  if (all.every(({ answer }) => answer === 'not-asked')) return [];
  const rows = all.map(({ question, answer }) => ({ cells: [question, answerText(answer)] }));
  return [{ kind: 'table', columns: ['Key question', 'Answer'], rows }];
}

/** The same, collapsed: its heading counts the answers. */
export function questionDetails(report: Report): Block {
  const all = fourQuestions(report);
  const isRequired = all.some(({ answer }) => answer !== 'not-asked');
  const counts = (Object.keys(ANSWERS) as Answer[]).flatMap((answer) => {
    const count = all.filter((one) => one.answer === answer).length;
    return count === 0 ? [] : [`${count} ${ANSWERS[answer]}`];
  });
  return {
    kind: 'details',
    name: 'the four key questions',
    summary: `Four key questions: ${counts.join(', ')}`,
    items: isRequired ? all.map(({ question, answer }) => ({ text: [`${question} `, answerText(answer)].flat() })) : [],
    keep: all.length,
  };
}

function answerText(answer: Answer): Inline {
  return answer === 'no' ? [{ strong: ANSWERS.no }] : [ANSWERS[answer]];
}
