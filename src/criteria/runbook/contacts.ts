import type { DocumentSet } from '../../domain/document.ts';
import { type Finding, unmet } from '../../domain/finding.ts';
import type { Statement } from '../../domain/message.ts';
import type { Place } from '../../domain/observation.ts';
import { type Person, parsePerson, samePerson } from '../../domain/people/person.ts';
import type { Located } from '../../engine/inputs.ts';
import type { SectionValue } from '../../evidence/schema/index.ts';
import { findPeople } from '../shared/documents/content.ts';
import { mentions, proseOf, sectionsAbout, type TextLine, textOf } from '../shared/documents/section-span.ts';
import { messages } from './messages.ts';

type OperatingModel = Located<SectionValue<'operating-model'>>;

/** Where the contacts of a runbook differ from the support model; `known` are people who may be named besides. */
export function judgeContacts(set: DocumentSet, model: OperatingModel, known: Person[]): Finding[] {
  const { document } = set;
  const { path } = document;
  const all = [document, ...Object.values(set.linked)].flatMap(textOf);
  const named = all.flatMap(({ text }) => findPeople(text));
  const lines = findContactLines(set);
  const runbook = { ...set.place, line: lines[0]?.line ?? 1 };
  const missing = listExpected(set, model, all)
    .filter(({ person }) => !isNamed(person, named, all))
    .map(({ message, place }) => unmet(message, [place, runbook]));
  const expected = [...listPeople(model), ...known];
  const unknownPeople = new Map<string, Finding>();
  for (const { line, text } of lines) {
    for (const person of findPeople(text)) {
      const key = person.handle ?? person.team ?? person.mail ?? person.written;
      if (unknownPeople.has(key) || expected.some((one) => samePerson(one, person))) continue;
      const message = messages.unknownContact({ path, line, person: person.written });
      unknownPeople.set(key, unmet(message, { ...set.place, line }));
    }
  }
  return [...missing, ...unknownPeople.values()];
}

interface ExpectedContact {
  person: Person;
  message: Statement;
  place: Place;
}

function listExpected(set: DocumentSet, model: OperatingModel, all: TextLine[]): ExpectedContact[] {
  const { path, links } = set.document;
  const { tiers = [], onCall } = model.value;
  const contacts = tiers.map(({ tier, contact }, index) => ({
    person: parsePerson(contact),
    message: messages.missingTierContact({ path, person: contact, tier }),
    place: model.at('tiers', index, 'contact'),
  }));
  if (onCall === undefined) return contacts;
  // A linked schedule replaces the names of the people in it.
  const isLinked = [...links.map(({ target }) => target), ...all.map(({ text }) => text)].some((text) =>
    text.includes(onCall.schedule),
  );
  if (isLinked) return contacts;
  const people = onCall.people.map((person, index) => ({
    person: parsePerson(person),
    message: messages.missingOnCall({ path, person }),
    place: model.at('onCall', 'people', index),
  }));
  return [...contacts, ...people];
}

function listPeople({ value }: OperatingModel): Person[] {
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
  // A contact without an account is recognized by mail above, otherwise by the full name.
  const { name, handle, team } = person;
  return (
    handle === undefined && team === undefined && name !== undefined && all.some(({ text }) => mentions(text, name))
  );
}

function findContactLines({ document }: DocumentSet): TextLine[] {
  const sections = sectionsAbout(document, ['owner', 'escalation']).flatMap((section) => [
    ...proseOf(section),
    ...section.items,
  ]);
  const labels = document.labels.filter(({ label }) => /owner|contact|on-?call|escalat/i.test(label));
  return [...sections, ...labels.map(({ line, value }) => ({ line, text: value }))];
}
