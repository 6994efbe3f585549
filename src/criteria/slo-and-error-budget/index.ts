import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, newestRun, sectionHistory, valueHistory } from '../../engine/fact-requests.ts';
import { document, named, openSlos, section, tree, workflows } from '../../engine/inputs.ts';
import { RAW_FIGURES_LIMIT } from '../shared/limits.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { budgetDeciders, judgeBudgetPolicy, judgeBudgets } from '../shared/slo/budget.ts';
import { judgeIncidents } from '../shared/slo/incidents.ts';
import { judgeAlerts } from './alerts.ts';
import { bouncedIncidents } from './bounced-incidents.ts';
import { judgeHealth, judgeHealthRun } from './health.ts';
import { judgeObjectives } from './objectives.ts';
import { unobserved } from './open-slo.ts';
import { judgeTargets } from './targets.ts';

/** Checks that the service has targets in numbers, alerts for them, and error budgets that are not spent. */
export default defineCriterion({
  id: 'slo-and-error-budget',
  title: 'SLOs and error budget',
  subtitle: 'The service meets its targets, and somebody on call is alerted when it does not',
  half: 'technical',
  why: 'A pilot that expands without measured limits takes its incidents to new sites.',
  sources: ['S0', 'S1', 'S3'],
  params: {
    windowDays: param(z.int().min(1).max(365), 14, 'higher', 'shortest window of an objective, in days'),
    maxAgeDays: param(z.int().min(1).max(90), 7, 'lower', 'days after which the newest rows are too old'),
    budgetLeft: param(
      z.number().min(0).max(1),
      { minimal: 0, standard: 0, regulated: 0.25 },
      'higher',
      'share of each error budget that has to be left',
    ),
    lookBackDays: param(z.int().min(14).max(730), 90, 'higher', 'days whose incidents count for the time to restore'),
    siteRatio: param(
      z.number().min(1).max(10),
      2,
      'lower',
      'largest rate of incidents at the newest site, as a multiple of the median of the other sites',
    ),
    healthDays: param(z.int().min(1).max(90), 7, 'lower', 'days after which the newest health check is too old'),
  },
  inputs: () => ({
    metrics: section('metrics'),
    openSlo: openSlos(),
    files: named('metrics'),
    pilot: section('pilot'),
    model: section('operating-model'),
    cohorts: section('cohorts'),
    runbook: document('runbook'),
    workflows: workflows(),
    tree: tree(),
  }),
  facts: {
    targets: 'value-history',
    fileTargets: 'value-history',
    startHistory: 'value-history',
    targetsAccepted: 'acceptance',
    health: 'newest-run',
  },
  requests: (_params, { metrics, openSlo, pilot }) => {
    const located = metrics.state === 'seen' ? metrics.value : undefined;
    const slos = located && pointerTo('metrics', located, 'slos');
    const files = openSlo.state === 'seen' ? openSlo.value.map(({ path }) => path) : [];
    const workflow = located?.value.health?.workflow;
    return {
      targets: slos && sectionHistory(slos),
      fileTargets: files.map((path) => valueHistory(path, 'spec.objectives')),
      startHistory: pilot.state === 'seen' ? sectionHistory(pointerTo('pilot', pilot.value, 'started-on')) : undefined,
      targetsAccepted: acceptance('SL-1', sponsorHandles(pilot)),
      health: workflow === undefined ? undefined : newestRun(workflow),
    };
  },
  checks: (check) => [
    check('SL-1', {
      title: 'Each side of the service has a target in numbers, and none was loosened while the pilot ran',
      levels: 'a/B/B',
      remedy:
        'Declare objectives for availability, latency, quality and data quality under slos in readiness/metrics.yaml.',
      alternativeRemedy:
        'Restore the earlier target, or have the sponsor accept the looser one with `/readiness accept SL-1 because <reason>`, which every report displays.',
      actors: ['author', 'sponsor'],
      requires: ['pilot', 'openSlo'],
      optional: ['metrics'],
      judge: ({ metrics, openSlo }) => judgeObjectives(metrics, openSlo.value),
      facts: ['targets', 'fileTargets', 'startHistory'],
      optionalFacts: ['targetsAccepted'],
      objections: ({ metrics, openSlo, pilot, targets, fileTargets, startHistory, targetsAccepted }) =>
        startHistory === undefined
          ? []
          : judgeTargets({
              place: metrics.state === 'seen' ? metrics.value.at('slos') : openSlo.place,
              pilot: pilot.value,
              history: targets?.value,
              files: fileTargets.value,
              startHistory: startHistory.value,
              acceptance: targetsAccepted,
            }),
    }),
    check('SL-2', {
      title: 'When an error budget runs out, somebody decides and something happens',
      levels: '-/B/B',
      remedy: 'Add error-budget.policy to readiness/metrics.yaml: remaining-below, consequence, decider.',
      requires: ['metrics'],
      preconditions: ({ metrics }) => [existingPeople(budgetDeciders(metrics.value), { decisive: true })],
      preconditionFacts: ['people'],
      judge: ({ metrics }) => judgeBudgetPolicy(metrics.value),
    }),
    check('SL-3', {
      limit: RAW_FIGURES_LIMIT,
      title: 'The observed rows show that no error budget is spent',
      levels: '-/B/B',
      remedy: 'Record rows for every objective, and evaluate again once a whole window is good enough.',
      requires: ['metrics', 'files', 'openSlo'],
      judge: ({ metrics, files, openSlo }, { params, now }) => [
        ...unobserved(metrics.value, openSlo.value),
        ...judgeBudgets(metrics.value, files.value, {
          windowDays: params.windowDays,
          maxAgeDays: params.maxAgeDays,
          remaining: params.budgetLeft,
          now,
        }),
      ],
    }),
    check('SL-4', {
      title: 'Somebody on call is alerted when a target is missed, with a link to the runbook',
      levels: 'a/B/B',
      remedy: 'Give each objective an alert: file, routes-to (somebody on call) and runbook.',
      requires: ['metrics', 'files', 'model', 'tree'],
      optional: ['runbook'],
      judge: ({ metrics, files, model, tree, runbook }, { subject }) =>
        judgeAlerts({
          metrics: metrics.value,
          model: model.value,
          files: files.value,
          tree: tree.value,
          runbook,
          repository: subject.repository,
        }),
    }),
    check('SL-5', {
      title: 'Incidents end in time, no critical one is open, and the newest site has no more than others',
      levels: '-/B/B',
      remedy: 'List incidents in a table with the columns opened, resolved, severity and site, and fix what fails.',
      requires: ['metrics', 'files', 'cohorts'],
      judge: ({ metrics, files, cohorts }, { params, now }) =>
        judgeIncidents(metrics.value, files.value, cohorts.value, {
          lookBackDays: params.lookBackDays,
          siteRatio: params.siteRatio,
          now,
        }),
    }),
    check('SL-6', {
      title: 'A scheduled workflow checks the health of the service, and its newest run succeeded',
      levels: 'a/B/B',
      remedy:
        'Add a scheduled workflow that checks the service, and name it as health.workflow in readiness/metrics.yaml.',
      requires: ['metrics', 'workflows'],
      judge: ({ metrics, workflows }) => judgeHealth(metrics.value, workflows.value),
      facts: ['health'],
      objections: ({ metrics, health }, { params, now }) =>
        health === undefined ? [] : [judgeHealthRun(metrics.value, health.value, params.healthDays, now)],
    }),
  ],
  stallSigns: ({ metrics, files }, now) => ({
    signs: metrics.state === 'seen' && files.state === 'seen' ? bouncedIncidents(metrics.value, files.value, now) : [],
    due: [],
  }),
});
