import * as z from 'zod';
import { met, unmet } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import {
  acceptance,
  ancestry,
  changedSince,
  history,
  lastPromotion,
  requiredCheck,
  valueHistory,
  workflowRun,
} from '../../engine/fact-requests.ts';
import { evalResults, named, section, tree } from '../../engine/inputs.ts';
import { roleHolders } from '../../engine/role-holders.ts';
import { countCases, tallyCases } from '../shared/evals/cases.ts';
import { confirmPromoted, coversOf, judgePromoted, provenancesOf } from '../shared/evals/promoted.ts';
import { percent } from '../shared/evals/results.ts';
import { judgeSuite, uncountable } from '../shared/evals/suite.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { judgeDemands } from './demands.ts';
import { confirmGate, judgeGateName } from './gate.ts';
import { judgeOverlap } from './overlap.ts';
import { checkThresholdRegression, judgeGrowth, missingEdgeCases, newestIncident, suiteFiles } from './upkeep.ts';

const share = z.number().min(0).max(1);

/** Asks for an eval suite that is big enough, belongs to what is promoted, passes, and stands in the way of a release. */
export default defineCriterion({
  id: 'eval-gate',
  title: 'Evals',
  subtitle: 'The suite that guards every release',
  half: 'technical',
  why: 'Quality evidence must be repeatable, and in the way of a bad release.',
  sources: ['S3', 'S1', 'S4'],
  params: {
    minCases: param(
      z.int().min(1).max(100_000),
      { minimal: 20, standard: 50, regulated: 100 },
      'higher',
      'different cases in the suite, at least',
    ),
    minPerClass: param(
      z.int().min(1).max(10_000),
      { minimal: 3, standard: 3, regulated: 5 },
      'higher',
      'cases of each class (happy, edge, adversarial, exception, high-risk), at least',
    ),
    maxAgeDays: param(z.int().min(1).max(365), 30, 'lower', 'days after which results are too old'),
    byInterval: param(
      z.boolean(),
      false,
      'higher',
      'whether the likely lower bound must reach a threshold (true) or the rate itself (false)',
    ),
    maxErrors: param(
      share,
      { minimal: 0.05, standard: 0.02, regulated: 0.02 },
      'lower',
      'largest share of cases that end in an error or without a verdict',
    ),
    maxSkips: param(share, 0.05, 'lower', 'largest share of cases that are skipped'),
    maxRemoved: param(share, 0.05, 'lower', 'largest share of cases taken away since the last promotion'),
  },
  inputs: () => ({
    evals: section('evals'),
    results: evalResults(),
    tree: tree(),
    pilot: section('pilot'),
    files: named('evals'),
    workflow: section('workflow'),
    cohorts: section('cohorts'),
    metrics: section('metrics'),
    metricFiles: named('metrics'),
  }),
  facts: {
    changed: 'changed-since',
    orders: 'ancestry',
    runs: 'workflow-run',
    required: 'required-check',
    suiteHistory: 'history',
    promotion: 'last-promotion',
    thresholdHistory: 'value-history',
    countHistory: 'value-history',
    regressionAccepted: 'acceptance',
  },
  requests: (_params, { evals, results, tree: files, pilot }, { profile, policy }) => {
    const suite = evals.state === 'seen' ? evals.value : undefined;
    const root = policy.evidence.root;
    const provenances =
      suite !== undefined && results.state === 'seen' && files.state === 'seen'
        ? provenancesOf({ evals: suite, results: results.value, tree: files.value, evidenceRoot: root, profile })
        : [];
    const { globs, except } = suite ? coversOf({ evals: suite, evidenceRoot: root }) : { globs: [], except: [] };
    const counted = suite !== undefined && results.state === 'seen' ? countCases(suite.value, results.value) : [];
    const thresholds = suite && pointerTo('evals', suite, 'thresholds');
    const owners = pilot.state === 'seen' ? roleHolders(pilot.value) : [];
    return {
      changed: provenances.flatMap(({ provenance }) =>
        provenance.by === 'commit' ? [changedSince(globs, provenance.commit, { except })] : [],
      ),
      orders: provenances.flatMap(({ file, provenance }) =>
        provenance.by === 'order' ? [ancestry([file.path], globs, { except })] : [],
      ),
      runs: profile === 'regulated' ? provenances.map(({ file }) => workflowRun(file.provenance?.runId ?? '')) : [],
      required: suite?.value.gateContext && requiredCheck(suite.value.gateContext.name),
      suiteHistory: suite && history(suiteFiles(suite.value)),
      promotion: lastPromotion(),
      thresholdHistory: thresholds && valueHistory(thresholds.path, thresholds.pointer),
      countHistory: counted.map(({ file }) => valueHistory(`${file.path}.provenance.json`, 'cases')),
      regressionAccepted: acceptance(
        'EV-5',
        owners
          .filter(({ role }) => role === 'product' || role === 'production')
          .flatMap(({ person }) => person.handle ?? person.team ?? []),
      ),
    };
  },
  checks: (check) => [
    check('EV-1', {
      title: 'The suite has enough different cases of every class',
      levels: 'B/B/B',
      remedy: 'Add cases to the suite, mark their class and commit the new results.',
      requires: ['evals', 'results'],
      judge: ({ evals, results }, { params }) =>
        judgeSuite(evals.value, countCases(evals.value.value, results.value), params),
    }),
    check('EV-2', {
      limit: 'Whether eval results come from the run they name: they are declared by whoever committed them',
      title: 'The results belong to this code, are recent and reach every threshold',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Run the suite on the code being promoted, stamp its results and commit both files.',
      requires: ['evals', 'results', 'tree'],
      judge: ({ evals, results, tree: files }, { params, now, profile, policy, subject }) =>
        judgePromoted(
          {
            evals: evals.value,
            results: results.value,
            tree: files.value,
            evidenceRoot: policy.evidence.root,
            profile,
            repository: subject.repository,
          },
          params,
          now,
        ),
      facts: ['changed', 'orders', 'runs'],
      confirm: (seen, { params, now, profile, policy, subject }) => {
        const question = {
          evals: seen.evals.value,
          results: seen.results.value,
          tree: seen.tree.value,
          evidenceRoot: policy.evidence.root,
          profile,
          repository: subject.repository,
        };
        return confirmPromoted(question, judgePromoted(question, params, now), {
          changed: seen.changed.value,
          orders: seen.orders.value,
          runs: seen.runs.value,
          head: subject.commit,
        });
      },
    }),
    check('EV-3', {
      title: 'The suite is a required check where promotions merge',
      levels: '-/B/B',
      remedy: "Make the suite's check required by a ruleset of the promotion branch, bound to the app that reports it.",
      actors: ['repository-admin', 'author'],
      requires: ['evals'],
      judge: ({ evals }) => judgeGateName(evals.value),
      facts: ['required'],
      confirm: ({ evals, required }) => confirmGate(evals.value, required.value),
    }),
    check('EV-4', {
      title: 'The suite grew with the pilot',
      levels: '-/a/a',
      remedy: 'Name the files of the suite under suite in evals.yaml and add a case for each incident and edge case.',
      requires: ['evals', 'results', 'pilot'],
      optional: ['cohorts', 'metrics', 'metricFiles'],
      judge: ({ evals, results, cohorts }) => {
        if (suiteFiles(evals.value.value).length === 0)
          return unmet('No file of the suite is named, so its history cannot be told', evals.place, {
            remedy: 'Name the files with the cases under suite (or dataset) in evals.yaml.',
          });
        const missing =
          cohorts.state === 'seen' ? missingEdgeCases(cohorts.value, countCases(evals.value.value, results.value)) : [];
        return missing.length > 0 ? missing : met('The suite holds every edge case it was promised', evals.place);
      },
      facts: ['suiteHistory'],
      confirm: ({ evals, pilot, metrics, metricFiles, suiteHistory }) =>
        judgeGrowth({
          place: evals.value.at('suite'),
          history: suiteHistory.value,
          endedOn: pilot.value.value.endedOn,
          incident: newestIncident(
            metrics.state === 'seen' ? metrics.value.value.incidents?.file : undefined,
            metricFiles,
          ),
        }),
    }),
    check('EV-5', {
      title: 'Nothing was made easier since the last promotion',
      levels: 'a/B/B',
      remedy: 'Put the threshold or the cases back.',
      alternativeRemedy:
        'A product or production owner accepts it with `/readiness accept EV-5 because <reason>`, which is always displayed.',
      actors: ['author', 'product-owner', 'production-owner'],
      requires: ['evals', 'results', 'pilot'],
      judge: ({ evals, results }, { params }) => {
        const counted = countCases(evals.value.value, results.value);
        const open = uncountable(evals.value, counted);
        if (open.length > 0) return open;
        const tally = tallyCases(counted.flatMap(({ cases }) => cases));
        const places = counted.map(({ file }) => ({ path: file.path }));
        return tally.skip / tally.total > params.maxRemoved
          ? unmet(
              `${tally.skip} of ${tally.total} cases were skipped, at most ${percent(params.maxRemoved)} are allowed`,
              places,
              { remedy: 'Run the skipped cases, or take them out and have an owner accept it.' },
            )
          : met(`${tally.skip} of ${tally.total} cases were skipped`, places);
      },
      facts: ['promotion', 'thresholdHistory', 'countHistory', 'suiteHistory'],
      optionalFacts: ['regressionAccepted'],
      confirm: (seen, { params }) =>
        checkThresholdRegression({
          evals: seen.evals.value,
          counted: countCases(seen.evals.value.value, seen.results.value),
          promotion: seen.promotion.value,
          thresholds: seen.thresholdHistory.value,
          counts: seen.countHistory.value,
          suite: seen.suiteHistory.value,
          acceptance: seen.regressionAccepted,
          maxRemoved: params.maxRemoved,
        }),
    }),
    check('EV-6', {
      title: 'No attack succeeds where risk is high, and each case stays cheap and fast',
      levels: '-/B/B',
      remedy: 'Make every adversarial case pass; declare ceilings for cost and latency and stay under them.',
      requires: ['evals', 'results'],
      optional: ['workflow'],
      judge: ({ evals, results, workflow }) => {
        const counted = countCases(evals.value.value, results.value);
        const open = uncountable(evals.value, counted);
        return open.length > 0 ? open : judgeDemands(evals.value, counted, workflow);
      },
    }),
    check('EV-7', {
      title: 'No case of the suite was taught or shown to the model',
      levels: '-/a/B',
      remedy: "Name the suite's inputs (dataset) and the examples the model saw (examples) in evals.yaml.",
      requires: ['evals', 'files'],
      judge: ({ evals, files }) => judgeOverlap(evals.value, files.value),
    }),
  ],
});
