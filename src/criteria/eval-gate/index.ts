import * as z from 'zod';
import { met, unmet } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import {
  acceptance,
  history,
  lastPromotion,
  requiredCheck,
  sectionHistory,
  valueHistory,
} from '../../engine/fact-requests.ts';
import { evalResults, named, section, tree, workflows } from '../../engine/inputs.ts';
import { countCases, tallyCases } from '../shared/evals/cases.ts';
import {
  judgePromoted,
  judgePromotedFacts,
  makePromotedQuestion,
  requestPromotedFacts,
} from '../shared/evals/promoted.ts';
import { percent } from '../shared/evals/results.ts';
import { countableResults, judgeExemptions, judgeSuite } from '../shared/evals/suite.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { roleAccounts } from '../shared/people/role-accounts.ts';
import { judgeAdversarial, judgeCeilings } from './demands.ts';
import { messages } from './messages.ts';
import { judgeOverlap } from './overlap.ts';
import { findMissingEdgeCases, findNewestIncident, judgeGrowth, judgeRegressions, listSuiteFiles } from './upkeep.ts';

const share = z.number().min(0).max(1);

/** Requires an eval suite that is large enough, belongs to what is promoted, passes, and is required for a release. */
export default defineCriterion({
  id: 'eval-gate',
  title: 'Evals',
  subtitle: 'An eval suite has to pass before every release',
  half: 'technical',
  why: 'Quality evidence has to be repeatable, and has to block a bad release.',
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
    minThreshold: param(z.number().min(0.01).max(1), 0.5, 'higher', 'the lowest threshold that a class may have'),
    maxErrors: param(
      share,
      { minimal: 0.05, standard: 0.02, regulated: 0.02 },
      'lower',
      'largest share of cases that end in an error or without a verdict',
    ),
    maxSkips: param(share, 0.05, 'lower', 'largest share of cases that are skipped'),
    maxRemoved: param(share, 0.05, 'lower', 'largest share of cases removed since the last promotion'),
  },
  inputs: () => ({
    evals: section('evals'),
    results: evalResults(),
    tree: tree(),
    workflows: workflows(),
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
    exemptionAccepted: 'acceptance',
  },
  requests: (_params, { evals, results, tree: files, workflows: flows, pilot }, context) => {
    const suite = evals.state === 'seen' ? evals.value : undefined;
    const read = results.state === 'seen' ? results.value : undefined;
    const counted = suite && read ? countCases(suite.value, read) : [];
    const own = suite ? listSuiteFiles(suite.value) : [];
    const thresholds = suite && pointerTo('evals', suite, 'thresholds');
    return {
      ...requestPromotedFacts(
        suite && read && files.state === 'seen'
          ? makePromotedQuestion(suite, read, files.value, flows, context)
          : undefined,
      ),
      required: suite?.value.gateContext && requiredCheck(suite.value.gateContext.name),
      suiteHistory: own.length === 0 ? undefined : history(own),
      promotion: lastPromotion(),
      thresholdHistory: thresholds && sectionHistory(thresholds),
      countHistory: counted.map(({ file }) => valueHistory(`${file.path}.provenance.json`, 'cases')),
      regressionAccepted: acceptance('EV-5', [...roleAccounts(pilot, 'product'), ...roleAccounts(pilot, 'production')]),
      exemptionAccepted: acceptance('EV-1', roleAccounts(pilot, 'product')),
    };
  },
  checks: (check) => [
    check('EV-1', {
      title: 'The suite has enough different cases of every class',
      levels: 'B/B/B',
      remedy: 'Add cases to the suite, mark their class, and commit the new results.',
      requires: ['evals', 'results'],
      preconditions: ({ evals, results }) => [countableResults(evals.value, results.value)],
      judge: ({ evals, results }, { params }) =>
        judgeSuite(evals.value, countCases(evals.value.value, results.value), params),
      optionalFacts: ['exemptionAccepted'],
      objections: ({ evals, results, exemptionAccepted }, { params }) => {
        const exemptions = judgeExemptions(evals.value, exemptionAccepted);
        if (exemptions.some(({ outcome }) => outcome !== 'met')) return exemptions;
        // Accepted by name: in place of what the file declares.
        const suite = judgeSuite(evals.value, countCases(evals.value.value, results.value), params);
        return exemptions.length === 0 ? [] : [...suite.filter(({ outcome }) => outcome === 'met'), ...exemptions];
      },
    }),
    check('EV-2', {
      limit: 'Whether eval results come from the run they name: they are declared by whoever committed them',
      title: 'The results belong to this code, are recent and reach every threshold',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Run the suite on the code being promoted, stamp its results, and commit both files.',
      requires: ['evals', 'results', 'tree'],
      optional: ['workflows'],
      preconditions: ({ evals, results }) => [countableResults(evals.value, results.value)],
      judge: ({ evals, results, tree: files, workflows: flows }, context) =>
        judgePromoted(
          makePromotedQuestion(evals.value, results.value, files.value, flows, context),
          context.params,
          context.now,
        ),
      facts: ['changed', 'orders', 'runs'],
      objections: ({ evals, results, tree: files, workflows: flows, changed, orders, runs }, context) =>
        judgePromotedFacts(makePromotedQuestion(evals.value, results.value, files.value, flows, context), {
          changed: changed.value,
          orders: orders.value,
          runs: runs.value,
          head: context.subject.commit,
        }),
    }),
    check('EV-3', {
      title: 'The suite is a required check where promotions merge',
      levels: '-/B/B',
      remedy: "Make the suite's check required by a ruleset of the promotion branch, bound to the app that reports it.",
      actors: ['repository-admin', 'author'],
      requires: ['evals'],
      judge: ({ evals: { value, place } }) => {
        const { gateContext } = value.value;
        // Whether it is required is a fact: this is reported once GitHub has confirmed it.
        return gateContext === undefined
          ? unmet(messages.noGateContext(), place)
          : met(messages.gateRequired({ name: gateContext.name }), value.at('gateContext'));
      },
      facts: ['required'],
      objections: ({ evals, required }) => {
        if (required?.value.required && required.value.boundToApp) return [];
        const words = { name: evals.value.value.gateContext?.name ?? '' };
        // A check that is required only by name can be reported by any app.
        const statement = required?.value.required ? messages.gateNotBound(words) : messages.gateNotRequired(words);
        return [unmet(statement, evals.value.at('gateContext'), { actors: ['repository-admin'] })];
      },
    }),
    check('EV-4', {
      title: 'The suite grew with the pilot',
      levels: '-/a/a',
      remedy: 'Name the files of the suite under suite in evals.yaml, and add a case for each incident and edge case.',
      requires: ['evals', 'results', 'pilot'],
      optional: ['cohorts', 'metrics', 'metricFiles'],
      judge: ({ evals, results, cohorts }) => {
        if (listSuiteFiles(evals.value.value).length === 0) return unmet(messages.noSuiteFiles(), evals.place);
        const counted = countCases(evals.value.value, results.value);
        const missing = cohorts.state === 'seen' ? findMissingEdgeCases(cohorts.value, counted) : [];
        return missing.length > 0 ? missing : met(messages.suiteGrew(), evals.value.at('suite'));
      },
      facts: ['suiteHistory'],
      objections: ({ evals, pilot, metrics, metricFiles, suiteHistory }) =>
        judgeGrowth({
          place: evals.value.at('suite'),
          history: suiteHistory?.value ?? [],
          endedOn: pilot.value.value.endedOn,
          incident: findNewestIncident(metrics, metricFiles),
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
      preconditions: ({ evals, results }) => [countableResults(evals.value, results.value)],
      judge: ({ evals, results }, { params }) => {
        const counted = countCases(evals.value.value, results.value);
        const { skip, total } = tallyCases(counted.flatMap(({ cases }) => cases));
        const places = counted.map(({ file }) => ({ path: file.path }));
        return skip / total > params.maxRemoved
          ? unmet(messages.casesSkipped({ skipped: skip, total, limit: percent(params.maxRemoved) }), places)
          : met(messages.fewSkipped({ skipped: skip, total }), places);
      },
      facts: ['promotion', 'thresholdHistory', 'countHistory', 'suiteHistory'],
      optionalFacts: ['regressionAccepted'],
      objections: (found, { params }) =>
        judgeRegressions({
          evals: found.evals.value,
          counted: countCases(found.evals.value.value, found.results.value),
          promotion: found.promotion.value,
          thresholds: found.thresholdHistory?.value,
          counts: found.countHistory.value,
          suite: found.suiteHistory?.value ?? [],
          acceptance: found.regressionAccepted,
          maxRemoved: params.maxRemoved,
        }),
    }),
    check('EV-6', {
      title: 'No attack succeeds where risk is high, and each case stays below the ceilings for cost and latency',
      levels: '-/B/B',
      remedy: 'Make every adversarial case pass; set ceilings for cost and latency and stay below them.',
      requires: ['evals', 'results'],
      optional: ['workflow'],
      preconditions: ({ evals, results }) => [countableResults(evals.value, results.value)],
      judge: ({ evals, results, workflow }) => {
        const counted = countCases(evals.value.value, results.value);
        return [judgeAdversarial(evals.value, counted, workflow), ...judgeCeilings(evals.value, counted)];
      },
    }),
    check('EV-7', {
      title: 'The model was neither trained on a case of the suite nor shown one',
      levels: '-/a/B',
      remedy: "Name the suite's inputs (dataset) and the examples the model was given (examples) in evals.yaml.",
      requires: ['evals', 'files'],
      judge: ({ evals, files }) => judgeOverlap(evals.value, files.value),
    }),
  ],
});
