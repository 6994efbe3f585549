import { defineMessages } from '../../../domain/message.ts';

/** Messages about error budgets and incidents, for every criterion. */
export const messages = defineMessages({
  noObjectives: {
    summary: 'No objective is declared, so there is no error budget',
    remedy: 'Declare objectives under slos in readiness/metrics.yaml, with observations.',
  },
  windowTooShort: {
    summary: 'The window of {id}, {window:quote}, is shorter than {days} days',
    remedy: 'Use a window of at least {days} days for {id}: a short window hides bad weeks.',
  },
  measured: '{id}: {share} of {n|case|cases} ({from} to {to}); the target is {target}',
  windowNotCovered: {
    summary: '{measured}; the rows do not cover the whole window of {window}',
    remedy: 'Record {id} for a whole window of {window}.',
  },
  budgetSpent: {
    summary: '{measured}; the error budget is spent',
    remedy: 'Make no further changes, fix what fails, and evaluate again once a whole window is good enough.',
  },
  budgetLow: {
    summary: '{measured}; only {left} of the error budget is left, but {needed} is needed',
    remedy: 'Make no further changes, fix what fails, and evaluate again once a whole window is good enough.',
  },
  budgetLeft: '{measured}; {left} of the error budget is left',

  noBudgetPolicy: {
    summary: 'What happens when an error budget runs out is not stated',
    remedy:
      'Add error-budget.policy to readiness/metrics.yaml, with at least one step: remaining-below (such as 0.25), consequence (freeze or roll-back) and decider.',
  },
  onlyReviews: {
    summary: 'When an error budget runs out, the only consequence is a review',
    remedy: 'Give at least one step the consequence freeze (no more changes) or roll-back.',
  },
  budgetStep: '{consequence} below {remaining} (decided by {decider})',
  budgetPolicy: 'When an error budget runs out: {steps}',

  noIncidents: {
    summary: 'No list of incidents is declared',
    remedy:
      'Add incidents to readiness/metrics.yaml: file (a table with the columns opened, resolved, severity and site) and mttr-target-minutes.',
  },
  unknownSite: {
    summary: '{file}:{line} names the site {site:quote 40}, which no cohort has',
    remedy: 'Write the site as in readiness/cohorts.yaml, or add the cohort there.',
  },
  criticalIncidentOpen: {
    summary: '{count|critical incident is|critical incidents are} still open',
    remedy: 'Resolve the incident first, then enter the time in the column resolved.',
  },
  slowToResolve: {
    summary: 'Incidents of the last {days} days took {minutes} minutes to resolve on average; the target is {target}',
    remedy: 'Find out what delayed the longest ones (detection, access, rollback), and fix that first.',
  },
  newestSiteWorse: {
    summary: 'The newest site, {site}, has {incidents} incidents per 30 days; the median of the other sites is {usual}',
    remedy: 'Before anything is added, find out what fails at {site} and not at other sites, and fix it.',
  },
  noneResolved: 'No incident was resolved in the last {days} days, and no critical incident is open',
  incidentsInOrder: 'Incidents were resolved in {minutes} minutes on average, and no critical incident is open',
});
