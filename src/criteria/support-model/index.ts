import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { authorship, people } from '../../engine/fact-requests.ts';
import { named, section, tree } from '../../engine/inputs.ts';
import { accountsOf } from '../shared/people/known-people.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { judgeTiers, tierContacts } from '../shared/support/tiers.ts';
import { messages } from './messages.ts';
import { judgeOnCall, judgeOnCallSize, peopleOnCall } from './on-call.ts';
import { judgeRaci, peopleOfRaci } from './raci.ts';
import { judgeSla, slaOwners } from './sla.ts';
import { firstTeam, judgeFirstLine, judgeSlots } from './slots.ts';
import { judgeStaffing } from './staffing.ts';

const MAX_HOURS = 168;

/** Requires assigned duties, reachable tiers and funded hours that do not depend on the builders. */
export default defineCriterion({
  id: 'support-model',
  title: 'Support model',
  subtitle: 'Support works on an ordinary Tuesday without the people who built the pilot',
  half: 'organizational',
  why: 'Enthusiasts keep a pilot running. Production needs assigned duties, reachable tiers and funded hours that do not depend on the people who built it.',
  sources: ['S0', 'S1', 'S2'],
  params: {
    onCallPeople: param(
      z.int().min(1).max(20),
      { minimal: 1, standard: 2, regulated: 3 },
      'higher',
      'people who take turns on call, at least',
    ),
    builderShare: param(
      z.number().min(0.01).max(1),
      0.1,
      'lower',
      "share of the pilot's commits from which someone counts as having built it",
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
      'whether tier 1 must be free of people who built it',
    ),
    hoursPerFte: param(
      z.int().min(1).max(MAX_HOURS),
      130,
      'lower',
      'hours a month of one funded position, where staffing states none',
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
    onCall: 'people',
    firstTeam: 'people',
    commits: 'authorship',
  },
  requests: (_params, { model }, { policy }) => {
    const found = model.state === 'seen' ? model.value : undefined;
    const team = found && firstTeam(found);
    return {
      onCall: found && people(accountsOf(peopleOnCall(found))),
      firstTeam: team === undefined ? undefined : people([team]),
      commits: authorship(['**'], { except: [`${policy.evidence.root}/**`] }),
    };
  },
  checks: (check) => [
    check('SM-1', {
      title: 'Every duty has someone who does the work and exactly one person or team accountable for it',
      levels: 'a/B/B',
      remedy:
        'List the duties under raci in readiness/operating-model.yaml, each with r (does the work) and one a (accountable).',
      requires: ['model'],
      preconditions: ({ model }, { profile }) => [
        existingPeople(peopleOfRaci(model.value), { namesWillDo: profile === 'minimal' }),
      ],
      preconditionFacts: ['people'],
      judge: ({ model }) => judgeRaci(model.value),
    }),
    check('SM-2', {
      title: 'Support has three tiers on one path, each with a contact, hours and a response time',
      levels: 'a/B/B',
      remedy: 'Describe tiers 1, 2 and 3 under tiers in readiness/operating-model.yaml.',
      requires: ['model'],
      preconditions: ({ model }, { profile }) => [
        existingPeople(tierContacts(model.value), { namesWillDo: profile === 'minimal' }),
      ],
      preconditionFacts: ['people'],
      judge: ({ model }) => judgeTiers(model.value),
    }),
    check('SM-3', {
      title: 'Someone can be called whenever the service runs',
      levels: 'a/B/B',
      remedy: 'Declare on-call in readiness/operating-model.yaml: people, schedule, coverage, service-hours.',
      requires: ['model', 'tree'],
      preconditions: ({ model }) => [existingPeople(peopleOnCall(model.value), { namesWillDo: true })],
      preconditionFacts: ['people'],
      judge: ({ model, tree }, { params }) => judgeOnCall(model.value, tree.value, params.onCallPeople),
      facts: ['onCall'],
      objections: ({ model, onCall }, { params }) =>
        judgeOnCallSize(model.value, onCall?.value ?? [], params.onCallPeople),
    }),
    check('SM-4', {
      title: 'The first line of support does not depend on the people who built the pilot',
      levels: '-/a/B',
      remedy: 'Staff tier 1 and the rotation with people who did not build the pilot, and train them.',
      actors: ['production-owner', 'author'],
      requires: ['model', 'pilot'],
      judge: ({ model }) => {
        const found = judgeFirstLine(model.value);
        return found.length > 0 ? found : met(messages.firstLineNamed(), model.place);
      },
      facts: ['commits', 'firstTeam'],
      objections: ({ model, pilot, commits, firstTeam: team }, { params }) =>
        judgeSlots(
          model.value,
          { team: pilot.value.value.pilotTeam ?? [], commits: commits.value, share: params.builderShare },
          team?.value ?? [],
          { share: params.builderPlaces, tierOneFree: params.tierOneFree },
        ),
    }),
    check('SM-5', {
      title: 'Service levels are promised in numbers, and a vendor shares them',
      levels: '-/B/B',
      remedy:
        'Add rows under sla in readiness/operating-model.yaml: availability, response-minutes, restore-minutes, owner.',
      actors: ['production-owner', 'author'],
      requires: ['model'],
      optional: ['pilot'],
      preconditions: ({ model }) => [existingPeople(slaOwners(model.value))],
      preconditionFacts: ['people'],
      judge: ({ model, pilot }) => judgeSla(model.value, pilot),
    }),
    check('SM-6', {
      title: 'Support hours are funded, and the first line is trained',
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
