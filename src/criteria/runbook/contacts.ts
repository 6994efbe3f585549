import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, quote, unmet } from '../../domain/finding.ts';
import { type Person, parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import { peopleIn } from '../shared/documents/content.ts';
import { sectionsAbout, spanOf, speaksOf, type TextLine, textOf } from '../shared/documents/section-span.ts';

type OperatingModel = Located<SectionValue<'operating-model'>>;

/** Where the contacts of a runbook differ from the support model; `known` are people who may be named besides. */
export function contactDifferences(set: DocumentSet, model: OperatingModel, known: Person[]): Finding[] {
  const { document } = set;
  const all = [document, ...Object.values(set.linked)].flatMap(textOf);
  const named = all.flatMap(({ text }) => peopleIn(text));
  const wanted = wantedContacts(
    model,
    all,
    document.links.map(({ target }) => target),
  );
  const missing = wanted.filter(({ person }) => !isNamed(person, named, all));
  const expected = [...allPeople(model), ...known];
  const lines = contactLines(set);
  const unknownPeople = new Map<string, { line: number; person: Person }>();
  for (const { line, text } of lines) {
    for (const person of peopleIn(text)) {
      const key = person.handle ?? person.team ?? person.mail ?? person.written;
      if (!expected.some((one) => samePerson(one, person)) && !unknownPeople.has(key))
        unknownPeople.set(key, { line, person });
    }
  }
  return [
    ...missing.map(({ person, as, keys }) =>
      unmet(
        `The support model names ${quote(person.written)} as ${as}; ${document.path} does not`,
        [model.at(...keys), { ...set.place, line: lines[0]?.line ?? 1 }],
        {
          remedy: `Add ${person.written} to the contacts in ${document.path}, or correct the support model.`,
        },
      ),
    ),
    ...[...unknownPeople.values()].map(({ line, person }) =>
      unmet(
        `${document.path}:${line} gives ${quote(person.written)} as contact; the support model does not know this person`,
        { ...set.place, line },
        {
          remedy: `Replace ${person.written} in line ${line}, or add them to the support model.`,
        },
      ),
    ),
  ];
}

interface Wanted {
  person: Person;
  as: string;
  keys: (string | number)[];
}

function wantedContacts(model: OperatingModel, all: TextLine[], targets: string[]): Wanted[] {
  const { tiers = [], onCall } = model.value;
  const contacts = tiers.map(({ tier, contact }, index) => ({
    person: parsePerson(contact),
    as: `contact of tier ${tier}`,
    keys: ['tiers', index, 'contact'],
  }));
  if (onCall === undefined) return contacts;
  // A rotation is better linked than copied: its schedule stands for the people in it.
  const isLinked = [...targets, ...all.map(({ text }) => text)].some((text) => text.includes(onCall.schedule));
  const people = onCall.people.map((who, index) => ({
    person: parsePerson(who),
    as: 'on call',
    keys: ['onCall', 'people', index],
  }));
  return [...contacts, ...(isLinked ? [] : people)];
}

function allPeople({ value }: OperatingModel): Person[] {
  const raci = (value.raci ?? []).flatMap((row) => [row.r, row.a, row.c ?? [], row.i ?? []].flat());
  return [
    ...(value.tiers ?? []).map(({ contact }) => contact),
    ...(value.onCall?.people ?? []),
    ...(value.sla ?? []).map(({ owner }) => owner),
    ...(value.vendor === undefined ? [] : [value.vendor.contact]),
    ...raci,
  ].map(parsePerson);
}

function isNamed(person: Person, named: Person[], all: TextLine[]): boolean {
  if (named.some((one) => samePerson(one, person))) return true;
  // A contact without an account is recognized by mail above, else by the full name.
  const { name, handle, team } = person;
  return (
    handle === undefined && team === undefined && name !== undefined && all.some(({ text }) => speaksOf(text, name))
  );
}

function contactLines({ document }: DocumentSet): TextLine[] {
  const sections = sectionsAbout(document, ['owner', 'escalation']).flatMap((section) => {
    const span = spanOf(document, section);
    return [...span.lines, ...span.items];
  });
  const labels = document.labels.filter(({ label }) => /owner|contact|on-?call|escalat/i.test(label));
  return [...sections, ...labels.map(({ line, value }) => ({ line, text: value }))];
}
