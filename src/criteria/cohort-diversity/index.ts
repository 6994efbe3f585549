import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, valueHistory } from '../../engine/fact-requests.ts';
import { evalResults, named, section } from '../../engine/inputs.ts';
import { cohortRows } from '../shared/cohorts/rows.ts';
import { judgeSupport } from '../shared/cohorts/support.ts';
import { resultsOf } from '../shared/evals/tests.ts';
import { RAW_FIGURES_LIMIT } from '../shared/limits.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { unreadable } from '../shared/unreadable.ts';
import { judgeDifferences } from './differences.ts';
import { droppedCohorts } from './dropped.ts';
import { judgeEdgeCases } from './edge-cases.ts';
import { judgeEnough } from './enough.ts';
import { judgeHardSites } from './hard-sites.ts';
import { judgeRawRows } from './raw-rows.ts';
import { judgeSuccess } from './success.ts';

/** Asks whether it worked at different sites, also at a hard one, at each of them by its own rows. */
export default defineCriterion({
  id: 'cohort-diversity',
  title: 'Cohorts',
  subtitle: 'It worked where it was hard',
  half: 'organizational',
  why: 'One hand-picked site says nothing about all the others.',
  sources: ['S0', 'S1', 'S4'],
  params: {
    cohorts: param(
      z.int().min(1).max(12),
      { minimal: 1, standard: 3, regulated: 3 },
      'higher',
      'complete cohorts that share neither team nor manager',
    ),
    cohortDays: param(z.int().min(1).max(365), 14, 'higher', 'days that a cohort lasts, at least'),
    cohortUnits: param(z.int().min(1).max(1_000_000), 30, 'higher', 'cases that a cohort sees, at least'),
    maxGap: param(
      z.number().min(0).max(1),
      0.2,
      'lower',
      'largest difference between best and worst cohort without an explanation: points of a share, else a part of the larger figure',
    ),
  },
  inputs: () => ({
    cohorts: section('cohorts'),
    files: named('cohorts'),
    metrics: section('metrics'),
    integration: section('integration'),
    economics: section('economics'),
    pilot: section('pilot'),
    evals: section('evals'),
    results: evalResults(),
  }),
  facts: {
    cohortHistory: 'value-history',
    dropAccepted: 'acceptance',
  },
  requests: (_params, { cohorts, pilot }) => {
    const at = cohorts.state === 'seen' ? pointerTo('cohorts', cohorts.value, 'cohorts') : undefined;
    return {
      cohortHistory: at && valueHistory(at.path, at.pointer),
      dropAccepted: acceptance('CD-4', sponsorHandles(pilot)),
    };
  },
  checks: (check) => [
    check('CD-1', {
      title: 'It was tried at enough sites, long enough, with different people',
      levels: 'a/B/B',
      remedy: 'Try it at three sites with different teams and managers, each for two weeks and thirty cases.',
      requires: ['cohorts', 'files'],
      judge: ({ cohorts, files }, { params, now }) => judgeEnough(cohortRows(cohorts.value, files.value, now), params),
    }),
    check('CD-2', {
      title: 'The cohorts differ from each other in more than one thing',
      levels: '-/B/B',
      remedy: 'Choose cohorts that differ in site, stack, data source, process variant or customer segment.',
      requires: ['cohorts', 'files'],
      judge: ({ cohorts, files }, { params, now }) =>
        judgeDifferences(cohortRows(cohorts.value, files.value, now), params),
    }),
    check('CD-3', {
      title: 'One of them was hard',
      levels: '-/B/B',
      remedy: "Try it at a site with an old stack, people who did not volunteer, or data below the others'.",
      requires: ['cohorts', 'files'],
      optional: ['integration'],
      judge: ({ cohorts, files, integration }, { params, now }) => [
        ...unreadable(integration),
        ...judgeHardSites(cohortRows(cohorts.value, files.value, now), integration, params),
      ],
    }),
    check('CD-4', {
      title: 'Each cohort reached the line by itself, and none was left out',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Record the outcome of each cohort, row by row; every one of them has to reach the success trigger.',
      alternativeRemedy:
        'A cohort that was taken out of the file is put back, or the sponsor accepts that with `/readiness accept CD-4 because <reason>`, which is always displayed.',
      actors: ['author', 'product-owner'],
      requires: ['cohorts', 'files', 'metrics'],
      judge: ({ cohorts, files, metrics }, { params, now }) => {
        const all = cohortRows(cohorts.value, files.value, now);
        return judgeSuccess(cohorts.value, all, metrics.value, files.value, params, now);
      },
      facts: ['cohortHistory'],
      optionalFacts: ['dropAccepted'],
      confirm: ({ cohorts, files, metrics, cohortHistory, dropAccepted }, { params, now }) => {
        const all = cohortRows(cohorts.value, files.value, now);
        const ids = all.map(({ cohort }) => cohort.id);
        const dropped = droppedCohorts(cohortHistory.value, ids, dropAccepted, cohorts.value.at('cohorts'));
        return [...dropped, ...judgeSuccess(cohorts.value, all, metrics.value, files.value, params, now)];
      },
    }),
    check('CD-5', {
      title: 'It takes no more help than was priced',
      levels: '-/B/B',
      remedy:
        'Record the hours of vendor and central support for each cohort and price them in readiness/economics.yaml.',
      requires: ['cohorts', 'files', 'economics'],
      judge: ({ cohorts, files, economics }, { now }) =>
        judgeSupport(cohorts.value, cohortRows(cohorts.value, files.value, now), economics.value, files.value, now),
    }),
    check('CD-6', {
      limit: RAW_FIGURES_LIMIT,
      title: 'The rows of each cohort are there as they were recorded',
      levels: 'a/B/B',
      remedy: 'Commit the raw rows of each cohort, and write raw, n and sha256.',
      requires: ['cohorts', 'files'],
      judge: ({ cohorts, files }, { now }) => judgeRawRows(cohorts.value, cohortRows(cohorts.value, files.value, now)),
    }),
    check('CD-7', {
      title: 'What was new at a site is settled and guarded by the suite',
      levels: '-/a/B',
      remedy: 'List the edge cases of each cohort with disposition and eval-case.',
      requires: ['cohorts', 'files'],
      optional: ['evals', 'results'],
      judge: ({ cohorts, files, evals, results }, { now }) =>
        judgeEdgeCases(cohorts.value, cohortRows(cohorts.value, files.value, now), resultsOf(evals, results)),
    }),
  ],
});
