import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, newestRun, valueHistory } from '../../engine/fact-requests.ts';
import { document, named, openSlos, section, tree, workflows } from '../../engine/inputs.ts';
import { RAW_FIGURES_LIMIT } from '../shared/limits.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { budgetDeciders, judgeBudgetPolicy, judgeBudgets } from '../shared/slo/budget.ts';
import { judgeIncidents } from '../shared/slo/incidents.ts';
import { judgeAlerts } from './alerts.ts';
import { bouncedIncidents } from './bounced-incidents.ts';
import { confirmHealth, judgeHealth } from './health.ts';
import { judgeObjectives } from './objectives.ts';
import { unobserved } from './open-slo.ts';
import { judgeTargets } from './targets.ts';

/** Asks that health is promised in numbers, alerted on, and inside its error budget. */
export default defineCriterion({
  id: 'slo-and-error-budget',
  title: 'SLOs and error budget',
  subtitle: 'Seen, alerted and inside budget',
  half: 'technical',
  why: 'Expansion without objective limits of health exports incidents to new sites.',
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
      'how many times the usual rate of incidents the newest site may have',
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
    const at = metrics.state === 'seen' ? pointerTo('metrics', metrics.value, 'slos') : undefined;
    const start = pilot.state === 'seen' ? valueHistory(pilot.value.at().path, 'started-on') : undefined;
    const files = openSlo.state === 'seen' ? openSlo.value.map(({ path }) => path) : [];
    const health = metrics.state === 'seen' ? metrics.value.value.health?.workflow : undefined;
    return {
      // Without a section there are no targets in it: the same question again costs nothing.
      targets: at ? valueHistory(at.path, at.pointer) : start,
      fileTargets: files.map((path) => valueHistory(path, 'spec.objectives')),
      startHistory: start,
      targetsAccepted: acceptance('SL-1', sponsorHandles(pilot)),
      health: health === undefined ? undefined : newestRun(health),
    };
  },
  checks: (check) => [
    check('SL-1', {
      title: 'Each side of the service has a target in numbers, and none was loosened once it ran',
      levels: 'a/B/B',
      remedy:
        'Declare objectives for availability, latency, quality and data quality under slos in readiness/metrics.yaml.',
      alternativeRemedy:
        'Put the earlier target back, or have the sponsor accept the looser one with `/readiness accept SL-1 because <reason>`; it is always displayed.',
      actors: ['author', 'sponsor'],
      requires: ['pilot', 'openSlo'],
      optional: ['metrics'],
      judge: ({ metrics, openSlo }) => judgeObjectives(metrics, openSlo.value),
      facts: ['targets', 'fileTargets', 'startHistory'],
      optionalFacts: ['targetsAccepted'],
      confirm: ({ metrics, openSlo, pilot, targets, fileTargets, startHistory, targetsAccepted }) => {
        const loosened = judgeTargets({
          place: metrics.state === 'seen' ? metrics.value.at('slos') : openSlo.place,
          pilot: pilot.value,
          history: targets.value,
          files: fileTargets.value,
          startHistory: startHistory.value,
          acceptance: targetsAccepted,
        });
        return loosened.length > 0 ? loosened : judgeObjectives(metrics, openSlo.value);
      },
    }),
    check('SL-2', {
      title: 'When the error budget runs out, somebody decides and something happens',
      levels: '-/B/B',
      remedy: 'Add error-budget.policy to readiness/metrics.yaml: remaining-below, consequence, decider.',
      requires: ['metrics'],
      preconditions: ({ metrics }) => [existingPeople(budgetDeciders(metrics.value), { decisive: true })],
      preconditionFacts: ['people'],
      judge: ({ metrics }) => judgeBudgetPolicy(metrics.value),
    }),
    check('SL-3', {
      limit: RAW_FIGURES_LIMIT,
      title: 'The error budgets are not spent, as the rows show',
      levels: '-/B/B',
      remedy: 'Record every objective in rows, and come back when a whole window is good enough.',
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
      title: 'Somebody on call hears of every missed target, with the runbook at hand',
      levels: 'a/B/B',
      remedy: 'Give each objective an alert: file, routes-to (somebody on call), runbook.',
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
      title: 'Incidents end in time, no grave one is open, and the newest site has no more than others',
      levels: '-/B/B',
      remedy: 'Keep incidents.csv with opened, resolved, severity and site, and harden what fails.',
      requires: ['metrics', 'files', 'cohorts'],
      judge: ({ metrics, files, cohorts }, { params, now }) =>
        judgeIncidents(metrics.value, files.value, cohorts.value, {
          lookBackDays: params.lookBackDays,
          siteRatio: params.siteRatio,
          now,
        }),
    }),
    check('SL-6', {
      title: 'Something asks the service regularly whether it is well, and the newest answer was yes',
      levels: 'a/B/B',
      remedy:
        'Add a scheduled workflow that checks the service and name it as health.workflow in readiness/metrics.yaml.',
      requires: ['metrics', 'workflows'],
      judge: ({ metrics, workflows }) => judgeHealth(metrics.value, workflows.value),
      facts: ['health'],
      confirm: ({ metrics, health }, { params, now }) =>
        confirmHealth(metrics.value, health.value, params.healthDays, now),
    }),
  ],
  stallSigns: ({ metrics, files }, now) => ({
    signs: metrics.state === 'seen' && files.state === 'seen' ? bouncedIncidents(metrics.value, files.value, now) : [],
    due: [],
  }),
});
