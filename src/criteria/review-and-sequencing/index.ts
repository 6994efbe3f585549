import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { summaryOf } from '../../domain/message.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, people, valueHistory } from '../../engine/fact-requests.ts';
import { named, records, section, tree } from '../../engine/inputs.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { acceptedWords, judgeMovedStart, pilotStart, sponsorHandles } from '../shared/order.ts';
import { accountsOf, missingPeople, unnamedPeople } from '../shared/people/known-people.ts';
import { judgeActions } from './actions.ts';
import { judgeCadence } from './cadence.ts';
import { judgeAgreed, judgeEngagement } from './engagement.ts';
import { judgeExpansion, judgeHiddenCohorts } from './expansion.ts';
import { expansionLimits } from './limits.ts';
import { judgePhaseOne } from './phase-one.ts';
import { judgeReviews } from './review-content.ts';
import { judgeRoadmap, roadmapOwners } from './roadmap.ts';

/** Asks that the pilot is made stable, decided on, and only then expanded. */
export default defineCriterion({
  id: 'review-and-sequencing',
  title: 'Reviews and rollout',
  subtitle: 'Stabilize, decide, then expand',
  half: 'organizational',
  why: 'A cadence with consequences separates expansion from drift.',
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
      'age of the pilot, in days, from which on a missing decision is a warning',
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
    owners: 'people',
    engagementHistory: 'value-history',
    engagementAccepted: 'acceptance',
  },
  requests: (_params, { pilot, cohorts, roadmap }) => {
    const sponsor = sponsorHandles(pilot);
    const manifest = pilot.state === 'seen' ? pilot.value.at().path : undefined;
    const live = cohorts.state === 'seen' ? pointerTo('cohorts', cohorts.value, 'cohorts') : undefined;
    return {
      startHistory: manifest === undefined ? undefined : valueHistory(manifest, 'started-on'),
      reviewsAccepted: acceptance('RS-1', sponsor),
      cohortHistory: live && valueHistory(live.path, live.pointer),
      expansionAccepted: acceptance('RS-3', sponsor),
      owners: people(roadmap.state === 'seen' ? accountsOf(roadmapOwners(roadmap.value)) : []),
      engagementHistory: manifest === undefined ? undefined : valueHistory(manifest, 'engagement'),
      engagementAccepted: acceptance('RS-7', sponsor),
    };
  },
  checks: (check) => [
    check('RS-1', {
      title: 'The reviews that were due were held in time, by those who decide, on true figures',
      levels: 'a/B/B',
      remedy: 'Hold the review with sponsor and product owner, and record it as readiness/reviews/<30|60|90>.yaml.',
      alternativeRemedy:
        'Have the sponsor accept a review that was late or incomplete with `/readiness accept RS-1 because <reason>`; it is always displayed.',
      actors: ['product-owner', 'sponsor'],
      requires: ['pilot', 'reviews', 'metrics', 'files'],
      judge: ({ pilot, reviews, metrics, files }, { params, now }) =>
        judgeReviews({
          pilot: pilot.value,
          records: reviews.value,
          metrics: metrics.value,
          files: files.value,
          withinDays: params.reviewWithinDays,
          now,
        }),
      facts: ['startHistory'],
      optionalFacts: ['reviewsAccepted'],
      confirm: ({ pilot, reviews, metrics, files, startHistory, reviewsAccepted }, { params, now }) => {
        const { startedOn } = pilot.value.value;
        const start = pilotStart(startedOn, startHistory.value);
        const moved = judgeMovedStart(start, startedOn, reviewsAccepted, pilot.value.at('startedOn'));
        const found = judgeReviews(
          {
            pilot: pilot.value,
            records: reviews.value,
            metrics: metrics.value,
            files: files.value,
            withinDays: params.reviewWithinDays,
            now,
          },
          reviewsAccepted,
        );
        return moved === undefined ? found : [moved, ...found];
      },
    }),
    check('RS-2', {
      title: 'No review is overdue, and what was agreed was done',
      levels: 'a/B/B',
      remedy: 'Hold the review that is due, close what was done, and put the rest off once.',
      actors: ['product-owner', 'author'],
      requires: ['pilot', 'reviews'],
      judge: ({ pilot, reviews }, { params, now }) =>
        judgeActions(pilot.value, reviews.value, params.reviewWithinDays, now),
    }),
    check('RS-3', {
      stallSign: 'added-while-hardening',
      title: 'Teams were added only after a decision to expand, while it was stable',
      levels: '-/B/B',
      waivable: false,
      remedy: 'Add nobody else until a review decides to expand and the service runs stable without its builders.',
      alternativeRemedy:
        'Have the sponsor accept what was added too early with `/readiness accept RS-3 because <reason>`; it is always displayed.',
      actors: ['product-owner', 'sponsor'],
      requires: ['cohorts', 'reviews', 'handoff', 'metrics', 'files'],
      optional: ['logs'],
      judge: ({ cohorts, reviews, handoff, metrics, files, logs }, { policy, profile, now }) =>
        judgeExpansion({
          cohorts: cohorts.value,
          reviews: reviews.value,
          handoff: handoff.value,
          logs,
          metrics: metrics.value,
          files: files.value,
          limits: expansionLimits(policy, profile),
          now,
        }),
      facts: ['cohortHistory'],
      optionalFacts: ['expansionAccepted'],
      confirm: (
        { cohorts, reviews, handoff, metrics, files, logs, cohortHistory, expansionAccepted },
        { policy, profile, now },
      ) => [
        ...judgeHiddenCohorts(cohorts.value, cohortHistory.value, expansionAccepted),
        ...judgeExpansion(
          {
            cohorts: cohorts.value,
            reviews: reviews.value,
            handoff: handoff.value,
            logs,
            metrics: metrics.value,
            files: files.value,
            limits: expansionLimits(policy, profile),
            now,
          },
          expansionAccepted,
        ),
      ],
    }),
    check('RS-4', {
      title: 'The roadmap has an order that can be followed',
      levels: '-/B/B',
      remedy: 'Write readiness/roadmap.yaml: items with owner, date, after, and the criteria that have to pass before.',
      actors: ['product-owner', 'author'],
      requires: ['roadmap'],
      judge: ({ roadmap }) => {
        const found = judgeRoadmap(roadmap.value);
        const nameless = unnamedPeople(roadmapOwners(roadmap.value), false);
        return nameless.length > 0 ? [...found.filter(({ outcome }) => outcome !== 'met'), ...nameless] : found;
      },
      facts: ['owners'],
      confirm: ({ roadmap, owners }) => {
        const absent = missingPeople(roadmapOwners(roadmap.value), owners.value);
        return absent.length > 0 ? absent : judgeRoadmap(roadmap.value);
      },
    }),
    check('RS-5', {
      title: 'It is measured at a stated pace, and governance turns to the same people as support',
      levels: 'a/B/B',
      remedy: 'Write governance: { cadence, escalation } in readiness/pilot.yaml, and keep the rows up to date.',
      actors: ['governance-owner', 'author'],
      requires: ['pilot', 'metrics', 'files', 'model'],
      judge: ({ pilot, metrics, files, model }, { now }) =>
        judgeCadence(pilot.value, metrics.value, files.value, model.value, now),
    }),
    check('RS-6', {
      title: 'The pilot is phase one of something planned, costed and decided on a day',
      levels: 'a/B/B',
      remedy: 'Link and cost phase two (readiness/roadmap.yaml, readiness/economics.yaml) and set the day of decision.',
      actors: ['product-owner', 'sponsor'],
      requires: ['pilot', 'roadmap', 'economics', 'reviews', 'tree'],
      optional: ['metrics'],
      judge: ({ pilot, roadmap, economics, reviews, tree, metrics }, { params, now }) =>
        judgePhaseOne({
          pilot: pilot.value,
          roadmap: roadmap.value,
          economics: economics.value,
          metrics,
          reviews: reviews.value,
          tree: tree.value,
          warnAfterDays: params.undecidedDays,
          now,
        }),
    }),
    check('RS-7', {
      title: "A partner's contract covered the handoff before the pilot",
      levels: '-/a/B',
      remedy:
        'Refer to the contract under engagement in readiness/pilot.yaml: handoff, reviews, change of work, documentation.',
      alternativeRemedy:
        'Agree on what is missing now, and have the sponsor accept that it came late with `/readiness accept RS-7 because <reason>`; it is always displayed.',
      actors: ['sponsor', 'author'],
      requires: ['pilot', 'tree'],
      optional: ['model'],
      judge: ({ pilot, model, tree }) => judgeEngagement(pilot.value, model, tree.value),
      facts: ['engagementHistory', 'startHistory'],
      optionalFacts: ['engagementAccepted'],
      confirm: ({ pilot, model, tree, engagementHistory, startHistory, engagementAccepted }) => {
        const late = judgeEngagement(pilot.value, model, tree.value).filter(({ outcome }) => outcome !== 'met');
        const words = acceptedWords(engagementAccepted);
        if (late.length > 0)
          return words === undefined
            ? late
            : late.map((finding) => met(`${summaryOf(finding)}; ${words}`, finding.places));
        return judgeAgreed(pilot.value, engagementHistory.value, startHistory.value, engagementAccepted);
      },
    }),
  ],
});
