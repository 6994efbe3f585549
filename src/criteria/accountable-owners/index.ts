import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, authorship, type FactRequest, people, sectionHistory } from '../../engine/fact-requests.ts';
import { type Located, section } from '../../engine/inputs.ts';
import type { Pilot } from '../../evidence/schema/pilot.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { accountsOf } from '../shared/people/accounts.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { checkMembers, judgeConfirmation } from './confirmation.ts';
import { messages } from './messages.ts';
import { checkNamedBefore } from './named-before.ts';
import { judgeObjective } from './objective.ts';
import { checkPilotShare, judgeEmployment } from './production-owner.ts';
import { declaredHolders, deputiesOf, holderOf, judgeDeputies, judgeRoles, peopleInRoles } from './roles.ts';
import { checkSponsor, judgeReportingLine } from './sponsor.ts';

/** Checks that one person is accountable for the result, one for running it, and a sponsor above both has accepted. */
export default defineCriterion({
  id: 'accountable-owners',
  title: 'Ownership',
  subtitle: 'Named people are accountable for the pilot',
  needsOthers: true,
  half: 'organizational',
  why: 'Without a business owner of the result, a line owner of operations and a sponsor above both, a live AI system decays as soon as its champion moves on.',
  sources: ['S0', 'S1', 'S2', 'S3', 'S4'],
  questions: { ownership: 'AO-2' },
  params: {
    confirmedWithinDays: param(
      z.int().min(1).max(730),
      { minimal: 365, standard: 180, regulated: 90 },
      'lower',
      'days after which the roles have to be confirmed again',
    ),
    productionShare: param(
      z.number().min(0).max(1),
      0.2,
      'lower',
      'share of the pilot commits that the contributions of the production owner have to stay below',
    ),
  },
  inputs: () => ({ pilot: section('pilot'), metrics: section('metrics') }),
  facts: {
    members: 'people',
    pilotCommits: 'authorship',
    allCommits: 'authorship',
    accepted: 'acceptance',
    lateAccepted: 'acceptance',
    sponsorHistory: 'value-history',
    productionHistory: 'value-history',
    startHistory: 'value-history',
  },
  requests: (_params, { pilot }) => {
    const found = pilot.state === 'seen' ? pilot.value : undefined;
    const historyOf = (key: string) => found && sectionHistory(pointerTo('pilot', found, key));
    return {
      members: found && people(accountsOf(declaredHolders(found).map(({ person }) => person))),
      pilotCommits: found && authorship(['**'], pilotTime(found.value)),
      allCommits: authorship(['**']),
      accepted: found && sponsorAcceptance(found),
      lateAccepted: acceptance('AO-5', sponsorHandles(pilot)),
      sponsorHistory: historyOf('owners.sponsor'),
      productionHistory: historyOf('owners.production'),
      startHistory: historyOf('started-on'),
    };
  },
  checks: (check) => [
    check('AO-1', {
      title: 'Every role is filled by a person or team that exists',
      levels: 'B/B/B',
      remedy: 'Name a person for each role under `owners` in readiness/pilot.yaml, as "@handle".',
      requires: ['pilot'],
      preconditions: ({ pilot }, { profile }) => [
        existingPeople(peopleInRoles(pilot.value, profile), { decisive: true }),
      ],
      preconditionFacts: ['people'],
      judge: ({ pilot }) => judgeRoles(pilot.value),
    }),
    check('AO-2', {
      title: 'The product owner is from the business and has an objective with a number',
      levels: 'a/B/B',
      remedy:
        'Write owners.product in its long form, with `function: business …` and an `objective: { metric, target, by }` that names an outcome metric.',
      actors: ['product-owner', 'author'],
      requires: ['pilot', 'metrics'],
      judge: ({ pilot, metrics }, { now }) => judgeObjective(pilot.value, metrics.value, now),
    }),
    check('AO-3', {
      title: 'The production owner is in the line organization, not in the pilot team',
      levels: 'a/B/B',
      remedy:
        'Name a production owner who is employed by the adopting organization, is not in the pilot team and did not write the pilot.',
      actors: ['production-owner', 'author'],
      requires: ['pilot'],
      judge: ({ pilot }) => judgeEmployment(pilot.value),
      facts: ['pilotCommits'],
      objections: ({ pilot, pilotCommits }, { params }) =>
        pilotCommits ? checkPilotShare(pilot.value, pilotCommits.value, params.productionShare) : [],
    }),
    check('AO-4', {
      limit: 'Whether the sponsor is above the people named: reporting lines are as declared',
      title: 'The sponsor is above the product owner and has accepted the role',
      levels: '-/B/B',
      remedy:
        'Write `reports-to:` up to the sponsor, and have the sponsor write `/readiness accept role:sponsor because <reason>` in a review or comment; link it as `accepted:`.',
      actors: ['sponsor'],
      requires: ['pilot'],
      judge: ({ pilot }) => judgeReportingLine(pilot.value),
      facts: ['allCommits', 'accepted'],
      objections: ({ pilot, allCommits, accepted }) => checkSponsor(pilot.value, allCommits.value, accepted?.value),
    }),
    check('AO-5', {
      title: 'Sponsor and production owner were named before the pilot began',
      levels: '-/a/B',
      remedy: 'Name them before the pilot starts.',
      alternativeRemedy:
        'Have the sponsor record a late acceptance with `/readiness accept AO-5 because <reason>`; it is always displayed.',
      actors: ['sponsor'],
      requires: ['pilot'],
      judge: ({ pilot }) =>
        met(messages.ownersNamed({ startedOn: pilot.value.value.startedOn }), pilot.value.at('owners')),
      facts: ['sponsorHistory', 'productionHistory', 'startHistory'],
      optionalFacts: ['lateAccepted'],
      objections: ({ pilot, lateAccepted, ...histories }) => checkNamedBefore(pilot.value, histories, lateAccepted),
    }),
    check('AO-6', {
      title: 'Product owner and production owner each have a deputy',
      levels: '-/B/B',
      remedy: 'Add `deputy: "@handle"` to the long form of owners.product and owners.production.',
      requires: ['pilot'],
      preconditions: ({ pilot }) => [existingPeople(deputiesOf(pilot.value))],
      preconditionFacts: ['people'],
      judge: ({ pilot }) => judgeDeputies(pilot.value),
    }),
    check('AO-7', {
      title: 'The owners are still members, and their roles were confirmed recently',
      levels: 'a/B/B',
      remedy: "Ask each owner whether they still hold the role, then enter today's date as `owners-confirmed-on:`.",
      requires: ['pilot'],
      judge: ({ pilot }, { params, now }) => judgeConfirmation(pilot.value, params.confirmedWithinDays, now),
      facts: ['members'],
      objections: ({ pilot, members }) => (members ? checkMembers(pilot.value, members.value) : []),
    }),
  ],
});

function pilotTime({ startedOn, endedOn }: Pilot): { from: string; to?: string } {
  return endedOn === undefined ? { from: startedOn } : { from: startedOn, to: endedOn };
}

/** What the sponsor accepted the role with; nothing to look up while the sponsor has no account. */
function sponsorAcceptance(pilot: Located<Pilot>): FactRequest<'acceptance'> | undefined {
  const { person, more } = holderOf(pilot, 'sponsor');
  return person.handle === undefined
    ? undefined
    : acceptance('role:sponsor', [person.handle], more.accepted === undefined ? undefined : String(more.accepted));
}
