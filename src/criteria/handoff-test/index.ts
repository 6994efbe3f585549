import * as z from 'zod';
import { defineCriterion, param } from '../../engine/criterion.ts';
import {
  acceptance,
  authorship,
  history,
  issueStates,
  lineChange,
  partTaken,
  people,
  releases,
  valueHistory,
} from '../../engine/fact-requests.ts';
import { document, named, records, section, tree } from '../../engine/inputs.ts';
import { deploymentGlobs } from '../shared/deployment-globs.ts';
import { judgeDuration, judgeOutcome, latestTest } from '../shared/handoff/record.ts';
import { judgeWindow } from '../shared/handoff/unattended.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { changedDocuments, judgeChanges, judgeDocuments } from './documents.ts';
import { judgePlan, judgePlanned } from './plan.ts';
import { confirmDefects, defectsOf, judgeTasks } from './tasks.ts';
import { confirmAttested, confirmTester, judgeAlone, judgeTester, testerOf } from './tester.ts';
import { confirmWindow } from './window-deeds.ts';

/** Asks for a test in which somebody who did not build it took over in under an hour. */
export default defineCriterion({
  id: 'handoff-test',
  title: 'Handoff',
  subtitle: 'Someone who did not build it took over in under an hour',
  half: 'organizational',
  why: 'The only proof that documentation works is an outsider succeeding with it while the builders are away.',
  sources: ['S4'],
  params: {
    testedWithinDays: param(
      z.int().min(1).max(730),
      { minimal: 365, standard: 180, regulated: 90 },
      'lower',
      'oldest test that still counts, in days',
    ),
    changedLines: param(
      z.number().min(0.001).max(1),
      0.1,
      'lower',
      'share of the lines of a document from which on a change makes the test stale',
    ),
    minutes: param(z.int().min(1).max(60), 60, 'lower', 'minutes in which the tester has to be done'),
    unattendedDays: param(
      z.int().min(1).max(365),
      { minimal: 14, standard: 14, regulated: 30 },
      'higher',
      'days in a row that it ran without its builders',
    ),
    logGapDays: param(z.int().min(1).max(30), 3, 'lower', 'longest hole in the run log of those days, in days'),
    builderShare: param(
      z.number().min(0.01).max(1),
      0.1,
      'lower',
      "share of the pilot's commits from which on somebody counts as one who built it",
    ),
    ownWords: param(
      z.boolean(),
      { minimal: false, standard: false, regulated: true },
      'higher',
      'whether the tester has to attest the test by comment or review; false accepts the commit of the record',
    ),
  },
  inputs: () => ({
    records: records('handoff'),
    logs: named('handoff'),
    runbook: document('runbook'),
    pilot: section('pilot'),
    model: section('operating-model'),
    tree: tree(),
  }),
  facts: {
    changes: 'line-change',
    tester: 'people',
    commits: 'authorship',
    part: 'part-taken',
    recordHistory: 'history',
    attested: 'acceptance',
    defects: 'issues',
    planHistory: 'value-history',
    startHistory: 'value-history',
    planAccepted: 'acceptance',
    releases: 'releases',
    configuration: 'history',
  },
  requests: (_params, read, { policy }) => {
    const found = read.records.state === 'seen' ? latestTest(read.records.value) : undefined;
    const test = found !== undefined && 'test' in found ? found.test : undefined;
    const tester = test && testerOf(test);
    const changed = test && read.tree.state === 'seen' ? changedDocuments(test, read.tree.value) : [];
    const plan = read.pilot.state === 'seen' ? pointerTo('pilot', read.pilot.value, 'handoff') : undefined;
    const attestedIn = test?.record.value.attestedIn;
    return {
      changes: changed.map(({ path, blob }) => lineChange(path, blob)),
      tester: people(tester === undefined ? [] : [tester]),
      commits: authorship(['**'], { except: [`${policy.evidence.root}/**`] }),
      part: test && tester ? partTaken(tester, test.record.value.startedAt) : undefined,
      recordHistory: test && history([test.path]),
      attested: acceptance(
        'role:tester',
        tester === undefined ? [] : [tester],
        attestedIn === undefined ? undefined : String(attestedIn),
      ),
      defects: issueStates(test ? defectsOf(test) : []),
      planHistory: plan && valueHistory(plan.path, plan.pointer),
      startHistory: plan && valueHistory(plan.path, 'started-on'),
      planAccepted: acceptance('HT-6', sponsorHandles(read.pilot)),
      releases: releases(),
      configuration: history(deploymentGlobs(read.pilot)),
    };
  },
  checks: (check) => [
    check('HT-1', {
      title: 'Somebody took over, lately, with the documentation as it is now',
      levels: 'a/B/B',
      remedy: 'Hold a handoff test and record it as readiness/handoff/<date>.yaml.',
      requires: ['records', 'tree'],
      optional: ['runbook'],
      judge: ({ records: set, tree: files, runbook }, { params, now }) => {
        const found = latestTest(set.value);
        if ('open' in found) return found.open;
        const documents = judgeDocuments(found.test, files.value, runbook);
        const outcome = judgeOutcome(found.test, params.testedWithinDays, now);
        return outcome.outcome === 'met' && documents.length === 0
          ? outcome
          : [...documents, ...(outcome.outcome === 'met' ? [] : [outcome])];
      },
      facts: ['changes'],
      confirm: ({ records: set, tree: files, changes }, { params, now }) => {
        const found = latestTest(set.value);
        if ('open' in found) return found.open;
        const stale = judgeChanges(found.test, files.value, changes.value, params.changedLines);
        return stale.length > 0 ? stale : judgeOutcome(found.test, params.testedWithinDays, now);
      },
    }),
    check('HT-2', {
      title: 'Taking over took less than an hour',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Shorten what took long, test again in one session, and record both instants with their time zone.',
      requires: ['records'],
      judge: ({ records: set }, { params, now }) => {
        const found = latestTest(set.value);
        return 'open' in found ? found.open : judgeDuration(found.test, params.minutes, now);
      },
    }),
    check('HT-3', {
      title: 'Who took over had no part in building or running it',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Have the test taken by somebody who neither built the service nor runs it.',
      requires: ['records'],
      optional: ['pilot', 'model'],
      judge: ({ records: set, pilot, model }) => {
        const found = latestTest(set.value);
        return 'open' in found ? found.open : judgeTester(found.test, { pilot, model });
      },
      facts: ['tester', 'commits', 'part'],
      confirm: ({ records: set, tester, commits, part }) => {
        const found = latestTest(set.value);
        if ('open' in found) return found.open;
        return confirmTester(found.test, { people: tester.value, commits: commits.value, part: part.value });
      },
    }),
    check('HT-4', {
      title: 'Nobody helped, and the tester says so in their own name',
      levels: '-/B/B',
      remedy: 'Test with the builders away, and have the tester write a comment that attested-in links.',
      requires: ['records'],
      judge: ({ records: set }) => {
        const found = latestTest(set.value);
        return 'open' in found ? found.open : judgeAlone(found.test);
      },
      facts: ['recordHistory'],
      optionalFacts: ['attested'],
      confirm: ({ records: set, recordHistory, attested }, { params }) => {
        const found = latestTest(set.value);
        if ('open' in found) return found.open;
        return confirmAttested(found.test, recordHistory.value, attested, !params.ownWords);
      },
    }),
    check('HT-5', {
      title: 'The tester did everything that running it takes, and every defect was mended',
      levels: 'a/B/B',
      remedy: 'Let the tester try all six tasks, and close the issues of what went wrong.',
      requires: ['records'],
      judge: ({ records: set }) => {
        const found = latestTest(set.value);
        return 'open' in found ? found.open : judgeTasks(found.test);
      },
      facts: ['defects'],
      confirm: ({ records: set, defects }) => {
        const found = latestTest(set.value);
        return 'open' in found ? found.open : confirmDefects(found.test, defects.value);
      },
    }),
    check('HT-6', {
      title: 'The handoff was planned before the pilot',
      levels: '-/a/B',
      remedy: 'Write handoff: { milestone, documentation-standard } into readiness/pilot.yaml before the pilot starts.',
      alternativeRemedy:
        'Have the sponsor record a late acceptance with `/readiness accept HT-6 because <reason>`; it is always displayed.',
      actors: ['author', 'sponsor'],
      requires: ['pilot'],
      judge: ({ pilot }) => judgePlan(pilot.value),
      facts: ['planHistory', 'startHistory'],
      optionalFacts: ['planAccepted'],
      confirm: ({ pilot, planHistory, startHistory, planAccepted }) =>
        judgePlanned(pilot.value, planHistory.value, startHistory.value, planAccepted),
    }),
    check('HT-7', {
      title: 'It ran for two weeks without the people who built it',
      levels: '-/B/B',
      remedy:
        'Let it run without its builders, keep the run log, and record the days as unattended in the newest record.',
      actors: ['production-owner', 'author'],
      requires: ['records', 'pilot'],
      optional: ['logs'],
      judge: ({ records: set, logs }, { params, now }) =>
        judgeWindow(set.value, logs, {
          days: params.unattendedDays,
          withinDays: params.testedWithinDays,
          gapDays: params.logGapDays,
          now,
        }),
      facts: ['commits', 'releases', 'configuration'],
      confirm: ({ records: set, logs, pilot, commits, releases: shipped, configuration }, { params, now }) =>
        confirmWindow(
          set.value,
          logs,
          {
            days: params.unattendedDays,
            withinDays: params.testedWithinDays,
            gapDays: params.logGapDays,
            now,
          },
          {
            builders: {
              team: pilot.value.value.pilotTeam ?? [],
              commits: commits.value,
              share: params.builderShare,
            },
            releases: shipped.value,
            changes: configuration.value,
          },
        ),
    }),
  ],
});
