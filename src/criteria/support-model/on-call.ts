import { type Finding, met, unmet } from '../../domain/finding.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Tree } from '../../domain/tree.ts';
import type { PersonFact } from '../../engine/fact-answers.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import { humansBehind } from '../shared/people/accounts.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { existingPath } from '../shared/shape-checks.ts';
import { coversHours, parseHours } from './hours.ts';
import { messages } from './messages.ts';

export const ON_CALL_EXAMPLE =
  'on-call: { people: ["@ravi", "@lea"], schedule: "https://oncall.acme.example/triage", coverage: "24/7", service-hours: "Mon-Fri 08:00-18:00" }';

/** Whether the rotation names enough people and covers the hours in which the service runs. */
export function judgeOnCall(model: Located<OperatingModel>, tree: Tree, needed: number): Finding[] {
  const { onCall } = model.value;
  const at = (key: string) => model.at('onCall', key);
  if (onCall === undefined || onCall.people.length === 0)
    return [unmet(messages.noOneOnCall({ example: ON_CALL_EXAMPLE }), model.at('onCall'), { cause: 'no-on-call' })];
  const people = onCall.people.map(parsePerson);
  // How many people a team has is only known on GitHub.
  const isListed = people.every(({ team }) => team === undefined);
  const found = [
    ...(isListed ? tooFew(new Set(people.map(({ handle }) => handle)).size, model, needed) : []),
    ...(/^https?:\/\//.test(onCall.schedule)
      ? []
      : existingPath(tree, onCall.schedule, { what: 'The schedule field of on-call', place: at('schedule') })),
    ...judgeCoverage(onCall, at),
  ];
  if (found.length > 0) return found;
  const words = { people: onCall.people, coverage: onCall.coverage, service: onCall.serviceHours ?? '' };
  return [met(messages.onCallCovered(words), model.at('onCall'))];
}

/** Whether enough people are on call once the members of teams are counted. */
export function judgeOnCallSize(model: Located<OperatingModel>, facts: PersonFact[], needed: number): Finding[] {
  return tooFew(humansBehind((model.value.onCall?.people ?? []).map(parsePerson), facts), model, needed);
}

/** Everyone in the rotation. */
export function peopleOnCall(model: Located<OperatingModel>): NamedPerson[] {
  return (model.value.onCall?.people ?? []).map((written, index) => ({
    what: 'The person on call',
    written,
    place: model.at('onCall', 'people', index),
  }));
}

function judgeCoverage(
  { coverage, serviceHours }: NonNullable<OperatingModel['onCall']>,
  at: (key: string) => Finding['places'][number],
): Finding[] {
  if (serviceHours === undefined) return [unmet(messages.noServiceHours(), at('serviceHours'))];
  const [cover, service] = [parseHours(coverage), parseHours(serviceHours)];
  const unreadable = (hours: string, key: string) => unmet(messages.unreadableHours({ hours }), at(key));
  if (cover === undefined || service === undefined)
    return [
      ...(cover === undefined ? [unreadable(coverage, 'coverage')] : []),
      ...(service === undefined ? [unreadable(serviceHours, 'serviceHours')] : []),
    ];
  const covers = coversHours(cover, service);
  if (covers) return [];
  const say = covers === undefined ? messages.differentZones : messages.notCovered;
  return [unmet(say({ coverage, service: serviceHours }), [at('coverage'), at('serviceHours')])];
}

function tooFew(found: number, model: Located<OperatingModel>, needed: number): Finding[] {
  if (found >= needed) return [];
  return [unmet(messages.tooFewOnCall({ found, needed, missing: needed - found }), model.at('onCall', 'people'))];
}
