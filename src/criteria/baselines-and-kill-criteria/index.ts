import * as z from 'zod';
import { type Finding, met, unmet } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, people, valueHistory } from '../../engine/fact-requests.ts';
import { named, section } from '../../engine/inputs.ts';
import { RAW_FIGURES_LIMIT } from '../shared/limits.ts';
import { judgeBaselines } from '../shared/metrics/baselines.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { judgeLoosening, killLines, targets, triggerLines } from '../shared/metrics/loosened.ts';
import { pilotStart, sponsorHandles } from '../shared/order.ts';
import { accountsOf, missingPeople, unnamedPeople } from '../shared/people/known-people.ts';
import { judgeBackfill } from './backfill.ts';
import { judgeSameness } from './comparability.ts';
import { decidersOf, judgeKillLines, judgeLineOf } from './kill-lines.ts';

/** Asks for a before-state that was there before, and for a stop line that is not reached. */
export default defineCriterion({
  id: 'baselines-and-kill-criteria',
  title: 'Baselines and stop criteria',
  subtitle: 'Measured before, with a stop line',
  half: 'organizational',
  why: 'Without a before-state nothing can be proven, and without a stop line nothing can be ended.',
  sources: ['S2', 'S1'],
  params: {
    minN: param(z.int().min(1).max(100_000), 30, 'higher', 'cases a baseline rests on, at least'),
    maxAgeDays: param(
      z.int().min(1).max(365),
      30,
      'lower',
      'days after which the newest observation of a kill line is too old',
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
    deciders: 'people',
    backfillAccepted: 'acceptance',
    looseningAccepted: 'acceptance',
  },
  requests: (_params, { metrics, pilot }) => {
    const history = (key: string) => {
      const at = metrics.state === 'seen' ? pointerTo('metrics', metrics.value, key) : undefined;
      return at && valueHistory(at.path, at.pointer);
    };
    const sponsor = sponsorHandles(pilot);
    return {
      baselineHistory: history('baselines'),
      killHistory: history('kill-criteria'),
      processHistory: history('process'),
      outcomeHistory: history('outcome'),
      triggerHistory: history('success-trigger'),
      startHistory: pilot.state === 'seen' ? valueHistory(pilot.value.at().path, 'started-on') : undefined,
      deciders: people(metrics.state === 'seen' ? accountsOf(decidersOf(metrics.value)) : []),
      backfillAccepted: acceptance('BK-2', sponsor),
      looseningAccepted: acceptance('BK-5', sponsor),
    };
  },
  checks: (check) => [
    check('BK-1', {
      startEarly: 'Start measuring today as well: a baseline is measured before the pilot and cannot be made up later.',
      limit: RAW_FIGURES_LIMIT,
      title: 'Time, errors, rework and cost were measured before',
      levels: 'B/B/B',
      remedy: 'Add the four baselines to readiness/metrics.yaml, each with value, unit, n, from, to and source.',
      requires: ['metrics', 'files'],
      judge: ({ metrics, files }, { params, now }) => judgeBaselines(metrics.value, files.value, params.minN, now),
    }),
    check('BK-2', {
      title: 'Baselines end, and were committed, before the pilot began',
      levels: 'a/B/B',
      remedy: 'Measure over a time before the pilot and commit the baselines before it starts.',
      alternativeRemedy:
        'A baseline committed later is called backfilled: the sponsor accepts it with `/readiness accept BK-2 because <reason>`, which is always displayed; under regulated it also names the export it was computed from.',
      actors: ['author', 'sponsor'],
      requires: ['metrics', 'pilot'],
      judge: ({ metrics, pilot }) => {
        const { baselines = [] } = metrics.value.value;
        const start = pilot.value.value.startedOn;
        if (baselines.length === 0)
          return unmet('There is no baseline', metrics.value.at('baselines'), { cause: 'no-baselines' });
        const late = baselines.flatMap((baseline, index) =>
          baseline.to < start
            ? []
            : [
                unmet(
                  `The baseline of ${baseline.metric} ends on ${baseline.to}, when the pilot was already running (since ${start})`,
                  [metrics.value.at('baselines', index, 'to'), pilot.value.at('startedOn')],
                  {
                    remedy: `Measure ${baseline.metric} over a time before ${start}, from the records that the systems kept.`,
                    part: baseline.metric,
                  },
                ),
              ],
        );
        return late.length > 0 ? late : met(`Every baseline ends before ${start}`, metrics.value.at('baselines'));
      },
      facts: ['baselineHistory', 'startHistory'],
      optionalFacts: ['backfillAccepted'],
      confirm: ({ metrics, pilot, baselineHistory, startHistory, backfillAccepted }, { profile }) =>
        judgeBackfill({
          metrics: metrics.value,
          pilot: pilot.value,
          history: baselineHistory.value,
          start: pilotStart(pilot.value.value.startedOn, startHistory.value),
          acceptance: backfillAccepted,
          needsExport: profile === 'regulated',
        }),
    }),
    check('BK-3', {
      title: 'Every outcome metric has a stop line and somebody who decides',
      levels: 'a/B/B',
      remedy:
        'Add kill-criteria to readiness/metrics.yaml: metric, op, threshold on the worse side of the target, window, action and decider.',
      requires: ['metrics'],
      judge: ({ metrics }, { profile }) => {
        const outcome = metrics.value.value.outcome ?? [];
        if (outcome.length === 0)
          return unmet('There is no outcome metric to draw a stop line for', metrics.value.at('outcome'), {
            cause: 'no-outcome-metrics',
          });
        return [
          ...outcome.map((metric, index) => judgeLineOf(metric, index, metrics.value)),
          ...unnamedPeople(decidersOf(metrics.value), profile === 'minimal'),
        ];
      },
      facts: ['deciders'],
      confirm: ({ metrics, deciders }) => {
        const people = decidersOf(metrics.value);
        const missing = missingPeople(people, deciders.value);
        return missing.length > 0
          ? missing
          : met(
              'Every outcome metric has a stop line with a window and a decider who exists',
              metrics.value.at('killCriteria'),
            );
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
      remedy: 'Put the stricter line back.',
      alternativeRemedy:
        'The sponsor accepts the looser line with `/readiness accept BK-5 because <reason>`, which is always displayed.',
      actors: ['author', 'sponsor'],
      requires: ['metrics', 'pilot'],
      judge: ({ metrics }) => met('Whether a line was loosened is told by history', metrics.value.at('killCriteria')),
      facts: ['killHistory', 'processHistory', 'outcomeHistory', 'triggerHistory', 'startHistory'],
      optionalFacts: ['looseningAccepted'],
      confirm: (seen) => {
        const { metrics, pilot } = seen;
        const start = pilotStart(pilot.value.value.startedOn, seen.startHistory.value);
        const question = (key: 'killCriteria' | 'process' | 'outcome' | 'successTrigger') => ({
          start,
          declared: pilot.value.value.startedOn,
          acceptance: seen.looseningAccepted,
          place: metrics.value.at(key),
        });
        const findings: Finding[] = [
          ...judgeLoosening(seen.killHistory.value, killLines, question('killCriteria')),
          ...judgeLoosening(seen.processHistory.value, targets, question('process')),
          ...judgeLoosening(seen.outcomeHistory.value, targets, question('outcome')),
          ...judgeLoosening(seen.triggerHistory.value, triggerLines, question('successTrigger')),
        ];
        return findings.length > 0
          ? findings
          : met(`No target and no stop line was loosened since ${start.day}`, metrics.value.at('killCriteria'));
      },
    }),
    check('BK-6', {
      title: 'Before and after are measured the same way',
      levels: '-/a/B',
      remedy: 'State unit, method and population in the same words at the baseline and at the metric.',
      requires: ['metrics'],
      judge: ({ metrics }) => judgeSameness(metrics.value),
    }),
  ],
});
