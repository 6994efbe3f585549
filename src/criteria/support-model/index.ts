import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { authorship, people } from '../../engine/fact-requests.ts';
import { named, section, tree } from '../../engine/inputs.ts';
import { accountsOf, missingPeople, unnamedPeople } from '../shared/people/known-people.ts';
import { judgeTiers, tierContacts } from '../shared/support/tiers.ts';
import { confirmOnCall, judgeOnCall, peopleOnCall } from './on-call.ts';
import { judgeRaci, peopleOfRaci } from './raci.ts';
import { judgeSla, slaOwners } from './sla.ts';
import { firstTeam, judgeFirstLine, judgeSlots } from './slots.ts';
import { judgeStaffing } from './staffing.ts';

const MAX_HOURS = 168;

/** Asks for assigned duties, reachable tiers and funded hours that do not depend on the builders. */
export default defineCriterion({
  id: 'support-model',
  title: 'Support model',
  subtitle: 'Who does the work on an ordinary Tuesday',
  half: 'organizational',
  why: 'Pilots are carried by enthusiasts; production needs assigned duties, reachable tiers and funded hours that do not depend on the builders.',
  sources: ['S0', 'S1', 'S2'],
  params: {
    onCallPeople: param(
      z.int().min(1).max(20),
      { minimal: 1, standard: 2, regulated: 3 },
      'higher',
      'people who take turns on call',
    ),
    builderShare: param(
      z.number().min(0.01).max(1),
      0.1,
      'lower',
      "share of the pilot's commits from which on somebody counts as one who built it",
    ),
    builderPlaces: param(
      z.number().min(0).max(1),
      0.5,
      'lower',
      'largest share of the places in tier 1 and on call that people who built it may hold',
    ),
    tierOneFree: param(
      z.boolean(),
      { minimal: false, standard: false, regulated: true },
      'higher',
      'whether tier 1 has to be free of people who built it',
    ),
    hoursPerFte: param(
      z.int().min(1).max(MAX_HOURS),
      130,
      'lower',
      'hours a month that one funded position is counted with where staffing names none',
    ),
  },
  inputs: () => ({
    model: section('operating-model'),
    pilot: section('pilot'),
    plan: section('change-plan'),
    attendance: named('change-plan'),
    tree: tree(),
  }),
  facts: {
    duties: 'people',
    contacts: 'people',
    onCall: 'people',
    owners: 'people',
    firstTeam: 'people',
    commits: 'authorship',
  },
  requests: (_params, { model }, { policy }) => {
    const seen = model.state === 'seen' ? model.value : undefined;
    return {
      duties: people(seen ? accountsOf(peopleOfRaci(seen)) : []),
      contacts: people(seen ? accountsOf(tierContacts(seen)) : []),
      onCall: people(seen ? accountsOf(peopleOnCall(seen)) : []),
      owners: people(seen ? accountsOf(slaOwners(seen)) : []),
      firstTeam: people(seen ? firstTeam(seen) : []),
      commits: authorship(['**'], { except: [`${policy.evidence.root}/**`] }),
    };
  },
  checks: (check) => [
    check('SM-1', {
      title: 'Every duty has somebody who does it and exactly one who answers for it',
      levels: 'a/B/B',
      remedy:
        'List the duties under raci in readiness/operating-model.yaml, each with r (does it) and one a (answers).',
      requires: ['model'],
      judge: ({ model }, { profile }) => {
        const found = judgeRaci(model.value);
        const nameless = unnamedPeople(peopleOfRaci(model.value), profile === 'minimal');
        const isOpen = found.some(({ outcome }) => outcome !== 'met');
        return isOpen || nameless.length === 0 ? found : nameless;
      },
      facts: ['duties'],
      confirm: ({ model, duties }) => {
        const absent = missingPeople(peopleOfRaci(model.value), duties.value);
        return absent.length > 0 ? absent : judgeRaci(model.value);
      },
    }),
    check('SM-2', {
      title: 'Three tiers of support on one path, each with a contact, hours and a time to answer',
      levels: 'a/B/B',
      remedy: 'Describe tiers 1, 2 and 3 under tiers in readiness/operating-model.yaml.',
      requires: ['model'],
      judge: ({ model }, { profile }) => {
        const found = judgeTiers(model.value);
        const isOpen = found.some(({ outcome }) => outcome !== 'met');
        const nameless = unnamedPeople(tierContacts(model.value), profile === 'minimal');
        return isOpen ? found : nameless.length > 0 ? nameless : found;
      },
      facts: ['contacts'],
      confirm: ({ model, contacts }) => {
        const absent = missingPeople(tierContacts(model.value), contacts.value);
        return absent.length > 0 ? absent : judgeTiers(model.value);
      },
    }),
    check('SM-3', {
      title: 'Somebody can be called whenever the service runs',
      levels: 'a/B/B',
      remedy: 'Declare on-call in readiness/operating-model.yaml: people, schedule, coverage, service-hours.',
      requires: ['model', 'tree'],
      judge: ({ model, tree }, { params }) => judgeOnCall(model.value, tree.value, params.onCallPeople),
      facts: ['onCall'],
      confirm: ({ model, onCall }, { params }) => {
        const absent = missingPeople(peopleOnCall(model.value), onCall.value);
        return absent.length > 0 ? absent : confirmOnCall(model.value, onCall.value, params.onCallPeople);
      },
    }),
    check('SM-4', {
      title: 'The first line of support does not consist of the people who built it',
      levels: '-/a/B',
      remedy: 'Staff tier 1 and the rotation with people who did not build the pilot, and train them.',
      actors: ['production-owner', 'author'],
      requires: ['model', 'pilot'],
      judge: ({ model }) => {
        const found = judgeFirstLine(model.value);
        return found.length > 0 ? found : met('The first line is named person by person', model.place);
      },
      facts: ['commits', 'firstTeam'],
      confirm: ({ model, pilot, commits, firstTeam: team }, { params }) => {
        const builders = {
          team: pilot.value.value.pilotTeam ?? [],
          commits: commits.value,
          share: params.builderShare,
        };
        return judgeSlots(model.value, builders, team.value, {
          share: params.builderPlaces,
          tierOneFree: params.tierOneFree,
        });
      },
    }),
    check('SM-5', {
      title: 'What users may expect is promised in numbers, together with a vendor where there is one',
      levels: '-/B/B',
      remedy:
        'Add rows under sla in readiness/operating-model.yaml: availability, response-minutes, restore-minutes, owner.',
      actors: ['production-owner', 'author'],
      requires: ['model'],
      optional: ['pilot'],
      judge: ({ model, pilot }) => {
        const found = judgeSla(model.value, pilot);
        const nameless = unnamedPeople(slaOwners(model.value), false);
        return nameless.length > 0 ? [...found.filter(({ outcome }) => outcome !== 'met'), ...nameless] : found;
      },
      facts: ['owners'],
      confirm: ({ model, pilot, owners }) => {
        const absent = missingPeople(slaOwners(model.value), owners.value);
        return absent.length > 0 ? absent : judgeSla(model.value, pilot);
      },
    }),
    check('SM-6', {
      title: 'The hours are funded, and the first line is trained',
      levels: '-/a/B',
      remedy:
        'Add staffing to readiness/operating-model.yaml: funded-fte, tickets-per-month, handling-minutes, training.',
      actors: ['production-owner', 'sponsor'],
      requires: ['model'],
      optional: ['plan', 'attendance'],
      judge: ({ model, plan, attendance }, { params, now }) =>
        judgeStaffing({
          model: model.value,
          plan,
          files: attendance,
          hours: { usual: params.hoursPerFte, most: MAX_HOURS },
          now,
        }),
    }),
  ],
});
