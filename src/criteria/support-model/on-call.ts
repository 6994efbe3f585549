import { type Finding, met, quote, unmet } from '../../domain/finding.ts';
import { parsePerson } from '../../domain/people/person.ts';
import type { Tree } from '../../domain/tree.ts';
import type { PersonFact } from '../../engine/fact-requests.ts';
import type { Located } from '../../engine/inputs.ts';
import type { OperatingModel } from '../../evidence/schema/operating-model.ts';
import { humansBehind } from '../shared/people/accounts.ts';
import type { NamedPerson } from '../shared/people/known-people.ts';
import { coversHours, readHours } from './hours.ts';

const EXAMPLE =
  'on-call: { people: ["@ravi", "@lea"], schedule: "https://oncall.acme.example/triage", coverage: "24/7", service-hours: "Mon-Fri 08:00-18:00" }';
const FORM = 'Write them as "24/7" or "Mon-Fri 08:00-18:00", with a time zone where both have one.';

/** Whether somebody can be called whenever the service runs, as the rotation says. */
export function judgeOnCall(model: Located<OperatingModel>, tree: Tree, wanted: number): Finding[] {
  const { onCall } = model.value;
  if (onCall === undefined || onCall.people.length === 0)
    return [
      unmet('Nobody is on call', model.at('onCall'), {
        remedy: `Declare who can be called under on-call in readiness/operating-model.yaml, for example ${EXAMPLE}.`,
        cause: 'no-on-call',
      }),
    ];
  const found = nobodies(model);
  const people = onCall.people.map(parsePerson);
  const distinct = new Set(people.map(({ handle, team }) => handle ?? team)).size;
  if (found.length === 0 && people.every(({ team }) => team === undefined) && distinct < wanted)
    found.push(tooFew(distinct, wanted, model));
  if (!/^https?:\/\//.test(onCall.schedule) && !tree.has(onCall.schedule))
    found.push(
      unmet(`The rotation ${quote(onCall.schedule)} is not in the repository`, model.at('onCall', 'schedule'), {
        remedy: `Commit ${onCall.schedule}, or give the address of the schedule.`,
      }),
    );
  found.push(...judgeCoverage(model));
  return found.length > 0 ? found : [onCallMet(model)];
}

/** Whether enough people really stand behind the rotation. */
export function confirmOnCall(model: Located<OperatingModel>, facts: PersonFact[], wanted: number): Finding[] {
  const humans = humansBehind((model.value.onCall?.people ?? []).map(parsePerson), facts);
  return humans < wanted ? [tooFew(humans, wanted, model)] : [onCallMet(model)];
}

/** Everybody in the rotation. */
export function peopleOnCall(model: Located<OperatingModel>): NamedPerson[] {
  return (model.value.onCall?.people ?? []).map((written, index) => ({
    what: 'On call',
    written,
    place: model.at('onCall', 'people', index),
  }));
}

function nobodies(model: Located<OperatingModel>): Finding[] {
  return peopleOnCall(model)
    .filter(({ written }) => parsePerson(written).placeholder)
    .map(({ written, place }) =>
      unmet(`On call is ${quote(written)}, which names nobody`, place, {
        remedy: 'Name the people of the rotation as "@handle".',
      }),
    );
}

function judgeCoverage(model: Located<OperatingModel>): Finding[] {
  const { coverage = '', serviceHours } = model.value.onCall ?? {};
  if (serviceHours === undefined)
    return [
      unmet(
        'When the service runs is not said, so nobody can tell whether somebody is on call then',
        model.at('onCall'),
        {
          remedy: `Add service-hours to on-call. ${FORM}`,
        },
      ),
    ];
  const [cover, service] = [readHours(coverage), readHours(serviceHours)];
  const unreadable = [
    ...(cover === undefined ? [{ key: 'coverage', text: coverage }] : []),
    ...(service === undefined ? [{ key: 'serviceHours', text: serviceHours }] : []),
  ];
  if (cover === undefined || service === undefined)
    return unreadable.map(({ key, text }) =>
      unmet(`The hours ${quote(text)} cannot be read`, model.at('onCall', key), { remedy: FORM }),
    );
  const places = [model.at('onCall', 'coverage'), model.at('onCall', 'serviceHours')];
  const covers = coversHours(cover, service);
  if (covers === undefined)
    return [
      unmet(
        `On call is told in another time zone (${quote(coverage)}) than the service (${quote(serviceHours)})`,
        places,
        {
          remedy: 'Write both hours in one time zone.',
        },
      ),
    ];
  return covers
    ? []
    : [
        unmet(`The service runs ${quote(serviceHours)}, but on call is only ${quote(coverage)}`, places, {
          remedy: 'Extend the rotation to all hours of the service, or run the service only while somebody is on call.',
        }),
      ];
}

function tooFew(humans: number, wanted: number, model: Located<OperatingModel>): Finding {
  return unmet(
    `${humans} ${humans === 1 ? 'person is' : 'people are'} on call; ${wanted} ${wanted === 1 ? 'is' : 'are'} needed`,
    model.at('onCall', 'people'),
    { remedy: `Add ${wanted - humans} more to on-call.people, so that illness and holidays leave nobody alone.` },
  );
}

function onCallMet(model: Located<OperatingModel>): Finding {
  const { people = [], coverage = '', serviceHours = '' } = model.value.onCall ?? {};
  return met(`${people.join(', ')} can be called ${coverage}; the service runs ${serviceHours}`, model.at('onCall'));
}
