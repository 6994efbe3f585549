import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, issueStates, newestRun, sectionHistory } from '../../engine/fact-requests.ts';
import { document, evalResults, named, records, section, tree as treeOf, workflows } from '../../engine/inputs.ts';
import { latestDrill, provenDrill } from '../shared/drills.ts';
import { resultsOf } from '../shared/evals/tests.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { existingPeople, readableWherePresent, validProofs } from '../shared/preconditions.ts';
import { decidedProtocol, judgeProtocol, protocolObjections, protocolOwners } from './exception-protocol.ts';
import { judgeExercised } from './exercised.ts';
import { judgeLateness } from './lateness.ts';
import { judgeManualSteps, stepIssues, stepObjections } from './manual-steps.ts';
import { checkWorkflows, judgeQuality, qualityObjections } from './quality-checks.ts';
import { qualityTarget } from './quality-rate.ts';
import { judgeSources, listedSources, sourceOwners } from './sources.ts';
import { judgeUncurated } from './uncurated.ts';
import { judgeVolumeRun, runClaims } from './volume-run.ts';

/** Whether the data is live, checked and moved without manual work, and bad rows are handled as decided. */
export default defineCriterion({
  id: 'data-readiness',
  title: 'Data readiness',
  subtitle: 'The data is live and checked, and the handling of bad rows is decided',
  half: 'technical',
  why: 'Data in production is late, incomplete and uncurated, and remains so.',
  sources: ['S0', 'S1', 'S4'],
  questions: { data: 'DR-5' },
  params: {
    checkWithinDays: param(
      z.int().min(1).max(31),
      7,
      'lower',
      'days within which each data check must have run, and which its pass rate covers',
    ),
    uncuratedCases: param(z.int().min(1).max(100_000), 200, 'higher', 'uncurated cases that the proof needs'),
    volumeDays: param(
      z.int().min(1).max(90),
      { minimal: 7, standard: 7, regulated: 14 },
      'higher',
      'days in a row at the target volume without help',
    ),
    drillWithinDays: param(
      z.int().min(1).max(730),
      { minimal: 365, standard: 180, regulated: 90 },
      'lower',
      'oldest drill of the fallback that still counts, in days',
    ),
  },
  inputs: () => ({
    sources: section('data-sources'),
    files: named('data-sources'),
    workflow: section('workflow'),
    integration: section('integration'),
    metrics: section('metrics'),
    cohorts: section('cohorts'),
    pilot: section('pilot'),
    runbook: document('runbook'),
    drills: records('drills'),
    evals: section('evals'),
    results: evalResults(),
    tree: treeOf(),
    workflows: workflows(),
  }),
  facts: {
    steps: 'issues',
    runs: 'newest-run',
    protocolHistory: 'value-history',
    protocolAccepted: 'acceptance',
  },
  requests: (_params, { sources, pilot }) => {
    const data = sources.state === 'seen' ? sources.value : undefined;
    const issues = data ? stepIssues(data) : [];
    const protocol = data && pointerTo('data-sources', data, 'exception-protocol');
    return {
      steps: issues.length > 0 ? issueStates(issues) : undefined,
      runs: (data ? checkWorkflows(data) : []).map((path) => newestRun(path)),
      protocolHistory: protocol && sectionHistory(protocol),
      protocolAccepted: acceptance('DR-6', sponsorHandles(pilot)),
    };
  },
  checks: (check) => [
    check('DR-1', {
      title: 'Everything that the decisions read is listed, with its owner and known gaps',
      levels: 'a/B/B',
      remedy:
        'List each data source in readiness/data-sources.yaml: owner, system, refresh, volume, pii and known-gaps.',
      requires: ['sources', 'workflow', 'tree'],
      optional: ['integration'],
      preconditions: ({ sources, integration }, { profile }) => [
        listedSources(sources.value),
        readableWherePresent(integration),
        existingPeople(sourceOwners(sources.value), { namesWillDo: profile === 'minimal' }),
      ],
      preconditionFacts: ['people'],
      judge: ({ sources, workflow, tree, integration }) =>
        judgeSources(sources.value, workflow.value, integration, tree.value),
    }),
    check('DR-2', {
      title: 'No data is repaired or moved by hand',
      levels: 'a/B/B',
      remedy: 'Automate each manual step, close its issue, and enter state: closed with the issue.',
      requires: ['sources'],
      preconditions: ({ sources }) => [listedSources(sources.value)],
      judge: ({ sources }) => judgeManualSteps(sources.value),
      facts: ['steps'],
      objections: ({ sources, steps }) => (steps ? stepObjections(sources.value, steps.value) : []),
    }),
    check('DR-3', {
      title: 'Automatic checks watch every source in production, and enough of its rows pass',
      levels: 'a/B/B',
      remedy: 'Schedule a workflow that checks each source in production and keeps its results as rows.',
      requires: ['sources', 'files'],
      optional: ['metrics', 'workflows'],
      preconditions: ({ sources, metrics }) => [listedSources(sources.value), readableWherePresent(metrics)],
      judge: (seen, { params, now }) => judgeQuality(seen, params.checkWithinDays, now),
      facts: ['runs'],
      objections: ({ sources, runs }, { params, now }) =>
        qualityObjections(sources.value, runs.value, params.checkWithinDays, now),
    }),
    check('DR-4', {
      title: 'The pilot was tried on uncurated data, not on a selected set',
      levels: '-/B/B',
      remedy: 'Run it on 200 consecutive or randomly drawn cases and record them under uncurated-proof.',
      requires: ['sources', 'files'],
      optional: ['metrics'],
      preconditions: ({ metrics }) => [readableWherePresent(metrics)],
      judge: ({ sources, files, metrics }, { params, now }) => {
        const limits = { minN: params.uncuratedCases, target: qualityTarget(sources.value, metrics) };
        return judgeUncurated(sources.value, files.value, limits, now);
      },
    }),
    check('DR-5', {
      title: 'The pilot ran at the target volume for days without help',
      levels: '-/B/B',
      remedy: 'Let it run at the target volume without help and name its log under volume-run.',
      requires: ['sources', 'files', 'pilot', 'tree'],
      optional: ['evals', 'results'],
      preconditions: (seen) => [validProofs(runClaims(seen.sources.value), seen)],
      preconditionFacts: ['issues', 'workflow-run'],
      judge: ({ sources, files, pilot }, { params, now }) =>
        judgeVolumeRun(sources.value, files.value, pilot.value.value.startedOn, params.volumeDays, now),
    }),
    check('DR-6', {
      title: 'The handling of bad data was decided before the second cohort began',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Add exception-protocol to readiness/data-sources.yaml and link to it from the runbook.',
      alternativeRemedy:
        'If the protocol was decided later, have the sponsor accept that with `/readiness accept DR-6 because <reason>`; it is always displayed.',
      actors: ['author', 'sponsor'],
      requires: ['sources', 'pilot'],
      optional: ['runbook', 'cohorts'],
      preconditions: ({ sources, cohorts }, { profile }) => [
        decidedProtocol(sources.value),
        readableWherePresent(cohorts),
        existingPeople(protocolOwners(sources.value), { namesWillDo: profile === 'minimal' }),
      ],
      preconditionFacts: ['people'],
      judge: ({ sources, runbook }) => judgeProtocol(sources.value, runbook),
      facts: ['protocolHistory'],
      optionalFacts: ['protocolAccepted'],
      objections: ({ sources, cohorts, protocolHistory, protocolAccepted }) =>
        protocolHistory ? protocolObjections(sources.value, cohorts, protocolHistory.value, protocolAccepted) : [],
    }),
    check('DR-7', {
      title: 'The handling of bad data was tried',
      levels: '-/a/B',
      remedy: 'Name a test that passed for each class that falls back, or drill the fallback and record it.',
      requires: ['sources', 'tree'],
      optional: ['drills', 'evals', 'results'],
      preconditions: ({ sources, drills }) => {
        const protocol = pointerTo('data-sources', sources.value, 'exception-protocol');
        return [
          decidedProtocol(sources.value),
          provenDrill(latestDrill(drills, 'fallback'), protocol ? [protocol.path] : [], 'The exception protocol'),
        ];
      },
      preconditionFacts: ['ancestry', 'workflow-run'],
      judge: ({ sources, tree, drills, evals, results }, { params, now }) => {
        const counted = resultsOf(evals, results);
        return judgeExercised(sources.value, counted, drills, tree.value, params.drillWithinDays, now);
      },
    }),
    check('DR-8', {
      title: 'Data that is used in real time has a limit on delay and an alert',
      levels: '-/a/B',
      remedy: 'Add lateness: { objective, alert } to each source that is used in real time.',
      requires: ['sources', 'files'],
      preconditions: ({ sources }) => [listedSources(sources.value)],
      judge: ({ sources, files }) => judgeLateness(sources.value, files.value),
    }),
  ],
});
