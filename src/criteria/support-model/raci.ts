import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';

type Row = NonNullable<OperatingModel['raci']>[number];

/** The duties somebody has to hold on an ordinary Tuesday; `name` is how a row may simply be called. */
const DUTIES: { name: string; words: RegExp; means: string }[] = [
  { name: 'run', words: /^(run|running|operat(e|ing|ions?))\b(?!.*\bdata\b)/, means: 'run the service' },
  {
    name: 'maintain-model',
    words:
      /\b(maintain\w*|updat\w+|upgrad\w+|upkeep|tun\w+)\b.*\b(models?|prompts?)\b|\b(models?|prompts?)\b.*\b(maintenance|updates?|upkeep|tuning)\b/,
    means: 'maintain the model and prompt',
  },
  {
    name: 'watch-output-quality',
    words:
      /\b(watch\w*|monitor\w*|check\w*|review\w*)\b.*\b(outputs?|answers?|quality)\b|\b(outputs?|answers?) quality\b/,
    means: 'watch the quality of its output',
  },
  {
    name: 'rule-on-wrong-output',
    words: /\b(rul(e|es|ing)|decid\w+|decision)\b.*\b(wrong|incorrect|bad|disputed)\b/,
    means: 'rule on wrong output',
  },
  {
    name: 'answer-for-failure',
    words: /\b(answers?|answering|accountable|liable)\b.*\bfailures?\b/,
    means: 'answer for a failure',
  },
  { name: 'lead-incidents', words: /\bincidents?\b/, means: 'lead incidents' },
  {
    name: 'data-pipeline',
    words: /\bdata\b.*\b(pipelines?|feeds?|sources?|loads?)\b|\bpipelines?\b.*\bdata\b/,
    means: 'keep the data pipeline running',
  },
  { name: 'access', words: /\b(access|permissions?|accounts)\b/, means: 'give and take access' },
  { name: 'release', words: /\b(releas\w+|deploy\w*|roll-?outs?)\b/, means: 'release a new version' },
];

/** A duty by its own name, else by its words; a row may say several things, and then speaks of each. */
function dutiesOf(activity: string): string[] {
  const slug = activity
    .trim()
    .toLowerCase()
    .replace(/[\s_]+/g, '-');
  const named = DUTIES.find(({ name }) => name === slug);
  if (named !== undefined) return [named.name];
  const words = activity.trim().toLowerCase().replace(/[_-]+/g, ' ');
  return DUTIES.filter((duty) => duty.words.test(words)).map(({ name }) => name);
}

/** Whether every duty has a row, and each row one accountable person or team and somebody who does the work. */
export function judgeRaci(model: Located<OperatingModel>): Finding[] {
  const rows = model.value.raci ?? [];
  const example = '{ activity: run, r: ["@lea"], a: "@ravi" }';
  if (rows.length === 0)
    return [
      unmet('Nobody is assigned to any duty of the running service', model.at('raci'), {
        remedy: `List the duties under raci in readiness/operating-model.yaml, for example ${example}: ${DUTIES.map(({ name }) => name).join(', ')}.`,
        cause: 'no-duties',
      }),
    ];
  const covered = new Set(rows.flatMap(({ activity }) => dutiesOf(activity)));
  const missing = DUTIES.filter(({ name }) => !covered.has(name)).map(({ name, means }) =>
    unmet(`Nobody is assigned to ${means}`, model.at('raci'), {
      remedy: `Add a row under raci: { activity: ${name}, r: [who does it], a: who answers for it }.`,
      part: name,
    }),
  );
  const found = [...missing, ...rows.flatMap((row, index) => rowFaults(row, index, model)), ...rivals(rows, model)];
  return found.length > 0
    ? found
    : [
        met(
          `Each of the ${DUTIES.length} duties has somebody who does it and one who answers for it`,
          model.at('raci'),
        ),
      ];
}

function rowFaults(row: Row, index: number, model: Located<OperatingModel>): Finding[] {
  const at = (key: string) => model.at('raci', index, key);
  const found: Finding[] = [];
  const answering = [row.a].flat();
  if (answering.length !== 1)
    found.push(
      unmet(
        `${answering.length === 0 ? 'Nobody answers' : `${answering.length} people answer`} for ${quote(row.activity)}; it has to be exactly one`,
        at('a'),
        { remedy: `Leave one person or team as \`a\` of ${row.activity}; the others go to \`r\` or \`c\`.` },
      ),
    );
  for (const who of answering) {
    if (parsePerson(who).placeholder)
      found.push(
        unmet(`${quote(who)} answers for ${quote(row.activity)}, which is no person and no team`, at('a'), {
          remedy: 'A tool, a role word or a blank cannot answer for anything: name "@handle" or "@organization/team".',
        }),
      );
  }
  const doing = row.r.filter((who) => !parsePerson(who).placeholder);
  if (doing.length === 0)
    found.push(
      unmet(`Nobody does ${quote(row.activity)}: ${row.r.map((who) => quote(who)).join(', ')} is no person`, at('r'), {
        remedy: `Name who does the work as \`r\` of ${row.activity}.`,
      }),
    );
  return found;
}

/** Two rows about the same duty with different people answering for it: then nobody does. */
function rivals(rows: Row[], model: Located<OperatingModel>): Finding[] {
  return DUTIES.flatMap(({ name, means }) => {
    const own = rows.flatMap((row, index) => {
      const duties = dutiesOf(row.activity);
      // A row that speaks of several duties is a summary; only rows about this duty alone compete.
      return duties.length === 1 && duties[0] === name ? [{ index, who: [row.a].flat()[0] ?? '' }] : [];
    });
    const [first, ...others] = own;
    const rival = others.find(({ who }) => first && !samePerson(parsePerson(who), parsePerson(first.who)));
    if (first === undefined || rival === undefined) return [];
    return [
      unmet(
        `Two rows say who answers to ${means}: ${first.who} and ${rival.who}`,
        [model.at('raci', first.index, 'a'), model.at('raci', rival.index, 'a')],
        { remedy: 'Keep one of the rows, or split the duty so that each row says which part it means.', part: name },
      ),
    ];
  });
}

/** Everybody who does or answers for a duty. Role words are judged from the file and not asked about. */
export function peopleOfRaci(model: Located<OperatingModel>): NamedPerson[] {
  return (model.value.raci ?? []).flatMap((row, index) => [
    ...[row.a].flat().map((written) => ({
      what: `Who answers for ${quote(row.activity)}`,
      written,
      place: model.at('raci', index, 'a'),
    })),
    ...row.r
      .filter((who) => !parsePerson(who).placeholder)
      .map((written) => ({
        what: `Who does ${quote(row.activity)}`,
        written,
        place: model.at('raci', index, 'r'),
      })),
  ]);
}
