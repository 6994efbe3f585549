import { type Finding, met, unmet } from '../../domain/finding.ts';
import { quote } from '../../domain/message.ts';
import { parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { messages } from './messages.ts';

type Row = NonNullable<OperatingModel['raci']>[number];

/** The duties of the running service. `name` is how a row may simply be called, `words` finds a duty in a description. */
const DUTIES: { name: string; words: RegExp; duty: string }[] = [
  { name: 'run', words: /^(run|running|operat(e|ing|ions?))\b(?!.*\bdata\b)/, duty: 'running the service' },
  {
    name: 'maintain-model',
    words:
      /\b(maintain\w*|updat\w+|upgrad\w+|upkeep|tun\w+)\b.*\b(models?|prompts?)\b|\b(models?|prompts?)\b.*\b(maintenance|updates?|upkeep|tuning)\b/,
    duty: 'maintaining the model and prompt',
  },
  {
    name: 'watch-output-quality',
    words:
      /\b(watch\w*|monitor\w*|check\w*|review\w*)\b.*\b(outputs?|answers?|quality)\b|\b(outputs?|answers?) quality\b/,
    duty: 'monitoring output quality',
  },
  {
    name: 'rule-on-wrong-output',
    words: /\b(rul(e|es|ing)|decid\w+|decision)\b.*\b(wrong|incorrect|bad|disputed)\b/,
    duty: 'deciding on wrong output',
  },
  {
    name: 'answer-for-failure',
    words: /\b(answers?|answering|accountable|liable)\b.*\bfailures?\b/,
    duty: 'answering for failures',
  },
  { name: 'lead-incidents', words: /\bincidents?\b/, duty: 'leading incident response' },
  {
    name: 'data-pipeline',
    words: /\bdata\b.*\b(pipelines?|feeds?|sources?|loads?)\b|\bpipelines?\b.*\bdata\b/,
    duty: 'running the data pipeline',
  },
  { name: 'access', words: /\b(access|permissions?|accounts)\b/, duty: 'managing access' },
  { name: 'release', words: /\b(releas\w+|deploy\w*|roll-?outs?)\b/, duty: 'releasing new versions' },
];
const EXAMPLE = '{ activity: run, r: ["@lea"], a: "@ravi" }';

/** The duty with this name, otherwise every duty that the description mentions. */
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

/** Whether every duty has a row, and each row one accountable person or team and someone who does the work. */
export function judgeRaci(model: Located<OperatingModel>): Finding[] {
  const rows = model.value.raci ?? [];
  const place = model.at('raci');
  if (rows.length === 0) {
    const words = { example: EXAMPLE, duties: DUTIES.map(({ name }) => name) };
    return [unmet(messages.noDuties(words), place, { cause: 'no-duties' })];
  }
  const covered = new Set(rows.flatMap(({ activity }) => dutiesOf(activity)));
  const missing = DUTIES.filter(({ name }) => !covered.has(name)).map(({ name, duty }) =>
    unmet(messages.unassignedDuty({ name, duty }), place, { part: name }),
  );
  const found = [...missing, ...rows.flatMap((row, index) => judgeRow(row, index, model)), ...conflicts(rows, model)];
  return found.length > 0 ? found : [met(messages.dutiesAssigned({ count: DUTIES.length }), place)];
}

function judgeRow({ activity, r, a }: Row, index: number, model: Located<OperatingModel>): Finding[] {
  const count = [a].flat().length;
  const isDone = r.some((who) => !parsePerson(who).placeholder);
  return [
    ...(count === 1 ? [] : [unmet(messages.notOneAccountable({ count, activity }), model.at('raci', index, 'a'))]),
    ...(isDone ? [] : [unmet(messages.noOneDoes({ activity, people: r }), model.at('raci', index, 'r'))]),
  ];
}

/** Two rows about the same duty with different accountable people: then no one is. */
function conflicts(rows: Row[], model: Located<OperatingModel>): Finding[] {
  return DUTIES.flatMap(({ name, duty }) => {
    const own = rows.flatMap((row, index) => {
      const duties = dutiesOf(row.activity);
      // A row about several duties is a summary; only rows about this duty alone compete.
      return duties.length === 1 && duties[0] === name ? [{ index, who: [row.a].flat()[0] ?? '' }] : [];
    });
    const [first, ...others] = own;
    const second = others.find(({ who }) => first && !samePerson(parsePerson(who), parsePerson(first.who)));
    if (first === undefined || second === undefined) return [];
    const places = [first, second].map(({ index }) => model.at('raci', index, 'a'));
    return [unmet(messages.conflictingRows({ duty, first: first.who, second: second.who }), places, { part: name })];
  });
}

/** Everyone who does or is accountable for a duty. A role word under `r` is harmless beside a person. */
export function peopleOfRaci(model: Located<OperatingModel>): NamedPerson[] {
  return (model.value.raci ?? []).flatMap(({ activity, r, a }, index) => [
    ...[a].flat().map((written) => ({
      what: `The person accountable for ${quote(activity)}`,
      written,
      place: model.at('raci', index, 'a'),
    })),
    ...r
      .filter((who) => !parsePerson(who).placeholder)
      .map((written) => ({
        what: `The person who does ${quote(activity)}`,
        written,
        place: model.at('raci', index, 'r'),
      })),
  ]);
}
