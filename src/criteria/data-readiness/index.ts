import * as z from 'zod';
import type { WorkflowFile } from '../../domain/conventions.ts';
import type { Observation } from '../../domain/observation.ts';
import { defineCriterion, type Found, param } from '../../engine/criterion.ts';
import { acceptance, issueStates, newestRun, people, valueHistory } from '../../engine/fact-requests.ts';
import {
  document,
  evalResults,
  type Located,
  type Named,
  named,
  records,
  section,
  tree as treeOf,
  workflows,
} from '../../engine/inputs.ts';
import type { DataSources } from '../../evidence/schema/data-sources.ts';
import type { Metrics } from '../../evidence/schema/metrics.ts';
import { drillOrder, drillRun, latestDrill } from '../shared/drills.ts';
import { resultsOf } from '../shared/evals/tests.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { accountsOf, missingPeople, unnamedPeople } from '../shared/people/known-people.ts';
import { confirmProofs, judgeProofs, proofQuestions } from '../shared/proofs.ts';
import { unreadable } from '../shared/unreadable.ts';
import { judgeProtocol, judgeTiming, protocolOwners } from './exception-protocol.ts';
import { confirmExercised, judgeExercised } from './exercised.ts';
import { judgeLateness } from './lateness.ts';
import { confirmManualSteps, judgeManualSteps, stepIssues } from './manual-steps.ts';
import { checkWorkflows, confirmQuality, judgeQuality, type QualityQuestion } from './quality-checks.ts';
import { qualityTarget } from './quality-rate.ts';
import { judgeSources, sourceOwners } from './sources.ts';
import { judgeUncurated } from './uncurated.ts';
import { judgeVolumeRun, runClaims } from './volume-run.ts';

/** Asks whether the data is live, checked, carried without hands, and whether bad rows have a way to go. */
export default defineCriterion({
  id: 'data-readiness',
  title: 'Data readiness',
  subtitle: 'Live data, checked, with a plan for the bad rows',
  half: 'technical',
  why: 'Data in production is late, incomplete and uncurated, and stays so.',
  sources: ['S0', 'S1', 'S4'],
  questions: { data: 'DR-5' },
  params: {
    checkWithinDays: param(
      z.int().min(1).max(31),
      7,
      'lower',
      'days within which each data check has run, and which its pass rate covers',
    ),
    uncuratedCases: param(z.int().min(1).max(100_000), 200, 'higher', 'cases, as they come, that the proof rests on'),
    volumeDays: param(
      z.int().min(1).max(90),
      { minimal: 7, standard: 7, regulated: 14 },
      'higher',
      'days in a row at the target volume without anybody helping',
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
    sourceOwners: 'people',
    steps: 'issues',
    runs: 'newest-run',
    volumeProofs: ['issues', 'workflow-run'],
    protocolOwners: 'people',
    protocolHistory: 'value-history',
    protocolAccepted: 'acceptance',
    drill: ['ancestry', 'workflow-run'],
  },
  requests: (_params, { sources, pilot, drills }) => {
    const data = sources.state === 'seen' ? sources.value : undefined;
    const protocol = data && pointerTo('data-sources', data, 'exception-protocol');
    const drill = latestDrill(drills, 'fallback');
    const tried = protocol === undefined ? [] : [protocol.path];
    return {
      sourceOwners: people(data ? accountsOf(sourceOwners(data)) : []),
      steps: issueStates(data ? stepIssues(data) : []),
      runs: (data ? checkWorkflows(data) : []).map((path) => newestRun(path)),
      volumeProofs: proofQuestions(data ? runClaims(data) : []),
      protocolOwners: people(data ? accountsOf(protocolOwners(data)) : []),
      protocolHistory: protocol && valueHistory(protocol.path, protocol.pointer),
      protocolAccepted: acceptance('DR-6', sponsorHandles(pilot)),
      drill: drill ? [drillOrder(drill, tried), drillRun(drill, tried)] : [],
    };
  },
  checks: (check) => [
    check('DR-1', {
      title: 'Everything that decisions read is listed, owned, and honest about its gaps',
      levels: 'a/B/B',
      remedy: 'List each data source in readiness/data-sources.yaml: owner, system, refresh, volume, pii, known-gaps.',
      requires: ['sources', 'workflow', 'tree'],
      optional: ['integration'],
      judge: ({ sources, workflow, tree, integration }, { profile }) => [
        ...unreadable(integration),
        ...judgeSources({ sources: sources.value, workflow: workflow.value, integration, tree: tree.value }),
        ...unnamedPeople(sourceOwners(sources.value), profile === 'minimal'),
      ],
      facts: ['sourceOwners'],
      confirm: ({ sources, workflow, tree, integration, sourceOwners: facts }) => [
        ...judgeSources({ sources: sources.value, workflow: workflow.value, integration, tree: tree.value }),
        ...missingPeople(sourceOwners(sources.value), facts.value),
      ],
    }),
    check('DR-2', {
      title: 'Nobody repairs or carries data by hand',
      levels: 'a/B/B',
      remedy: 'Automate each manual step, close its issue, and write state: closed with the issue.',
      requires: ['sources'],
      judge: ({ sources }) => judgeManualSteps(sources.value),
      facts: ['steps'],
      confirm: ({ sources, steps }) => confirmManualSteps(sources.value, steps.value),
    }),
    check('DR-3', {
      title: 'Automatic checks watch every source in production, and enough of it passes',
      levels: 'a/B/B',
      remedy: 'Schedule a workflow that checks each source in production and keeps its results as rows.',
      requires: ['sources', 'files'],
      optional: ['metrics', 'workflows'],
      judge: (seen, context) => [...unreadable(seen.metrics), ...judgeQuality(qualityQuestion(seen, context))],
      facts: ['runs'],
      confirm: ({ runs, ...seen }, context) => confirmQuality(qualityQuestion(seen, context), runs.value),
    }),
    check('DR-4', {
      title: 'It was tried on data as it comes, not on a picked set',
      levels: '-/B/B',
      remedy: 'Run it on 200 consecutive or randomly drawn cases and record them under uncurated-proof.',
      requires: ['sources', 'files'],
      optional: ['metrics'],
      judge: ({ sources, files, metrics }, { params, now }) => [
        ...unreadable(metrics),
        ...judgeUncurated(
          sources.value,
          files.value,
          { minN: params.uncuratedCases, target: qualityTarget(sources.value, metrics) },
          now,
        ),
      ],
    }),
    check('DR-5', {
      title: 'It ran at the target volume for days while nobody helped',
      levels: '-/B/B',
      remedy: 'Let it run at the target volume without help and name its log under volume-run.',
      requires: ['sources', 'files', 'pilot', 'tree'],
      optional: ['evals', 'results'],
      judge: ({ sources, files, pilot, tree, evals, results }, { params, now }) => [
        ...judgeVolumeRun(sources.value, files.value, pilot.value.value.startedOn, params.volumeDays, now),
        ...judgeProofs(runClaims(sources.value), { tree: tree.value, counted: resultsOf(evals, results) }),
      ],
      facts: ['volumeProofs'],
      confirm: ({ sources, files, pilot, volumeProofs }, { params, now }) => [
        ...judgeVolumeRun(sources.value, files.value, pilot.value.value.startedOn, params.volumeDays, now),
        ...confirmProofs(runClaims(sources.value), volumeProofs.value),
      ],
    }),
    check('DR-6', {
      title: 'What happens to bad data was settled before the second cohort began',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Write exception-protocol in readiness/data-sources.yaml and lead to it from the runbook.',
      alternativeRemedy:
        'A protocol that was settled later is accepted by the sponsor with `/readiness accept DR-6 because <reason>`, which is always displayed.',
      actors: ['author', 'sponsor'],
      requires: ['sources', 'pilot'],
      optional: ['runbook', 'cohorts'],
      judge: ({ sources, runbook, cohorts }, { profile }) => [
        ...unreadable(cohorts),
        ...judgeProtocol(sources.value, runbook),
        ...unnamedPeople(protocolOwners(sources.value), profile === 'minimal'),
      ],
      facts: ['protocolOwners', 'protocolHistory'],
      optionalFacts: ['protocolAccepted'],
      confirm: ({ sources, runbook, cohorts, protocolOwners: facts, protocolHistory, protocolAccepted }) => {
        const { value } = sources;
        const found = [...judgeProtocol(value, runbook), ...missingPeople(protocolOwners(value), facts.value)];
        const timing = judgeTiming(value, cohorts, protocolHistory.value, protocolAccepted);
        return timing === undefined ? found : [...found, timing];
      },
    }),
    check('DR-7', {
      title: 'The way out for bad data was tried',
      levels: '-/a/B',
      remedy: 'Name a test that passed for each class that falls back, or drill the fallback and record it.',
      requires: ['sources', 'tree'],
      optional: ['drills', 'evals', 'results'],
      judge: ({ sources, tree, drills, evals, results }, { params: { drillWithinDays: withinDays }, now }) =>
        judgeExercised({
          sources: sources.value,
          counted: resultsOf(evals, results),
          drills,
          tree: tree.value,
          withinDays,
          now,
        }),
      facts: ['drill'],
      confirm: ({ sources, tree, drills, evals, results, drill }, { params: { drillWithinDays: withinDays }, now }) =>
        confirmExercised(
          { sources: sources.value, counted: resultsOf(evals, results), drills, tree: tree.value, withinDays, now },
          drill.value,
        ),
    }),
    check('DR-8', {
      title: 'Data that is used as it comes has a limit of lateness and an alert',
      levels: '-/a/B',
      remedy: 'Add lateness: { objective, alert } to each source that is used as it comes.',
      requires: ['sources', 'files'],
      judge: ({ sources, files }) => judgeLateness(sources.value, files.value),
    }),
  ],
});

function qualityQuestion(
  seen: {
    sources: Found<Located<DataSources>>;
    files: Found<Named>;
    metrics: Observation<Located<Metrics>>;
    workflows: Observation<WorkflowFile[]>;
  },
  { params, now }: { params: { checkWithinDays: number }; now: number },
): QualityQuestion {
  const sources = seen.sources.value;
  return {
    sources,
    files: seen.files.value,
    workflows: seen.workflows,
    target: qualityTarget(sources, seen.metrics),
    withinDays: params.checkWithinDays,
    now,
  };
}
