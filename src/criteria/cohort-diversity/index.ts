import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, sectionHistory } from '../../engine/fact-requests.ts';
import { evalResults, named, section } from '../../engine/inputs.ts';
import { cohortRows, cohortSpans } from '../shared/cohorts/rows.ts';
import { judgeSupport } from '../shared/cohorts/support.ts';
import { resultsOf } from '../shared/evals/tests.ts';
import { RAW_FIGURES_LIMIT } from '../shared/limits.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { readableWherePresent } from '../shared/preconditions.ts';
import { judgeDifferences } from './differences.ts';
import { droppedCohorts } from './dropped.ts';
import { judgeEdgeCases } from './edge-cases.ts';
import { judgeEnough } from './enough.ts';
import { judgeHardSites } from './hard-sites.ts';
import { judgeRawRows } from './raw-rows.ts';
import { judgeSuccess } from './success.ts';

/** Asks whether the pilot worked at different sites, a difficult one included, at each of them by its own rows. */
export default defineCriterion({
  id: 'cohort-diversity',
  title: 'Cohorts',
  subtitle: 'The pilot worked at several different sites, including a difficult one',
  half: 'organizational',
  why: 'One hand-picked site does not show how the pilot works at the others.',
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
      cohortHistory: at && sectionHistory(at),
      dropAccepted: acceptance('CD-4', sponsorHandles(pilot)),
    };
  },
  checks: (check) => [
    check('CD-1', {
      title: 'The pilot ran at enough sites, long enough, with different people',
      levels: 'a/B/B',
      remedy: 'Run the pilot at three sites with different teams and managers, each for two weeks and thirty cases.',
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
      title: 'At least one cohort was at a difficult site',
      levels: '-/B/B',
      remedy: "Run the pilot at a site with an old stack, people who did not volunteer, or data below the others'.",
      requires: ['cohorts', 'files'],
      optional: ['integration'],
      preconditions: ({ integration }) => [readableWherePresent(integration)],
      judge: ({ cohorts, files, integration }, { params, now }) =>
        judgeHardSites(cohortRows(cohorts.value, files.value, now), integration, params),
    }),
    check('CD-4', {
      title: 'Each cohort reached the success threshold by itself, and none was left out',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Record the outcome of each cohort, row by row; every one of them has to reach the success trigger.',
      alternativeRemedy:
        'A cohort that was removed from the file is put back, or the sponsor accepts the removal with `/readiness accept CD-4 because <reason>`, and reports always show it.',
      actors: ['author', 'product-owner'],
      requires: ['cohorts', 'files', 'metrics'],
      judge: ({ cohorts, files, metrics }, { params, now }) => {
        const all = cohortRows(cohorts.value, files.value, now);
        return judgeSuccess(cohorts.value, all, metrics.value, files.value, params, now);
      },
      facts: ['cohortHistory'],
      optionalFacts: ['dropAccepted'],
      objections: ({ cohorts, cohortHistory, dropAccepted }) => {
        if (cohortHistory === undefined) return [];
        const ids = cohorts.value.value.cohorts.map(({ id }) => id);
        return droppedCohorts(cohortHistory.value, ids, dropAccepted, cohorts.value.at('cohorts'));
      },
    }),
    check('CD-5', {
      title: 'The cohorts got no more support than was priced',
      levels: '-/B/B',
      remedy:
        'Record the hours of vendor and central support for each cohort and price them in readiness/economics.yaml.',
      requires: ['cohorts', 'files', 'economics'],
      judge: ({ cohorts, files, economics }, { now }) =>
        judgeSupport(cohorts.value, cohortSpans(cohorts.value, now), economics.value, files.value, now),
    }),
    check('CD-6', {
      limit: RAW_FIGURES_LIMIT,
      title: 'The rows of each cohort are there as they were recorded',
      levels: 'a/B/B',
      remedy: 'Commit the raw rows of each cohort, and add raw, n and sha256.',
      requires: ['cohorts', 'files'],
      judge: ({ cohorts, files }, { now }) => judgeRawRows(cohorts.value, cohortRows(cohorts.value, files.value, now)),
    }),
    check('CD-7', {
      title: 'New cases at each site are settled and covered by the eval suite',
      levels: '-/a/B',
      remedy: 'List the edge cases of each cohort with disposition and eval-case.',
      requires: ['cohorts', 'files'],
      optional: ['evals', 'results'],
      judge: ({ cohorts, evals, results }, { now }) =>
        judgeEdgeCases(cohorts.value, cohortSpans(cohorts.value, now), resultsOf(evals, results)),
    }),
  ],
});
