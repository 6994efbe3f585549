import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, history, issueStates, people, valueHistory } from '../../engine/fact-requests.ts';
import { named, section, tree } from '../../engine/inputs.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { accountsOf, missingPeople, unnamedPeople } from '../shared/people/known-people.ts';
import { longBlocked } from '../shared/waiting.ts';
import { judgeChampions, supportersOf } from './champions.ts';
import { coDesigners, confirmCoDesigners, contributionLinks, judgeCoDesigners } from './co-designers.ts';
import { judgeComms, ownersOfComms } from './comms.ts';
import { judgeIncentives } from './incentives.ts';
import { judgeOutsideFlow } from './outside-flow.ts';
import { judgeTraining } from './training.ts';
import { unevenAdoption } from './uneven-adoption.ts';
import { judgeFixed, judgeUse } from './use.ts';

const share = z.number().min(0).max(1);

/** Asks whether the people whose work changes helped to make it, were told and trained, and use it. */
export default defineCriterion({
  id: 'change-and-adoption',
  title: 'Change and adoption',
  subtitle: 'The people whose work changes helped, and use it',
  half: 'organizational',
  why: 'Managers who were not asked and teams that gain nothing go round a new tool.',
  sources: ['S1', 'S0', 'S4'],
  questions: { buyIn: 'CA-1' },
  params: {
    minManagers: param(
      z.int().min(1).max(100),
      5,
      'higher',
      'managers who helped to design it, at least, unless fewer are affected',
    ),
    minChampions: param(z.int().min(1).max(100), 2, 'higher', 'champions, at least'),
    escalateDays: param(
      z.int().min(1).max(365),
      30,
      'lower',
      'days after which what is in the way has to have reached the sponsor',
    ),
    minAttendance: param(share, 0.8, 'higher', 'share of those meant to come who were at each training'),
    minAdoption: param(share, 0.5, 'higher', 'lowest threshold of adoption that may be declared'),
    weeks: param(z.int().min(1).max(52), 4, 'higher', 'weeks in a row that the threshold has to be reached'),
    maxAgeDays: param(z.int().min(1).max(365), 14, 'lower', 'days after which the newest week is too old'),
  },
  inputs: () => ({
    plan: section('change-plan'),
    files: named('change-plan'),
    cohorts: section('cohorts'),
    metrics: section('metrics'),
    pilot: section('pilot'),
    tree: tree(),
  }),
  facts: {
    managers: 'people',
    supporters: 'people',
    informants: 'people',
    contributions: 'history',
    issues: 'issues',
    cohortStarts: 'value-history',
    thresholdHistory: 'value-history',
    startHistory: 'value-history',
    managersAccepted: 'acceptance',
    thresholdAccepted: 'acceptance',
  },
  requests: (_params, { plan, cohorts, pilot }) => {
    const links = plan.state === 'seen' ? contributionLinks(plan.value) : { files: [], issues: [] };
    const threshold = plan.state === 'seen' ? pointerTo('change-plan', plan.value, 'adoption.threshold') : undefined;
    const starts = cohorts.state === 'seen' ? pointerTo('cohorts', cohorts.value, 'cohorts') : undefined;
    const sponsor = sponsorHandles(pilot);
    return {
      managers: people(plan.state === 'seen' ? accountsOf(coDesigners(plan.value)) : []),
      supporters: people(plan.state === 'seen' ? accountsOf(supportersOf(plan.value)) : []),
      informants: people(plan.state === 'seen' ? accountsOf(ownersOfComms(plan.value)) : []),
      contributions: history(links.files),
      issues: issueStates(links.issues),
      cohortStarts: starts && valueHistory(starts.path, starts.pointer),
      thresholdHistory: threshold && valueHistory(threshold.path, threshold.pointer),
      startHistory: pilot.state === 'seen' ? valueHistory(pilot.value.at().path, 'started-on') : undefined,
      managersAccepted: acceptance('CA-1', sponsor),
      thresholdAccepted: acceptance('CA-6', sponsor),
    };
  },
  checks: (check) => [
    check('CA-1', {
      limit: 'Whether the managers who took part in the design had real influence on it',
      title: 'The managers whose people work differently helped to design it, before it reached them',
      levels: '-/B/B',
      remedy: 'List the managers under managers in readiness/change-plan.yaml, each with what they contributed.',
      alternativeRemedy:
        'Let them help to design a cohort that has not begun yet, or have the sponsor accept it late with `/readiness accept CA-1 because <reason>`, which is always displayed.',
      actors: ['product-owner', 'sponsor'],
      requires: ['plan', 'cohorts', 'tree'],
      judge: ({ plan, cohorts, tree: files }, { params, now }) =>
        judgeCoDesigners(plan.value, cohorts.value, files.value, params, now),
      facts: ['managers', 'contributions', 'issues', 'cohortStarts'],
      optionalFacts: ['managersAccepted'],
      confirm: (seen, { now }) =>
        confirmCoDesigners(
          seen.plan.value,
          seen.cohorts.value,
          seen.tree.value,
          {
            people: seen.managers.value,
            files: seen.contributions.value,
            issues: seen.issues.value,
            starts: seen.cohortStarts.value,
            acceptance: seen.managersAccepted,
          },
          now,
        ),
    }),
    check('CA-2', {
      title: 'Each cohort has a champion, and what is in the way reaches the sponsor',
      levels: '-/B/B',
      remedy: 'List champions and blockers in readiness/change-plan.yaml, and bring what is old to the sponsor.',
      actors: ['product-owner', 'author'],
      requires: ['plan', 'cohorts', 'pilot'],
      judge: ({ plan, cohorts, pilot }, { params, now }) =>
        judgeChampions(plan.value, cohorts.value, pilot, params, now),
      facts: ['supporters'],
      confirm: ({ plan, cohorts, pilot, supporters }, { params, now }) => [
        ...judgeChampions(plan.value, cohorts.value, pilot, params, now),
        ...missingPeople(supportersOf(plan.value), supporters.value),
      ],
    }),
    check('CA-3', {
      limit: 'Whether the people who attended a training understood it',
      title: 'People were trained before they went live, also for exceptions and for overruling it',
      levels: 'a/B/B',
      remedy: 'Hold the training and list it under training in readiness/change-plan.yaml with who was there.',
      alternativeRemedy:
        'A training that came late is held again before the next step goes live, and listed with its own day.',
      actors: ['product-owner', 'author'],
      requires: ['plan', 'files'],
      judge: ({ plan, files }, { params, profile, now }) =>
        judgeTraining(
          plan.value,
          files.value,
          { minAttendance: params.minAttendance, needsRows: profile !== 'minimal' },
          now,
        ),
    }),
    check('CA-4', {
      title: 'People were told what it means for their targets, their number and their roles',
      levels: '-/a/B',
      remedy: 'Tell them, and list it under comms in readiness/change-plan.yaml.',
      actors: ['product-owner', 'sponsor'],
      requires: ['plan', 'tree'],
      judge: ({ plan, tree: files }, { now }) => [
        ...judgeComms(plan.value, files.value, now),
        ...unnamedPeople(ownersOfComms(plan.value), true),
      ],
      facts: ['informants'],
      confirm: ({ plan, tree: files, informants: tellers }, { now }) => [
        ...judgeComms(plan.value, files.value, now),
        ...missingPeople(ownersOfComms(plan.value), tellers.value),
      ],
    }),
    check('CA-5', {
      title: 'A manager gains when the outcome does, and what pulls the other way is known',
      levels: '-/a/B',
      remedy: 'Write incentives and conflicting-kpis in readiness/change-plan.yaml.',
      actors: ['sponsor', 'product-owner'],
      requires: ['plan', 'metrics'],
      judge: ({ plan, metrics }) => judgeIncentives(plan.value, metrics.value),
    }),
    check('CA-6', {
      title: 'Enough people who are no champions use it, week after week',
      levels: 'a/B/B',
      remedy: 'Export who used it, week by week, and name the file as adoption in readiness/change-plan.yaml.',
      alternativeRemedy:
        'A threshold that was fixed after the pilot began is accepted by the sponsor with `/readiness accept CA-6 because <reason>`, which is always displayed.',
      actors: ['product-owner', 'author'],
      requires: ['plan', 'files', 'metrics', 'pilot'],
      judge: ({ plan, files, metrics }, { params, now }) =>
        judgeUse(plan.value, metrics.value, files.value, params, now),
      facts: ['thresholdHistory', 'startHistory'],
      optionalFacts: ['thresholdAccepted'],
      confirm: (seen, { params, now }) => [
        ...judgeUse(seen.plan.value, seen.metrics.value, seen.files.value, params, now),
        ...judgeFixed({
          plan: seen.plan.value,
          pilot: seen.pilot.value,
          history: seen.thresholdHistory.value,
          startHistory: seen.startHistory.value,
          acceptance: seen.thresholdAccepted,
        }),
      ],
    }),
    check('CA-7', {
      title: 'Few cases are handled beside the new flow',
      levels: '-/a/a',
      remedy: 'Count the cases handled beside it, week by week, and name the file as outside-flow.',
      requires: ['plan', 'files'],
      judge: ({ plan, files }, { params, now }) => judgeOutsideFlow(plan.value, files.value, params.maxAgeDays, now),
    }),
  ],
  stallSigns: ({ plan, files }, now) => {
    if (plan.state !== 'seen') return { signs: [], due: [] };
    const { signs, due } = longBlocked(plan.value, now);
    return { signs: [...signs, ...(files.state === 'seen' ? unevenAdoption(plan.value, files.value, now) : [])], due };
  },
});
