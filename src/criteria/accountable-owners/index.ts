import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { parsePerson } from '../../domain/people/person.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, authorship, people, valueHistory } from '../../engine/fact-requests.ts';
import { section } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import { sponsorHandles } from '../shared/order.ts';
import { confirmMembers, judgeConfirmation } from './confirmation.ts';
import { confirmDeputies, judgeDeputies } from './deputies.ts';
import { judgeEmployment } from './employment.ts';
import { judgeNamedBefore } from './named-before.ts';
import { judgeNaming } from './naming.ts';
import { judgeObjective } from './objective.ts';
import { judgePilotShare } from './pilot-share.ts';
import { judgePresence } from './presence.ts';
import { judgeReportingLine } from './reporting-line.ts';
import { judgeSponsor } from './sponsor.ts';

/** Asks for one person who is judged on the result, one who runs it and one above both. */
export default defineCriterion({
  id: 'accountable-owners',
  title: 'Ownership',
  subtitle: 'People answer for it',
  needsOthers: true,
  half: 'organizational',
  why: 'A live AI system without one business person judged on its result, one line person who runs it and one executive above both decays as soon as its champion moves on.',
  sources: ['S0', 'S1', 'S2', 'S3', 'S4'],
  questions: { ownership: 'AO-2' },
  params: {
    confirmedWithinDays: param(
      z.int().min(1).max(730),
      { minimal: 365, standard: 180, regulated: 90 },
      'lower',
      'days after which the roles are confirmed again',
    ),
    productionShare: param(
      z.number().min(0).max(1),
      0.2,
      'lower',
      'largest share of pilot commits the production owner may have had a hand in',
    ),
  },
  inputs: () => ({ pilot: section('pilot'), metrics: section('metrics') }),
  facts: {
    people: 'people',
    pilotCommits: 'authorship',
    allCommits: 'authorship',
    accepted: 'acceptance',
    lateAccepted: 'acceptance',
    sponsorHistory: 'value-history',
    productionHistory: 'value-history',
    startHistory: 'value-history',
  },
  requests: (_params, { pilot }) => {
    const holders = pilot.state === 'seen' ? roleHolders(pilot.value) : [];
    const file = pilot.state === 'seen' ? pilot.place.path : 'readiness/pilot.yaml';
    const sponsor = holders.find((holder) => holder.role === 'sponsor');
    const deputies = holders.flatMap((holder) => (holder.more.deputy ? [parsePerson(holder.more.deputy)] : []));
    return {
      people: people(
        [...holders.map((holder) => holder.person), ...deputies].flatMap(
          (person) => person.handle ?? person.team ?? [],
        ),
      ),
      pilotCommits: authorship(
        ['**'],
        pilot.state === 'seen'
          ? {
              from: pilot.value.value.startedOn,
              ...(pilot.value.value.endedOn ? { to: pilot.value.value.endedOn } : {}),
            }
          : {},
      ),
      allCommits: authorship(['**']),
      accepted: acceptance(
        'role:sponsor',
        sponsor?.person.handle ? [sponsor.person.handle] : [],
        sponsor?.more.accepted === undefined ? undefined : String(sponsor.more.accepted),
      ),
      lateAccepted: acceptance('AO-5', sponsorHandles(pilot)),
      sponsorHistory: valueHistory(file, 'owners.sponsor'),
      productionHistory: valueHistory(file, 'owners.production'),
      startHistory: valueHistory(file, 'started-on'),
    };
  },
  checks: (check) => [
    check('AO-1', {
      title: 'Every role is filled by a person or team that exists',
      levels: 'B/B/B',
      remedy: 'Name a person for each role under `owners` in readiness/pilot.yaml, as "@handle".',
      requires: ['pilot'],
      judge: ({ pilot }, { profile }) => judgeNaming(roleHolders(pilot.value), profile),
      facts: ['people'],
      confirm: ({ pilot, people: facts }) => judgePresence(roleHolders(pilot.value), facts.value),
    }),
    check('AO-2', {
      title: 'The product owner is from the business and judged on a number',
      levels: 'a/B/B',
      remedy:
        'Give owners.product its long form with `function: business …` and `objective: { metric, target, by }` naming an outcome metric.',
      actors: ['product-owner', 'author'],
      requires: ['pilot', 'metrics'],
      judge: ({ pilot, metrics }, { now }) => judgeObjective(pilot, metrics.value, now),
    }),
    check('AO-3', {
      title: 'The production owner runs it in the line organization, not in the pilot team',
      levels: 'a/B/B',
      remedy:
        'Name a production owner who is employed by the adopting organization, stands outside the pilot team and did not write the pilot.',
      actors: ['production-owner', 'author'],
      requires: ['pilot'],
      judge: ({ pilot }) => judgeEmployment(pilot),
      facts: ['pilotCommits'],
      confirm: ({ pilot, pilotCommits }, { params }) =>
        judgePilotShare(pilot, pilotCommits.value, params.productionShare),
    }),
    check('AO-4', {
      limit: 'Whether the sponsor really outranks the people named: reporting lines are declared',
      title: 'The sponsor stands above the product owner and has accepted',
      levels: '-/B/B',
      remedy:
        'Write `reports-to:` up to the sponsor, and have the sponsor approve a pull request or comment in their own name; link it as `accepted:`.',
      actors: ['sponsor'],
      requires: ['pilot'],
      judge: ({ pilot }) => judgeReportingLine(pilot),
      facts: ['allCommits', 'accepted'],
      confirm: ({ pilot, allCommits, accepted }) => judgeSponsor(pilot, allCommits.value, accepted.value),
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
        met(`Both are named; the pilot began on ${pilot.value.value.startedOn}`, pilot.value.at('owners')),
      facts: ['sponsorHistory', 'productionHistory', 'startHistory'],
      optionalFacts: ['lateAccepted'],
      confirm: ({ pilot, sponsorHistory, productionHistory, startHistory, lateAccepted }) =>
        judgeNamedBefore({
          pilot: pilot.value,
          sponsorHistory: sponsorHistory.value,
          productionHistory: productionHistory.value,
          startHistory: startHistory.value,
          acceptance: lateAccepted,
        }),
    }),
    check('AO-6', {
      title: 'Product and production owner each have a deputy',
      levels: '-/B/B',
      remedy: 'Add `deputy: "@handle"` to the long form of owners.product and owners.production.',
      requires: ['pilot'],
      judge: ({ pilot }) => judgeDeputies(roleHolders(pilot.value)),
      facts: ['people'],
      confirm: ({ pilot, people: facts }) => confirmDeputies(roleHolders(pilot.value), facts.value),
    }),
    check('AO-7', {
      title: 'The owners are still here, and their roles were confirmed lately',
      levels: 'a/B/B',
      remedy: "Ask each owner whether they still hold the role, then write `owners-confirmed-on:` with today's date.",
      requires: ['pilot'],
      judge: ({ pilot }, { params, now }) => judgeConfirmation(pilot.value, params.confirmedWithinDays, now),
      facts: ['people'],
      confirm: ({ pilot, people: facts }, { params }) =>
        confirmMembers(pilot.value, facts.value, params.confirmedWithinDays),
    }),
  ],
});
