import * as z from 'zod';
import { met, unmet } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, people, valueHistory } from '../../engine/fact-requests.ts';
import { named, section } from '../../engine/inputs.ts';
import { RAW_FIGURES_LIMIT } from '../shared/limits.ts';
import { definedMetrics, pointerTo } from '../shared/metrics/definitions.ts';
import { judgeMovedStart, pilotStart, sponsorHandles } from '../shared/order.ts';
import { accountsOf, missingPeople, unnamedPeople } from '../shared/people/known-people.ts';
import { besideBaseline, judgeImprovement } from './improvement.ts';
import { judgeLayers, judgeScorecard, judgeUpkeep, ownersOf } from './layers.ts';
import { judgeMoney } from './money.ts';
import { judgePreset, judgeTrigger, triggerIn } from './trigger.ts';

/** Asks for a result in numbers, and for one number that was set in advance and decides. */
export default defineCriterion({
  id: 'outcome-metrics',
  title: 'Business outcome',
  subtitle: 'A number that Finance accepts, and it decides',
  half: 'organizational',
  why: 'Activity proves use, not value; a number set in advance turns a review into a decision.',
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
      'largest difference between the value claimed, the value recomputed and the economics',
    ),
    provenGain: param(
      z.boolean(),
      true,
      'higher',
      'whether the interval of an improvement must exclude no difference; false accepts "better, not proven"',
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
    owners: 'people',
  },
  requests: (_params, { metrics, pilot }) => {
    const at = metrics.state === 'seen' ? pointerTo('metrics', metrics.value, 'success-trigger') : undefined;
    return {
      triggerHistory: at && valueHistory(at.path, at.pointer),
      startHistory: pilot.state === 'seen' ? valueHistory(pilot.value.at().path, 'started-on') : undefined,
      triggerAccepted: acceptance('OM-2', sponsorHandles(pilot)),
      owners: people(metrics.state === 'seen' ? accountsOf(ownersOf(metrics.value)) : []),
    };
  },
  checks: (check) => [
    check('OM-1', {
      title: 'It is measured in two layers: how it works and what it changes',
      levels: 'B/B/B',
      remedy: 'Define process and outcome metrics in readiness/metrics.yaml and say what each measures.',
      requires: ['metrics'],
      judge: ({ metrics }) => judgeLayers(metrics.value),
    }),
    check('OM-2', {
      title: 'One number decides, and it was set in advance',
      levels: 'B/B/B',
      remedy: 'Add success-trigger to readiness/metrics.yaml and have it merged before the window it is judged on.',
      alternativeRemedy:
        'Judge on a new window that begins after the trigger was merged (success-trigger.from), or have the sponsor accept it late with `/readiness accept OM-2 because <reason>`, which is always displayed.',
      actors: ['author', 'sponsor'],
      requires: ['metrics', 'files', 'pilot'],
      judge: ({ metrics }) => {
        const found = triggerIn(metrics.value);
        return 'open' in found
          ? found.open
          : met(`One success trigger, on ${found.trigger.metric}`, metrics.value.at('successTrigger'));
      },
      facts: ['triggerHistory', 'startHistory'],
      optionalFacts: ['triggerAccepted'],
      confirm: ({ metrics, files, pilot, triggerHistory, startHistory, triggerAccepted }, { profile, now }) => {
        const declared = pilot.value.value.startedOn;
        const start = pilotStart(declared, startHistory.value);
        const beforeWindowOnly = profile === 'minimal';
        const moved = beforeWindowOnly
          ? undefined
          : judgeMovedStart(start, declared, triggerAccepted, pilot.value.at('startedOn'));
        const preset = judgePreset({
          metrics: metrics.value,
          files: files.value,
          history: triggerHistory.value,
          start,
          acceptance: triggerAccepted,
          beforeWindowOnly,
          now,
        });
        return moved === undefined ? preset : [moved, preset];
      },
    }),
    check('OM-3', {
      limit: RAW_FIGURES_LIMIT,
      title: 'The rows reach the trigger',
      levels: 'B/B/B',
      remedy: 'Record the outcome, row by row, over a whole window with enough cases.',
      requires: ['metrics', 'files'],
      judge: ({ metrics, files }, { params, now }) => judgeTrigger(metrics.value, files.value, params, now),
    }),
    check('OM-4', {
      title: 'The result in money is what the rows give and what the economics count on',
      levels: '-/B/B',
      remedy: 'Put value in readiness/metrics.yaml and the same amount under benefits in readiness/economics.yaml.',
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
      title: 'Each metric has an owner, a source, a cadence, and is kept up',
      levels: 'a/B/B',
      remedy: 'Give each metric owner, observations (or query) and cadence, and add its newest rows.',
      requires: ['metrics', 'files'],
      judge: ({ metrics, files }, { profile, now }) => [
        ...judgeUpkeep(metrics.value, files.value, now),
        ...unnamedPeople(ownersOf(metrics.value), profile === 'minimal'),
      ],
      facts: ['owners'],
      confirm: ({ metrics, files, owners }, { now }) => [
        ...judgeUpkeep(metrics.value, files.value, now),
        ...missingPeople(ownersOf(metrics.value), owners.value),
      ],
    }),
    check('OM-6', {
      title: 'One scorecard shows both layers and what tells early',
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
          return unmet('There is no outcome metric', metrics.value.at('outcome'), { cause: 'no-outcome-metrics' });
        return outcome.map((defined) => {
          const beside = besideBaseline(defined, metrics.value, files.value, pilot.value.value.startedOn, now);
          return 'open' in beside
            ? { ...beside.open, part: defined.metric.id }
            : judgeImprovement(beside.seen, metrics.value.value, files.value, {
                mustBeProven: params.provenGain,
                now,
              });
        });
      },
    }),
  ],
});
