import * as z from 'zod';
import { met, unmet } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, sectionHistory } from '../../engine/fact-requests.ts';
import { named, section } from '../../engine/inputs.ts';
import { judgeBegun } from '../shared/begun.ts';
import { RAW_FIGURES_LIMIT } from '../shared/limits.ts';
import { definedMetrics, pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { besideBaseline, judgeImprovement } from './improvement.ts';
import { judgeLayers, judgeScorecard, judgeUpkeep, ownersOf } from './layers.ts';
import { messages } from './messages.ts';
import { judgeMoney } from './money.ts';
import { judgePreset, judgeTrigger, triggerIn } from './trigger.ts';

/** Checks for a result in numbers, and for one number that was set in advance and decides. */
export default defineCriterion({
  id: 'outcome-metrics',
  title: 'Business outcome',
  subtitle: 'A number that Finance accepts decides whether the pilot continues',
  half: 'organizational',
  why: 'Use alone shows no value, and without a number that was set in advance a review cannot decide.',
  sources: ['S1', 'S3', 'S2', 'S0'],
  questions: { metrics: 'OM-4' },
  params: {
    maxAgeDays: param(z.int().min(1).max(365), 30, 'lower', "days after which the trigger's window is too old"),
    undecidedDays: param(
      z.int().min(1).max(365),
      30,
      'lower',
      'days after which a trigger that is reached and not decided raises a warning',
    ),
    moneyTolerance: param(
      z.number().min(0).max(0.5),
      0.05,
      'lower',
      'largest difference between the claimed value, the recomputed value and the economics, as a share',
    ),
    provenGain: param(
      z.boolean(),
      true,
      'higher',
      'whether the interval of an improvement must exclude zero difference; false accepts "better, not proven"',
    ),
  },
  inputs: () => ({
    metrics: section('metrics'),
    files: named('metrics'),
    pilot: section('pilot'),
    economics: section('economics'),
  }),
  facts: {
    triggerHistory: 'value-history',
    startHistory: 'value-history',
    triggerAccepted: 'acceptance',
  },
  requests: (_params, { metrics, pilot }) => {
    const at = metrics.state === 'seen' ? pointerTo('metrics', metrics.value, 'success-trigger') : undefined;
    return {
      triggerHistory: at && sectionHistory(at),
      startHistory: pilot.state === 'seen' ? sectionHistory(pointerTo('pilot', pilot.value, 'started-on')) : undefined,
      triggerAccepted: acceptance('OM-2', sponsorHandles(pilot)),
    };
  },
  checks: (check) => [
    check('OM-1', {
      title: 'Process metrics show how the pilot works, outcome metrics what it changes',
      levels: 'B/B/B',
      remedy: 'Define process and outcome metrics in readiness/metrics.yaml, and state what each of them measures.',
      requires: ['metrics'],
      judge: ({ metrics }) => judgeLayers(metrics.value),
    }),
    check('OM-2', {
      title: 'One number decides, and it was set in advance',
      levels: 'B/B/B',
      remedy: 'Add success-trigger to readiness/metrics.yaml, and merge it before the window on which it is evaluated.',
      alternativeRemedy:
        'Use a new window that begins after the trigger was merged (success-trigger.from), or have the sponsor accept it late with `/readiness accept OM-2 because <reason>`, which every report displays.',
      actors: ['author', 'sponsor'],
      requires: ['metrics', 'files', 'pilot'],
      judge: ({ metrics, pilot }, { now }) => {
        const begun = judgeBegun(pilot.value, now);
        if (begun.length > 0) return begun;
        const found = triggerIn(metrics.value);
        if ('open' in found) return found.open;
        return met(messages.triggerSetInAdvance({ metric: found.trigger.metric }), metrics.value.at('successTrigger'));
      },
      facts: ['triggerHistory', 'startHistory'],
      optionalFacts: ['triggerAccepted'],
      objections: (found, { profile, now }) => {
        const { metrics, files, pilot, triggerHistory, startHistory, triggerAccepted } = found;
        if (triggerHistory === undefined || startHistory === undefined) return [];
        return judgePreset({
          metrics: metrics.value,
          files: files.value,
          pilot: pilot.value,
          history: triggerHistory.value,
          startHistory: startHistory.value,
          acceptance: triggerAccepted,
          beforeWindowOnly: profile === 'minimal',
          now,
        });
      },
    }),
    check('OM-3', {
      limit: RAW_FIGURES_LIMIT,
      title: 'The observed rows reach the success trigger',
      levels: 'B/B/B',
      remedy: 'Record the outcome, row by row, over a whole window with enough cases.',
      requires: ['metrics', 'files'],
      judge: ({ metrics, files }, { params, now }) => judgeTrigger(metrics.value, files.value, params, now),
    }),
    check('OM-4', {
      title: 'The value in money is what the rows give and what the economics count on',
      levels: '-/B/B',
      remedy: 'Add value to readiness/metrics.yaml and the same amount under benefits in readiness/economics.yaml.',
      actors: ['product-owner', 'author'],
      requires: ['metrics', 'files', 'pilot', 'economics'],
      judge: ({ metrics, files, pilot, economics }, { params, now }) =>
        judgeMoney(metrics.value, economics.value, files.value, {
          startedOn: pilot.value.value.startedOn,
          tolerance: params.moneyTolerance,
          now,
        }),
    }),
    check('OM-5', {
      title: 'Each metric has an owner, a source and a cadence, and is up to date',
      levels: 'a/B/B',
      remedy: 'Give each metric an owner, observations (or query) and a cadence, and add its newest rows.',
      requires: ['metrics', 'files'],
      preconditions: ({ metrics }, { profile }) => [
        existingPeople(ownersOf(metrics.value), { namesWillDo: profile === 'minimal' }),
      ],
      preconditionFacts: ['people'],
      judge: ({ metrics, files }, { now }) => judgeUpkeep(metrics.value, files.value, now),
    }),
    check('OM-6', {
      title: 'One scorecard shows both layers and the leading metrics',
      levels: '-/B/B',
      remedy: 'List process, outcome and leading metrics under scorecard in readiness/metrics.yaml.',
      requires: ['metrics'],
      judge: ({ metrics }) => judgeScorecard(metrics.value),
    }),
    check('OM-7', {
      title: 'The outcome is better than before, beyond chance',
      levels: '-/a/B',
      remedy: 'Observe enough cases of each outcome metric that has a baseline.',
      requires: ['metrics', 'files', 'pilot'],
      judge: ({ metrics, files, pilot }, { params, now }) => {
        const outcome = definedMetrics(metrics.value).filter(({ layer }) => layer === 'outcome');
        if (outcome.length === 0)
          return unmet(messages.noOutcomeMetric(), metrics.value.at('outcome'), { cause: 'no-outcome-metrics' });
        return outcome.map((defined) => {
          const beside = besideBaseline(defined, metrics.value, files.value, pilot.value.value.startedOn, now);
          if ('open' in beside) return { ...beside.open, part: defined.metric.id };
          const options = { mustBeProven: params.provenGain, now };
          return judgeImprovement(beside.seen, metrics.value.value, files.value, options);
        });
      },
    }),
  ],
});
