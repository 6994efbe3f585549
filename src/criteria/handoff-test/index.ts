import * as z from 'zod';
import type { Finding } from '../../domain/finding.ts';
import { defineCriterion, type Found, param } from '../../engine/criterion.ts';
import {
  acceptance,
  authorship,
  history,
  issueStates,
  lineChange,
  partTaken,
  releases,
  sectionHistory,
} from '../../engine/fact-requests.ts';
import { document, named, type RecordSet, records, section, tree } from '../../engine/inputs.ts';
import type { HandoffRecord } from '../../evidence/schema/records.ts';
import { deploymentGlobs } from '../shared/deployment-globs.ts';
import { type HandoffTest, judgeDuration, judgeOutcome, latestTest } from '../shared/handoff/record.ts';
import { judgeWindow, latestWindow } from '../shared/handoff/unattended.ts';
import { pointerTo } from '../shared/metrics/definitions.ts';
import { sponsorHandles } from '../shared/order.ts';
import { existingPeople } from '../shared/preconditions.ts';
import { changedDocuments, documentObjections, judgeDocuments } from './documents.ts';
import { judgePlan, planObjections } from './plan.ts';
import { defectObjections, defectsOf, judgeTasks } from './tasks.ts';
import { judgeAlone, judgeAttestation, judgeTester, namedTester, testerObjections, testerOf } from './tester.ts';
import { windowObjections } from './window-deeds.ts';

/** Whether somebody who did not build the pilot took over in less than an hour. */
export default defineCriterion({
  id: 'handoff-test',
  title: 'Handoff',
  subtitle: 'Somebody who did not build the pilot took over in less than an hour',
  half: 'organizational',
  why: 'The only proof that documentation works is an outsider who succeeds with it while the builders are away.',
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
      'share of changed lines of a document from which the test is stale',
    ),
    minutes: param(z.int().min(1).max(60), 60, 'lower', 'minutes within which the tester must take over'),
    unattendedDays: param(
      z.int().min(1).max(365),
      { minimal: 14, standard: 14, regulated: 30 },
      'higher',
      'days in a row that the service ran without its builders',
    ),
    logGapDays: param(z.int().min(1).max(30), 3, 'lower', 'longest gap in the run log of those days, in days'),
    builderShare: param(
      z.number().min(0.01).max(1),
      0.1,
      'lower',
      "share of the pilot's commits from which somebody counts as a builder",
    ),
    ownWords: param(
      z.boolean(),
      { minimal: false, standard: false, regulated: true },
      'higher',
      'whether the tester must attest the test by comment or review; false also accepts the commit of the record',
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
    const defects = test ? defectsOf(test) : [];
    const plan = read.pilot.state === 'seen' ? pointerTo('pilot', read.pilot.value, 'handoff') : undefined;
    return {
      changes: changed.map(({ path, blob }) => lineChange(path, blob)),
      commits: authorship(['**'], { except: [`${policy.evidence.root}/**`] }),
      part: test && tester ? partTaken(tester, test.record.value.startedAt) : undefined,
      recordHistory: test && history([test.path]),
      attested:
        test && tester ? acceptance('role:tester', [tester], test.record.value.attestedIn?.toString()) : undefined,
      defects: defects.length > 0 ? issueStates(defects) : undefined,
      planHistory: plan && sectionHistory(plan),
      startHistory: plan && sectionHistory({ ...plan, pointer: 'started-on' }),
      planAccepted: acceptance('HT-6', sponsorHandles(read.pilot)),
      releases: releases(),
      configuration: history(deploymentGlobs(read.pilot)),
    };
  },
  checks: (check) => [
    check('HT-1', {
      title: 'Somebody took over recently with the current documentation',
      levels: 'a/B/B',
      remedy: 'Hold a handoff test and record it as readiness/handoff/<date>.yaml.',
      requires: ['records', 'tree'],
      optional: ['runbook'],
      judge: ({ records: set, tree: files, runbook }, { params, now }) =>
        onLatestTest(set, (test) => {
          const documents = judgeDocuments(test, files.value, runbook);
          const outcome = judgeOutcome(test, params.testedWithinDays, now);
          return documents.length > 0 && outcome.outcome === 'met' ? documents : [...documents, outcome];
        }),
      facts: ['changes'],
      objections: ({ records: set, tree: files, changes }, { params }) =>
        onLatestTest(set, (test) => documentObjections(test, files.value, changes.value, params.changedLines)),
    }),
    check('HT-2', {
      title: 'Taking over took less than an hour',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Shorten what took long, test again in one session, and record both instants with their time zone.',
      requires: ['records'],
      judge: ({ records: set }, { params, now }) =>
        onLatestTest(set, (test) => judgeDuration(test, params.minutes, now)),
    }),
    check('HT-3', {
      title: 'The tester took no part in building or running the service',
      levels: 'a/B/B',
      waivable: false,
      remedy: 'Have the test taken by somebody who neither built the service nor runs it.',
      requires: ['records'],
      optional: ['pilot', 'model'],
      preconditions: ({ records: set }) => [existingPeople(namedTester(set.value))],
      preconditionFacts: ['people'],
      judge: ({ records: set, pilot, model }) => onLatestTest(set, (test) => judgeTester(test, pilot, model)),
      facts: ['commits', 'part'],
      objections: ({ records: set, commits, part }) =>
        part ? onLatestTest(set, (test) => testerObjections(test, commits.value, part.value)) : [],
    }),
    check('HT-4', {
      title: 'Nobody helped the tester, and the tester attests that in their own name',
      levels: '-/B/B',
      remedy:
        'Test without the builders, and have the tester write `/readiness accept role:tester because <reason>` in a comment that attested-in links.',
      requires: ['records'],
      judge: ({ records: set }) => onLatestTest(set, judgeAlone),
      facts: ['recordHistory'],
      optionalFacts: ['attested'],
      objections: ({ records: set, recordHistory, attested }, { params }) =>
        onLatestTest(set, (test) => judgeAttestation(test, recordHistory?.value ?? [], attested, !params.ownWords)),
    }),
    check('HT-5', {
      title: 'The tester passed every task, and every defect was fixed',
      levels: 'a/B/B',
      remedy: 'Let the tester try all six tasks, and close the issues of what went wrong.',
      requires: ['records'],
      judge: ({ records: set }) => onLatestTest(set, judgeTasks),
      facts: ['defects'],
      objections: ({ records: set, defects }) =>
        defects ? onLatestTest(set, (test) => defectObjections(test, defects.value)) : [],
    }),
    check('HT-6', {
      title: 'The handoff was planned before the pilot',
      levels: '-/a/B',
      remedy: 'Add handoff: { milestone, documentation-standard } to readiness/pilot.yaml before the pilot starts.',
      alternativeRemedy:
        'Have the sponsor record a late acceptance with `/readiness accept HT-6 because <reason>`; it is always displayed.',
      actors: ['author', 'sponsor'],
      requires: ['pilot'],
      judge: ({ pilot }) => judgePlan(pilot.value),
      facts: ['planHistory', 'startHistory'],
      optionalFacts: ['planAccepted'],
      objections: ({ pilot, planHistory, startHistory, planAccepted }) =>
        planHistory && startHistory
          ? planObjections(pilot.value, planHistory.value, startHistory.value, planAccepted)
          : [],
    }),
    check('HT-7', {
      title: 'The service ran for two weeks without the people who built it',
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
      objections: ({ records: set, logs, pilot, commits, releases: shipped, configuration }, { params, now }) => {
        const window = latestWindow(set.value, now);
        const team = pilot.value.value.pilotTeam ?? [];
        const builders = { team, commits: commits.value, share: params.builderShare };
        return window
          ? windowObjections(window, logs, { builders, releases: shipped.value, changes: configuration.value })
          : [];
      },
    }),
  ],
});

/** Most checks are about the newest test: what a function finds in it, or why there is none. */
function onLatestTest(
  records: Found<RecordSet<HandoffRecord>>,
  judge: (test: HandoffTest) => Finding | Finding[],
): Finding[] {
  const latest = latestTest(records.value);
  return 'open' in latest ? latest.open : [judge(latest.test)].flat();
}
