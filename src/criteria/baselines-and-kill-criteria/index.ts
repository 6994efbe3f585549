import * as z from 'zod';
import { met, unmet } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, sectionHistory } from '../../engine/fact-requests.ts';
import { named, section } from '../../engine/inputs.ts';
import { judgeBegun } from '../shared/begun.ts';
import { RAW_FIGURES_LIMIT } from '../shared/limits.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { judgeLoosening, killLines, targets, triggerLines } from '../shared/metrics/loosened.ts';
import { pilotStart, sponsorHandles } from '../shared/order.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { judgeBackfill, lateBaselines } from './backfill.ts';
import { judgeBaselines } from './baselines.ts';
import { judgeComparability } from './comparability.ts';
import { decidersOf, judgeKillLines, stopLineFaults, stopLinePlaces } from './kill-lines.ts';
import { messages } from './messages.ts';

/** Checks that the state before the pilot was measured in advance, and that no stop line is reached. */
export default defineCriterion({
  id: 'baselines-and-kill-criteria',
  title: 'Baselines and stop criteria',
  subtitle: 'The state before the pilot was measured, and no stop line is reached',
  half: 'organizational',
  why: 'Without a baseline no improvement can be proven, and without a stop line a failing pilot goes on.',
  sources: ['S2', 'S1'],
  params: {
    minN: param(z.int().min(1).max(100_000), 30, 'higher', 'smallest number of cases behind a baseline'),
    maxAgeDays: param(
      z.int().min(1).max(365),
      30,
      'lower',
      'days after which the newest observation of a metric with a stop line is too old',
    ),
  },
  inputs: () => ({ metrics: section('metrics'), files: named('metrics'), pilot: section('pilot') }),
  facts: {
    baselineHistory: 'value-history',
    killHistory: 'value-history',
    processHistory: 'value-history',
    outcomeHistory: 'value-history',
    triggerHistory: 'value-history',
    startHistory: 'value-history',
    backfillAccepted: 'acceptance',
    looseningAccepted: 'acceptance',
  },
  requests: (_params, { metrics, pilot }) => {
    const history = (key: string) => {
      const at = metrics.state === 'seen' ? pointerTo('metrics', metrics.value, key) : undefined;
      return at && sectionHistory(at);
    };
    const sponsor = sponsorHandles(pilot);
    return {
      baselineHistory: history('baselines'),
      killHistory: history('kill-criteria'),
      processHistory: history('process'),
      outcomeHistory: history('outcome'),
      triggerHistory: history('success-trigger'),
      startHistory: pilot.state === 'seen' ? sectionHistory(pointerTo('pilot', pilot.value, 'started-on')) : undefined,
      backfillAccepted: acceptance('BK-2', sponsor),
      looseningAccepted: acceptance('BK-5', sponsor),
    };
  },
  checks: (check) => [
    check('BK-1', {
      startEarly: 'Start measuring today as well: a baseline is measured before the pilot and cannot be added later.',
      limit: RAW_FIGURES_LIMIT,
      title: 'Baselines of time, errors, rework and cost were measured',
      levels: 'B/B/B',
      remedy: 'Add the four baselines to readiness/metrics.yaml, each with value, unit, n, from, to and source.',
      requires: ['metrics', 'files'],
      judge: ({ metrics, files }, { params, now }) =>
        judgeBaselines(metrics.value, files.value, { minN: params.minN, now }),
    }),
    check('BK-2', {
      title: 'Baselines ended, and were committed, before the pilot began',
      levels: 'a/B/B',
      remedy: 'Measure over a period before the pilot, and commit the baselines before it starts.',
      alternativeRemedy:
        'A baseline that is committed later is backfilled: the sponsor accepts it with `/readiness accept BK-2 because <reason>`, which every report displays. In the regulated profile it also names the export from which it was computed.',
      actors: ['author', 'sponsor'],
      requires: ['metrics', 'pilot'],
      judge: ({ metrics, pilot }, { now }) => {
        const begun = judgeBegun(pilot.value, now);
        if (begun.length > 0) return begun;
        const place = metrics.value.at('baselines');
        const { baselines = [] } = metrics.value.value;
        if (baselines.length === 0) return unmet(messages.noBaselines(), place, { cause: 'no-baselines' });
        const late = lateBaselines(metrics.value, pilot.value, pilot.value.value.startedOn);
        return late.length > 0 ? late : met(messages.measuredBefore(), place);
      },
      facts: ['baselineHistory', 'startHistory'],
      optionalFacts: ['backfillAccepted'],
      objections: ({ metrics, pilot, baselineHistory, startHistory, backfillAccepted }, { profile }) =>
        baselineHistory && startHistory
          ? judgeBackfill({
              metrics: metrics.value,
              pilot: pilot.value,
              history: baselineHistory.value,
              startHistory: startHistory.value,
              acceptance: backfillAccepted,
              needsExport: profile === 'regulated',
            })
          : [],
    }),
    check('BK-3', {
      title: 'Every outcome metric has a stop line and a decider',
      levels: 'a/B/B',
      remedy:
        'Add kill-criteria to readiness/metrics.yaml: metric, op, threshold on the worse side of the target, window, action and decider.',
      requires: ['metrics'],
      preconditions: ({ metrics }, { profile }) => [
        existingPeople(decidersOf(metrics.value), { namesWillDo: profile === 'minimal' }),
      ],
      preconditionFacts: ['people'],
      judge: ({ metrics }) => {
        const { outcome = [] } = metrics.value.value;
        if (outcome.length === 0)
          return unmet(messages.noOutcomeMetric(), metrics.value.at('outcome'), { cause: 'no-outcome-metrics' });
        const found = outcome.flatMap((metric, index) => stopLineFaults(metric, index, metrics.value));
        return found.length > 0 ? found : met(messages.stopLinesSet(), stopLinePlaces(metrics.value));
      },
    }),
    check('BK-4', {
      title: 'No stop line is reached',
      levels: 'B/B/B',
      waivable: false,
      remedy: 'Record the newest observations of each metric that has a kill criterion.',
      requires: ['metrics', 'files'],
      judge: ({ metrics, files }, { params, now }) =>
        judgeKillLines(metrics.value, files.value, params.maxAgeDays, now),
    }),
    check('BK-5', {
      title: 'No target and no stop line was loosened since the pilot began',
      levels: '-/B/B',
      remedy: 'Restore the stricter line.',
      alternativeRemedy:
        'Have the sponsor accept the looser line with `/readiness accept BK-5 because <reason>`, which every report displays.',
      actors: ['author', 'sponsor'],
      requires: ['metrics', 'pilot'],
      judge: ({ metrics }) => met(messages.nothingLoosened(), metrics.value.at('killCriteria')),
      facts: ['killHistory', 'processHistory', 'outcomeHistory', 'triggerHistory', 'startHistory'],
      optionalFacts: ['looseningAccepted'],
      objections: ({ metrics, pilot, startHistory, looseningAccepted: acceptance, ...histories }) => {
        if (startHistory === undefined) return [];
        const declared = pilot.value.value.startedOn;
        const question = { start: pilotStart(declared, startHistory.value), declared, acceptance, code: 'BK-5' };
        const at = (key: string) => ({ ...question, place: metrics.value.at(key) });
        const { killHistory, processHistory, outcomeHistory, triggerHistory } = histories;
        return [
          ...judgeLoosening(killHistory?.value, killLines, at('killCriteria')),
          ...judgeLoosening(processHistory?.value, targets, at('process')),
          ...judgeLoosening(outcomeHistory?.value, targets, at('outcome')),
          ...judgeLoosening(triggerHistory?.value, triggerLines, at('successTrigger')),
        ];
      },
    }),
    check('BK-6', {
      title: 'Baseline and pilot are measured the same way',
      levels: '-/a/B',
      remedy: 'State unit, method and population in the same words in the baseline and at the metric.',
      requires: ['metrics'],
      judge: ({ metrics }) => judgeComparability(metrics.value),
    }),
  ],
});
