import type { DocumentSet, ParsedDocument } from '../../domain/document.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import { peopleIn } from '../shared/documents/content.ts';
import { sectionsAbout, spanOf, speaksOf, type TextLine } from '../shared/documents/section-span.ts';
import { rowsOf } from './failure-scenarios.ts';

/** A routine task of the Day-2 list. */
interface RoutineTask extends TextLine {
  path: string;
  hasCadence: boolean;
  hasOwner: boolean;
}

const CADENCE =
  /\b(hourly|daily|weekly|fortnightly|biweekly|monthly|quarterly|yearly|annually|(each|every|per) (\d+ )?(other )?(hour|day|week|month|quarter|year|release|deploy\w*|sprint|monday|tuesday|wednesday|thursday|friday)s?|after (each|every) \w+|once an? (day|week|month|quarter|year)|täglich|wöchentlich|monatlich|quotidien\w*|hebdomadaire|mensuel\w*|diari[oa]|semanal|mensual|mensal|trimestral)\b/i;

/** The five routines that keep an AI service honest after its launch. */
const NAMED_ROUTINES: { id: string; words: RegExp; example: string }[] = [
  {
    id: 're-evaluation',
    words: /re-?evaluat|eval(uation)? (suite|run|set)|run (the )?evals?\b|regression suite/i,
    example: '| Run the eval suite again | weekly | @ravi |',
  },
  { id: 'drift check', words: /\bdrift/i, example: '| Drift check of inputs and answers | weekly | @ravi |' },
  {
    id: 'access review',
    words: /access(es)? (list |right\w* )?(review|check)|review (of )?(the )?(access|permissions)|permissions? review/i,
    example: '| Access review | quarterly | @mira |',
  },
  {
    id: 'cost review',
    words:
      /(costs?|spend(ing)?|budget|bill) (review|check)|(review|check)\w* (of )?(the )?(costs?|spend(ing)?|budget|bill)/i,
    example: '| Cost review against the budget | monthly | @dana |',
  },
  {
    id: 'model or prompt update',
    words:
      /(models?|prompts?)\b.{0,30}\b(updates?|upgrades?|changes?|refresh|version|retir\w*)|(updates?|upgrade|refresh|change)\b.{0,20}\b(models?|prompts?)/i,
    example: '| Model and prompt update | every release | @lea |',
  },
];

/** Tasks under Day-2 headings of the runbook and of the pages it links. `names` are people the pilot knows by name. */
export function routineTasks(set: DocumentSet, names: string[]): RoutineTask[] {
  return [set.document, ...Object.values(set.linked)].flatMap((document) => tasksIn(document, names));
}

function tasksIn(document: ParsedDocument, names: string[]): RoutineTask[] {
  const isPerson = (text: string) => peopleIn(text).length > 0 || names.some((name) => speaksOf(text, name));
  const found = new Map<number, RoutineTask>();
  for (const section of sectionsAbout(document, ['day-2'])) {
    const span = spanOf(document, section);
    const rows = rowsOf(span);
    const rowLines = new Set(rows.map((row) => row.line));
    // "Weekly, by @ravi:" over a list speaks for the whole list.
    const common = [section.title, ...span.lines.filter(({ line }) => !rowLines.has(line)).map(({ text }) => text)];
    const commonOwner = common.some((text) => /\b(owner|by|done by|responsible)\b/i.test(text) && isPerson(text));
    for (const { line, text } of rows) {
      const around = [text, titleAbove(document, line)].join(' ');
      found.set(line, {
        path: document.path,
        line,
        text,
        hasCadence: CADENCE.test(around),
        hasOwner: commonOwner || isPerson(around),
      });
    }
  }
  // A row with neither is a step of some other instruction, not a task that comes back.
  return [...found.values()].filter((task) => task.hasCadence || task.hasOwner);
}

function titleAbove(document: ParsedDocument, line: number): string {
  return document.sections.filter((section) => section.line < line && section.endLine >= line).at(-1)?.title ?? '';
}

/** What the Day-2 list lacks: its length, a named routine, a cadence or an owner. */
export function missingRoutines(set: DocumentSet, tasks: RoutineTask[], wanted: number): Finding[] {
  const { path } = set.document;
  const first = { ...set.place, line: sectionsAbout(set.document, ['day-2'])[0]?.line ?? 1 };
  if (tasks.length === 0) {
    return [
      unmet(`${path} has no list of routine tasks (a section "Day 2" with a list or a table)`, first, {
        remedy: `Add "## Day 2" to ${path} with a table task | how often | who, for example: ${NAMED_ROUTINES[0]?.example}`,
      }),
    ];
  }
  const found: Finding[] = [];
  if (tasks.length < wanted) {
    found.push(
      unmet(`${path} lists ${tasks.length} routine tasks, ${wanted} are needed`, first, {
        remedy: 'Add the tasks that come back every week, month and release.',
      }),
    );
  }
  for (const routine of NAMED_ROUTINES.filter(({ words }) => !tasks.some(({ text }) => words.test(text)))) {
    found.push(
      unmet(`The Day-2 list has no ${routine.id}`, first, {
        part: routine.id,
        remedy: `Add a line to it, for example: ${routine.example}`,
      }),
    );
  }
  for (const task of tasks.filter(({ hasCadence, hasOwner }) => !hasCadence || !hasOwner)) {
    const lacks = [task.hasCadence ? '' : 'how often', task.hasOwner ? '' : 'who (a person, not a role)']
      .filter(Boolean)
      .join(' and ');
    found.push(
      unmet(
        `${task.path}:${task.line} ${quote(task.text)} does not say ${lacks}`,
        { path: task.path, line: task.line },
        {
          remedy: `Complete line ${task.line}, for example: ${NAMED_ROUTINES[0]?.example}`,
        },
      ),
    );
  }
  return found;
}
