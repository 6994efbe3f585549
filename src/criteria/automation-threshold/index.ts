import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { authorship } from '../../engine/fact-requests.ts';
import { named, section } from '../../engine/inputs.ts';
import { judgeNoTouch, nothingAutomatic } from '../shared/automation/no-touch.ts';
import { readRunLog } from '../shared/automation/run-log.ts';
import { RAW_FIGURES_LIMIT } from '../shared/limits.ts';
import { judgeCohortShares, judgeDrop } from './cohort-shares.ts';
import { messages } from './messages.ts';
import { judgeExceptionRate, judgeReviewLoad } from './review-load.ts';
import { checkBuilders, judgeTouches } from './touches.ts';

const share = z.number().min(0).max(1);

/** Asks that automatic decisions really run without people, counted from the log of runs and at every site. */
export default defineCriterion({
  id: 'automation-threshold',
  title: 'Automation',
  subtitle: 'At least four in five automatic decisions run without human intervention',
  half: 'technical',
  why: 'Manual work behind the system grows with every new case, and its cost is usually not known.',
  sources: ['S0', 'S1'],
  params: {
    minShare: param(share, 0.8, 'higher', 'share of automatic decisions that ran untouched, at least'),
    minDays: param(z.int().min(1).max(365), 14, 'higher', 'days that the share is counted over, at least'),
    minRuns: param(z.int().min(1).max(100_000), 100, 'higher', 'automatic decisions that the share rests on, at least'),
    minCohortRuns: param(
      z.int().min(1).max(100_000),
      30,
      'higher',
      'automatic decisions of each cohort that its share rests on, at least',
    ),
    maxAgeDays: param(z.int().min(1).max(365), 30, 'lower', 'days after which the newest run is too old'),
    maxDrop: param(share, 0.05, 'lower', 'largest drop of the share from the first cohort to the latest'),
  },
  inputs: () => ({
    workflow: section('workflow'),
    files: named('workflow'),
    cohorts: section('cohorts'),
    pilot: section('pilot'),
    model: section('operating-model'),
    metrics: section('metrics'),
    metricFiles: named('metrics'),
  }),
  facts: {
    commits: 'authorship',
  },
  requests: () => ({ commits: authorship(['**']) }),
  checks: (check) => [
    check('AT-1', {
      limit: RAW_FIGURES_LIMIT,
      title: 'Enough automatic decisions run untouched',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Export the log of runs, name it in the workflow, and remove the causes of the most frequent touches.',
      requires: ['workflow', 'files'],
      judge: ({ workflow, files }, { params, now }) => {
        const byDesign = nothingAutomatic(workflow.value);
        if (byDesign) return byDesign;
        const read = readRunLog(workflow.value, files.value, now);
        return 'open' in read ? read.open : judgeNoTouch(read.log, params, now);
      },
    }),
    check('AT-2', {
      title: 'The share holds in every cohort, and outside the first site',
      levels: '-/B/B',
      remedy: 'Export the runs of every cohort, and remove what people do by hand where the share is low.',
      requires: ['workflow', 'files', 'cohorts'],
      judge: ({ workflow, files, cohorts }, { params, now }) => {
        const byDesign = nothingAutomatic(workflow.value);
        if (byDesign) return byDesign;
        const read = readRunLog(workflow.value, files.value, now);
        return 'open' in read ? read.open : judgeCohortShares(cohorts.value, read.log, params, now);
      },
    }),
    check('AT-3', {
      title: 'All manual work counts, including that of the builders',
      levels: '-/B/B',
      remedy: 'State in each touched row of the log what was done (touch_kind) and by whom (touch_by).',
      requires: ['workflow', 'files', 'pilot'],
      judge: ({ workflow, files }, { now }) => {
        const read = readRunLog(workflow.value, files.value, now);
        if ('open' in read) return read.open;
        const gaps = judgeTouches(read.log);
        return gaps.length > 0 ? gaps : met(messages.touchesExplained(), read.log.place);
      },
      facts: ['commits'],
      objections: ({ workflow, files, pilot, commits }, { now }) => {
        const read = readRunLog(workflow.value, files.value, now);
        return 'log' in read ? checkBuilders(read.log, workflow.value, pilot.value, commits.value) : [];
      },
    }),
    check('AT-4', {
      title: 'The latest cohort needs no more manual work than the first',
      levels: '-/a/a',
      remedy: 'Compare what people touch in the latest cohort with the first one, and remove what is new.',
      requires: ['workflow', 'files', 'cohorts'],
      judge: ({ workflow, files, cohorts }, { params, now }) => {
        const byDesign = nothingAutomatic(workflow.value);
        if (byDesign) return byDesign;
        const read = readRunLog(workflow.value, files.value, now);
        return 'open' in read ? read.open : judgeDrop(cohorts.value, read.log, params, now);
      },
    }),
    check('AT-5', {
      title: 'Exceptions are counted, and there are enough people to review them',
      levels: 'a/B/B',
      remedy: 'Measure the exception rate, and state in the operating model how many cases a day people can review.',
      requires: ['workflow', 'files', 'metrics', 'metricFiles', 'model'],
      judge: ({ workflow, files, metrics, metricFiles, model }, { params, now }) => {
        const read = readRunLog(workflow.value, files.value, now);
        if ('open' in read) return read.open;
        const rate = judgeExceptionRate(metrics.value, metricFiles.value, now);
        const load = judgeReviewLoad(read.log, model.value, params);
        if ('open' in rate) return load.outcome === 'met' ? rate.open : [rate.open, load];
        return load.outcome === 'met' ? met(messages.exceptionsCovered({ rate: rate.rate, load }), load.places) : load;
      },
    }),
  ],
});
