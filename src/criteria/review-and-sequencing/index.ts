import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, sectionHistory } from '../../engine/fact-requests.ts';
import { named, records, section, tree } from '../../engine/inputs.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { judgeActions } from './actions.ts';
import { judgeCadence, judgeEscalation } from './cadence.ts';
import { judgeAgreement, judgeEngagement } from './engagement.ts';
import { judgeEarlierCohorts, judgeExpansion } from './expansion.ts';
import { expansionLimits } from './limits.ts';
import { judgePhaseOne } from './phase-one.ts';
import { judgePast, judgeReviews } from './review-content.ts';
import { judgeRoadmap, roadmapOwners } from './roadmap.ts';

/** Requires that the pilot is stabilized, decided on, and only then expanded. */
export default defineCriterion({
  id: 'review-and-sequencing',
  title: 'Reviews and rollout',
  subtitle: 'The pilot is stabilized and decided on before it is expanded',
  half: 'organizational',
  why: 'Without regular reviews that end in a decision, pilots grow without anyone having decided it.',
  sources: ['S4', 'S2', 'S3', 'S1'],
  params: {
    reviewWithinDays: param(
      z.int().min(0).max(30),
      7,
      'lower',
      'days before or after day 30, 60 and 90 within which a review is held',
    ),
    undecidedDays: param(
      z.int().min(30).max(730),
      180,
      'lower',
      'age of the pilot, in days, after which a missing decision is a warning',
    ),
  },
  inputs: () => ({
    pilot: section('pilot'),
    reviews: records('reviews'),
    handoff: records('handoff'),
    logs: named('handoff'),
    metrics: section('metrics'),
    files: named('metrics'),
    cohorts: section('cohorts'),
    roadmap: section('roadmap'),
    economics: section('economics'),
    model: section('operating-model'),
    tree: tree(),
  }),
  facts: {
    startHistory: 'value-history',
    reviewsAccepted: 'acceptance',
    cohortHistory: 'value-history',
    expansionAccepted: 'acceptance',
    engagementHistory: 'value-history',
    engagementAccepted: 'acceptance',
  },
  requests: (_params, { pilot, cohorts }) => {
    const sponsor = sponsorHandles(pilot);
    const historyOf = (key: string) =>
      pilot.state === 'seen' ? sectionHistory(pointerTo('pilot', pilot.value, key)) : undefined;
    const live = cohorts.state === 'seen' ? pointerTo('cohorts', cohorts.value, 'cohorts') : undefined;
    return {
      startHistory: historyOf('started-on'),
      reviewsAccepted: acceptance('RS-1', sponsor),
      cohortHistory: live && sectionHistory(live),
      expansionAccepted: acceptance('RS-3', sponsor),
      engagementHistory: historyOf('engagement'),
      engagementAccepted: acceptance('RS-7', sponsor),
    };
  },
  checks: (check) => [
    check('RS-1', {
      title: 'Reviews were held in time, by those who decide, on figures that agree with the rows',
      levels: 'a/B/B',
      remedy: 'Hold the review with the sponsor and product owner, and record it as readiness/reviews/<30|60|90>.yaml.',
      alternativeRemedy:
        'Have the sponsor accept a review that was late or incomplete with `/readiness accept RS-1 because <reason>`; it is always displayed.',
      actors: ['product-owner', 'sponsor'],
      requires: ['pilot', 'reviews', 'metrics', 'files'],
      judge: (found, { params, now }) => judgeReviews({ ...found, withinDays: params.reviewWithinDays, now }),
      facts: ['startHistory'],
      optionalFacts: ['reviewsAccepted'],
      objections: ({ startHistory, reviewsAccepted, ...found }, { params, now }) =>
        startHistory === undefined
          ? []
          : judgePast({ ...found, withinDays: params.reviewWithinDays, now }, startHistory.value, reviewsAccepted),
    }),
    check('RS-2', {
      title: 'No review is overdue, and agreed actions were done',
      levels: 'a/B/B',
      remedy: 'Hold the review that is due, close what was done, and postpone the rest once.',
      actors: ['product-owner', 'author'],
      requires: ['pilot', 'reviews'],
      judge: ({ pilot, reviews }, { params, now }) =>
        judgeActions(pilot.value.value, reviews.value, params.reviewWithinDays, now),
    }),
    check('RS-3', {
      stallSign: 'added-while-hardening',
      title: 'Teams were added only after a decision to expand, while the service was stable',
      levels: '-/B/B',
      waivable: false,
      remedy: 'Add no one else until a review decides to expand and the service runs stably without its builders.',
      alternativeRemedy:
        'Have the sponsor accept what was added too early with `/readiness accept RS-3 because <reason>`; it is always displayed.',
      actors: ['product-owner', 'sponsor'],
      requires: ['cohorts', 'reviews', 'handoff', 'metrics', 'files'],
      optional: ['logs'],
      judge: (found, { policy, profile, now }) =>
        judgeExpansion({ ...found, limits: expansionLimits(policy, profile), now }),
      facts: ['cohortHistory'],
      optionalFacts: ['expansionAccepted'],
      objections: ({ cohortHistory, expansionAccepted, ...found }, { policy, profile, now }) =>
        cohortHistory === undefined
          ? []
          : judgeEarlierCohorts(
              { ...found, limits: expansionLimits(policy, profile), now },
              cohortHistory.value,
              expansionAccepted,
            ),
    }),
    check('RS-4', {
      title: 'The roadmap has an order that can be followed',
      levels: '-/B/B',
      remedy: 'Write readiness/roadmap.yaml: items with owner, date, after, and the criteria that must be met before.',
      actors: ['product-owner', 'author'],
      requires: ['roadmap'],
      preconditions: ({ roadmap }) => [existingPeople(roadmapOwners(roadmap.value))],
      preconditionFacts: ['people'],
      judge: ({ roadmap }) => judgeRoadmap(roadmap.value),
    }),
    check('RS-5', {
      title: 'The pilot is measured at a stated cadence, and governance escalates to the same people as support',
      levels: 'a/B/B',
      remedy: 'Write governance: { cadence, escalation } in readiness/pilot.yaml, and keep the rows up to date.',
      actors: ['governance-owner', 'author'],
      requires: ['pilot', 'metrics', 'files', 'model'],
      judge: ({ pilot, metrics, files, model }, { now }) => [
        judgeCadence(pilot.value, metrics.value, files.value, now),
        judgeEscalation(pilot.value, model.value),
      ],
    }),
    check('RS-6', {
      title: 'The pilot is phase one of a plan that is linked, costed, and has a decision day',
      levels: 'a/B/B',
      remedy: 'Link and cost phase two (readiness/roadmap.yaml, readiness/economics.yaml) and set the decision day.',
      actors: ['product-owner', 'sponsor'],
      requires: ['pilot', 'roadmap', 'economics', 'reviews', 'tree'],
      optional: ['metrics'],
      judge: (found, { params, now }) => judgePhaseOne({ ...found, warnAfterDays: params.undecidedDays, now }),
    }),
    check('RS-7', {
      title: "A partner's contract covered the handoff before the pilot",
      levels: '-/a/B',
      remedy:
        'Name the contract under engagement in readiness/pilot.yaml: handoff, reviews, change management, documentation.',
      alternativeRemedy:
        'Agree on what is missing now, and have the sponsor accept that it came late with `/readiness accept RS-7 because <reason>`; it is always displayed.',
      actors: ['sponsor', 'author'],
      requires: ['pilot', 'tree'],
      optional: ['model'],
      judge: ({ pilot, model, tree }) => judgeEngagement(pilot.value, model, tree.value),
      facts: ['engagementHistory', 'startHistory'],
      optionalFacts: ['engagementAccepted'],
      objections: ({ pilot, engagementHistory, startHistory, engagementAccepted }) =>
        engagementHistory === undefined || startHistory === undefined
          ? []
          : judgeAgreement(pilot.value, engagementHistory.value, startHistory.value, engagementAccepted),
    }),
  ],
});
