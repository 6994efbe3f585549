import type { DocumentSet, ParsedDocument } from '../../domain/document.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import { findPeople } from '../shared/documents/content.ts';
import { mentions, proseOf, sectionsAbout, type TextLine } from '../shared/documents/section-span.ts';
import { listRows } from './failure-scenarios.ts';
import { messages, ROUTINE_EXAMPLES } from './messages.ts';

/** A routine task of the Day 2 list. */
interface RoutineTask extends TextLine {
  path: string;
  hasCadence: boolean;
  hasOwner: boolean;
}

const CADENCE =
  /\b(hourly|daily|weekly|fortnightly|biweekly|monthly|quarterly|yearly|annually|(each|every|per) (\d+ )?(other )?(hour|day|week|month|quarter|year|release|deploy\w*|sprint|monday|tuesday|wednesday|thursday|friday)s?|after (each|every) \w+|once an? (day|week|month|quarter|year)|täglich|wöchentlich|monatlich|quotidien\w*|hebdomadaire|mensuel\w*|diari[oa]|semanal|mensual|mensal|trimestral)\b/i;

/** The routines by which an AI service stays reliable after its launch. */
const NAMED_ROUTINES: { routine: keyof typeof ROUTINE_EXAMPLES; words: RegExp }[] = [
  {
    routine: 're-evaluation',
    words: /re-?evaluat|eval(uation)? (suite|run|set)|run (the )?evals?\b|regression suite/i,
  },
  { routine: 'drift check', words: /\bdrift/i },
  {
    routine: 'access review',
    words: /access(es)? (list |right\w* )?(review|check)|review (of )?(the )?(access|permissions)|permissions? review/i,
  },
  {
    routine: 'cost review',
    words:
      /(costs?|spend(ing)?|budget|bill) (review|check)|(review|check)\w* (of )?(the )?(costs?|spend(ing)?|budget|bill)/i,
  },
  {
    routine: 'model or prompt update',
    words:
      /(models?|prompts?)\b.{0,30}\b(updates?|upgrades?|changes?|refresh|version|retir\w*)|(updates?|upgrade|refresh|change)\b.{0,20}\b(models?|prompts?)/i,
  },
];

/** Tasks under Day 2 headings of the runbook and of the pages it links. `names` are people whom the pilot names. */
export function findRoutineTasks(set: DocumentSet, names: string[]): RoutineTask[] {
  return [set.document, ...Object.values(set.linked)].flatMap((document) => findTasks(document, names));
}

function findTasks(document: ParsedDocument, names: string[]): RoutineTask[] {
  const isPerson = (text: string) => findPeople(text).length > 0 || names.some((name) => mentions(text, name));
  const found = new Map<number, RoutineTask>();
  for (const section of sectionsAbout(document, ['day-2'])) {
    const rows = listRows(section);
    const rowLines = new Set(rows.map((row) => row.line));
    // "Weekly, by @ravi:" above a list applies to the whole list.
    const common = [
      section.title,
      ...proseOf(section)
        .filter(({ line }) => !rowLines.has(line))
        .map(({ text }) => text),
    ];
    const commonOwner = common.some((text) => /\b(owner|by|done by|responsible)\b/i.test(text) && isPerson(text));
    for (const { line, text } of rows) {
      const around = [text, findHeading(document, line)].join(' ');
      found.set(line, {
        path: document.path,
        line,
        text,
        hasCadence: CADENCE.test(around),
        hasOwner: commonOwner || isPerson(around),
      });
    }
  }
  // A row with neither is a step of some other instruction, not a recurring task.
  return [...found.values()].filter((task) => task.hasCadence || task.hasOwner);
}

function findHeading(document: ParsedDocument, line: number): string {
  return document.sections.filter((section) => section.line < line && section.endLine >= line).at(-1)?.title ?? '';
}

/** What the Day 2 list lacks: its length, a named routine, a cadence or an owner. */
export function judgeRoutines(set: DocumentSet, tasks: RoutineTask[], needed: number): Finding[] {
  const { path } = set.document;
  const list = { ...set.place, line: sectionsAbout(set.document, ['day-2'])[0]?.line ?? 1 };
  if (tasks.length === 0) return [unmet(messages.noRoutine({ path }), list)];
  const missing = NAMED_ROUTINES.filter(({ words }) => !tasks.some(({ text }) => words.test(text)));
  const incomplete = tasks.filter(({ hasCadence, hasOwner }) => !hasCadence || !hasOwner);
  return [
    ...(tasks.length < needed ? [unmet(messages.tooFewTasks({ path, count: tasks.length, needed }), list)] : []),
    ...missing.map(({ routine }) =>
      unmet(messages.missingRoutine({ routine, example: ROUTINE_EXAMPLES[routine] }), list, { part: routine }),
    ),
    ...incomplete.map(({ path, line, text, hasCadence }) => {
      const words = { path, line, task: text };
      const message = hasCadence ? messages.taskWithoutPerson(words) : messages.taskWithoutCadence(words);
      return unmet(message, { path, line });
    }),
  ];
}
