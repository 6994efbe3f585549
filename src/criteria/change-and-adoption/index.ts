import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, history, issueStates, sectionHistory } from '../../engine/fact-requests.ts';
import { named, section, tree } from '../../engine/inputs.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { longBlocked } from '../shared/waiting.ts';
import { judgeChampions, supportersOf } from './champions.ts';
import { checkContributions, coDesigners, contributionLinks, judgeCoDesigners } from './co-designers.ts';
import { judgeComms, ownersOfComms } from './comms.ts';
import { judgeIncentives } from './incentives.ts';
import { judgeOutsideFlow } from './outside-flow.ts';
import { judgeTraining } from './training.ts';
import { unevenAdoption } from './uneven-adoption.ts';
import { checkThreshold, judgeUse } from './use.ts';

const share = z.number().min(0).max(1);

/** Checks that the people whose work changes helped to design it, were informed and trained, and use it. */
export default defineCriterion({
  id: 'change-and-adoption',
  title: 'Change and adoption',
  subtitle: 'The people whose work changes helped to design it, and use it',
  half: 'organizational',
  why: 'Managers who were not asked and teams that gain nothing work around a new tool.',
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
      'days after which an open blocker must have reached the sponsor',
    ),
    minAttendance: param(share, 0.8, 'higher', 'share of the invited people who attended each training, at least'),
    minAdoption: param(share, 0.5, 'higher', 'lowest threshold of adoption that may be declared'),
    weeks: param(z.int().min(1).max(52), 4, 'higher', 'weeks in a row in which the threshold must be reached'),
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
      contributions: links.files.length > 0 ? history(links.files) : undefined,
      issues: links.issues.length > 0 ? issueStates(links.issues) : undefined,
      cohortStarts: starts && sectionHistory(starts),
      thresholdHistory: threshold && sectionHistory(threshold),
      startHistory: pilot.state === 'seen' ? sectionHistory(pointerTo('pilot', pilot.value, 'started-on')) : undefined,
      managersAccepted: acceptance('CA-1', sponsor),
      thresholdAccepted: acceptance('CA-6', sponsor),
    };
  },
  checks: (check) => [
    check('CA-1', {
      limit: 'Whether the managers who took part in the design had real influence on it',
      title: 'The managers whose people work differently helped to design it, before it reached them',
      levels: '-/B/B',
      remedy: 'List the managers under managers in readiness/change-plan.yaml, each with their contributions.',
      alternativeRemedy:
        'Let them help to design a cohort that has not begun, or have the sponsor accept it late with `/readiness accept CA-1 because <reason>`; it is always displayed.',
      actors: ['product-owner', 'sponsor'],
      requires: ['plan', 'cohorts', 'tree'],
      preconditions: ({ plan }) => [existingPeople(coDesigners(plan.value), { namesWillDo: true })],
      preconditionFacts: ['people'],
      judge: ({ plan, cohorts, tree: files }, { params, now }) =>
        judgeCoDesigners(plan.value, cohorts.value, files.value, params.minManagers, now),
      facts: ['contributions', 'issues', 'cohortStarts'],
      optionalFacts: ['managersAccepted'],
      objections: ({ plan, cohorts, tree: files, ...facts }, { now }) =>
        checkContributions(plan.value, cohorts.value, files.value, facts, now),
    }),
    check('CA-2', {
      title: 'Each cohort has a champion, and old blockers have reached the sponsor',
      levels: '-/B/B',
      remedy: 'List champions and blockers in readiness/change-plan.yaml, and bring old blockers to the sponsor.',
      actors: ['product-owner', 'author'],
      requires: ['plan', 'cohorts', 'pilot'],
      preconditions: ({ plan }) => [existingPeople(supportersOf(plan.value), { namesWillDo: true })],
      preconditionFacts: ['people'],
      judge: ({ plan, cohorts, pilot }, { params, now }) =>
        judgeChampions(plan.value, cohorts.value, pilot.value, params, now),
    }),
    check('CA-3', {
      limit: 'Whether the people who attended a training understood it',
      title: 'People were trained before they went live, including exceptions and how to overrule it',
      levels: 'a/B/B',
      remedy: 'Hold the training and list it under training in readiness/change-plan.yaml, with its attendance.',
      alternativeRemedy: 'Repeat a training that came late before the next go-live, and list it with its own date.',
      actors: ['product-owner', 'author'],
      requires: ['plan', 'files'],
      judge: ({ plan, files }, { params: { minAttendance }, profile, now }) =>
        judgeTraining(plan.value, files.value, { minAttendance, needsRows: profile !== 'minimal' }, now),
    }),
    check('CA-4', {
      title: 'People were informed about the effect on their targets, their number and their roles',
      levels: '-/a/B',
      remedy: 'Inform the people concerned, and list the message under comms in readiness/change-plan.yaml.',
      actors: ['product-owner', 'sponsor'],
      requires: ['plan', 'tree'],
      preconditions: ({ plan }) => [existingPeople(ownersOfComms(plan.value), { namesWillDo: true })],
      preconditionFacts: ['people'],
      judge: ({ plan, tree: files }, { now }) => judgeComms(plan.value, files.value, now),
    }),
    check('CA-5', {
      title: 'A manager gains when the outcome does, and conflicting targets are stated',
      levels: '-/a/B',
      remedy: 'Write incentives and conflicting-kpis in readiness/change-plan.yaml.',
      actors: ['sponsor', 'product-owner'],
      requires: ['plan', 'metrics'],
      judge: ({ plan, metrics }) => judgeIncentives(plan.value, metrics.value),
    }),
    check('CA-6', {
      title: 'Enough people who are not champions use it, week after week',
      levels: 'a/B/B',
      remedy: 'Export who used it, week by week, and name the file as adoption in readiness/change-plan.yaml.',
      alternativeRemedy:
        'Have the sponsor accept a threshold that was set after the pilot began with `/readiness accept CA-6 because <reason>`; it is always displayed.',
      actors: ['product-owner', 'author'],
      requires: ['plan', 'files', 'metrics', 'pilot'],
      judge: ({ plan, files, metrics }, { params, now }) =>
        judgeUse(plan.value, metrics.value, files.value, params, now),
      facts: ['thresholdHistory', 'startHistory'],
      optionalFacts: ['thresholdAccepted'],
      objections: ({ plan, pilot, ...facts }) => checkThreshold(plan.value, pilot.value, facts),
    }),
    check('CA-7', {
      title: 'Few cases are handled outside the new flow',
      levels: '-/a/a',
      remedy: 'Count the cases handled outside it, week by week, and name the file as outside-flow.',
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
