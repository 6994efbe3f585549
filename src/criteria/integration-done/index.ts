import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, history } from '../../engine/fact-requests.ts';
import { evalResults, named, records, section, tree as treeOf, workflows } from '../../engine/inputs.ts';
import { pipelineGlobs } from '../shared/deployment-globs.ts';
import { drillOrder, drillRun, latestDrill } from '../shared/drills.ts';
import { resultsOf } from '../shared/evals/tests.ts';
import { roleAccounts } from '../shared/people/role-accounts.ts';
import { validProofs } from '../shared/preconditions.ts';
import { confirmProofs, judgeProofs, proofQuestions } from '../shared/proofs.ts';
import { unreadable } from '../shared/unreadable.ts';
import { readAuditSample } from '../shared/workflow/audit-sample.ts';
import { judgeAuditLog } from './audit-log.ts';
import { confirmRecovery, exemptionOf, judgeRecovery } from './disaster-recovery.ts';
import { exitClaims, judgeExitItems } from './exit-items.ts';
import { messages } from './messages.ts';
import { judgeProductionConfig } from './production-config.ts';
import { judgeRestore, restoreClaims } from './restore.ts';
import { changedSinceSignInTest, judgeSignIn } from './sign-in.ts';
import { judgeSystems, systemClaims } from './systems.ts';
import { judgeVolumeTest, volumeClaims } from './volume-test.ts';

const days = z.int().min(1).max(730);

/** Asks whether the pilot is connected to the real systems, and whether what comes with that is done and proven. */
export default defineCriterion({
  id: 'integration-done',
  title: 'Integration',
  subtitle: 'Connected to the real systems',
  half: 'technical',
  why: 'Exports, mocks and bypassed identity hide most of the effort that production takes.',
  sources: ['S0', 'S1', 'S2', 'S3'],
  params: {
    signInWithinDays: param(
      days,
      { minimal: 365, standard: 180, regulated: 90 },
      'lower',
      'oldest test of the sign-in that still counts, in days',
    ),
    auditWithinDays: param(
      days,
      { minimal: 90, standard: 90, regulated: 30 },
      'lower',
      'age of the newest row of the audit log sample, in days',
    ),
    restoreWithinDays: param(
      days,
      { minimal: 180, standard: 180, regulated: 90 },
      'lower',
      'oldest restore that still counts, in days',
    ),
    recoveryWithinDays: param(days, 365, 'lower', 'oldest disaster-recovery drill that still counts, in days'),
    volumeWithinDays: param(
      days,
      { minimal: 365, standard: 365, regulated: 180 },
      'lower',
      'oldest test at target volume that still counts, in days',
    ),
    volumeMinutes: param(z.int().min(1).max(10_080), 30, 'higher', 'minutes for which the target volume is kept up'),
  },
  inputs: () => ({
    integration: section('integration'),
    files: named('integration'),
    workflow: section('workflow'),
    sources: section('data-sources'),
    pilot: section('pilot'),
    controls: records('controls'),
    drills: records('drills'),
    tree: treeOf(),
    workflows: workflows(),
    evals: section('evals'),
    results: evalResults(),
  }),
  facts: {
    systemProofs: ['issues', 'workflow-run'],
    restoreProofs: ['issues', 'workflow-run'],
    volumeProofs: ['issues', 'workflow-run'],
    signInHistory: 'history',
    recoveryOrder: ['acceptance', 'ancestry'],
    recoveryRun: ['acceptance', 'ancestry', 'workflow-run'],
  },
  requests: (_params, { integration, workflow, sources, pilot, drills, workflows: flows }, { now }) => {
    const connected = integration.state === 'seen' ? integration.value : undefined;
    const systems =
      connected && workflow.state === 'seen' && pilot.state === 'seen'
        ? systemClaims({ integration: connected, workflow: workflow.value, sources, pilot: pilot.value, now })
        : [];
    const drill = latestDrill(drills, 'disaster-recovery');
    const pipeline = pipelineGlobs(flows);
    const exempt = connected !== undefined && exemptionOf(connected) !== undefined;
    const accepted = acceptance('IN-6', roleAccounts(pilot, 'governance'));
    return {
      systemProofs: proofQuestions(systems),
      restoreProofs: proofQuestions(connected ? restoreClaims(connected) : []),
      volumeProofs: proofQuestions(connected ? volumeClaims(connected) : []),
      signInHistory: connected?.value.signIn && history([connected.value.signIn.config]),
      recoveryOrder: exempt ? accepted : drill && drillOrder(drill, pipeline),
      recoveryRun: exempt ? accepted : drill && drillRun(drill, pipeline),
    };
  },
  checks: (check) => [
    check('IN-1', {
      title: 'Every system the work touches is connected live, and no mock is on in production',
      levels: 'a/B/B',
      remedy:
        'List each system of the workflow in readiness/integration.yaml with mode: live, environment, verified-on, proof.',
      alternativeRemedy:
        'A pilot that ended on exported data runs a further window on the live connection: move ended-on and verify again.',
      requires: ['integration', 'files', 'workflow', 'pilot', 'tree'],
      optional: ['sources', 'evals', 'results'],
      judge: (seen, { now }) => {
        const question = {
          integration: seen.integration.value,
          workflow: seen.workflow.value,
          sources: seen.sources,
          pilot: seen.pilot.value,
          now,
        };
        const claims = systemClaims(question);
        const ground = { tree: seen.tree.value, counted: resultsOf(seen.evals, seen.results) };
        const found = [
          ...unreadable(seen.sources),
          ...judgeSystems(question),
          ...judgeProofs(claims, ground),
          ...judgeProductionConfig(seen.integration.value, seen.files.value),
        ];
        return found.length > 0
          ? found
          : met(`${claims.length} systems are connected live; no mock is on in production`, seen.integration.place);
      },
      facts: ['systemProofs'],
      confirm: ({ integration, workflow, sources, pilot, systemProofs }, { now }) => {
        const claims = systemClaims({
          integration: integration.value,
          workflow: workflow.value,
          sources,
          pilot: pilot.value,
          now,
        });
        const found = confirmProofs(claims, systemProofs.value);
        return found.length > 0
          ? found
          : met(`${claims.length} systems are connected live, each with its proof; no mock is on`, integration.place);
      },
    }),
    check('IN-2', {
      title: 'Interfaces, sign-in, logging, audit trail, backups and disaster recovery are done, each with a proof',
      levels: 'a/B/B',
      remedy: 'Write exit-items in readiness/integration.yaml: six items, each with status: done and a proof.',
      requires: ['integration', 'tree'],
      optional: ['evals', 'results'],
      preconditions: ({ integration, tree, evals, results }) => [
        validProofs(exitClaims(integration.value), { tree: tree.value, counted: resultsOf(evals, results) }),
      ],
      preconditionFacts: ['issues', 'workflow-run'],
      judge: ({ integration }) => {
        const found = judgeExitItems(integration.value);
        return found.length > 0 ? found : met(messages.exitItemsDone(), integration.value.at('exitItems'));
      },
    }),
    check('IN-3', {
      title: "People sign in through the organization's identity provider, and only there",
      levels: 'a/B/B',
      remedy: 'Connect the identity provider, test it, and write sign-in in readiness/integration.yaml.',
      requires: ['integration', 'tree'],
      judge: ({ integration, tree }, { params, now }) =>
        judgeSignIn(integration.value, tree.value, params.signInWithinDays, now),
      facts: ['signInHistory'],
      confirm: ({ integration, tree, signInHistory }, { params, now }) =>
        changedSinceSignInTest(integration.value, signInHistory.value) ??
        judgeSignIn(integration.value, tree.value, params.signInWithinDays, now),
    }),
    check('IN-4', {
      title: 'The audit log says who decided what, on which input, by which version',
      levels: '-/B/B',
      remedy: 'Export a sample of the audit log and name it under audit-log in readiness/integration.yaml.',
      requires: ['integration', 'files', 'workflow'],
      optional: ['controls'],
      judge: ({ integration, files, workflow, controls }, { params, now }) =>
        judgeAuditLog(
          integration.value,
          readAuditSample(integration.value, files.value, workflow.value, now),
          controls,
          params.auditWithinDays,
          now,
        ),
    }),
    check('IN-5', {
      title: 'Data was brought back from a backup, in time',
      levels: '-/B/B',
      remedy: 'Restore once into an empty environment, measure it, and write restore in readiness/integration.yaml.',
      requires: ['integration', 'tree'],
      optional: ['drills', 'evals', 'results'],
      judge: ({ integration, tree, drills, evals, results }, { params, now }) => {
        const restored = judgeRestore(integration.value, drills, params.restoreWithinDays, now);
        const ground = { tree: tree.value, counted: resultsOf(evals, results) };
        return [...restored, ...judgeProofs(restoreClaims(integration.value), ground)];
      },
      facts: ['restoreProofs'],
      confirm: ({ integration, drills, restoreProofs }, { params, now }) => {
        const found = confirmProofs(restoreClaims(integration.value), restoreProofs.value);
        return found.length > 0 ? found : judgeRestore(integration.value, drills, params.restoreWithinDays, now);
      },
    }),
    check('IN-6', {
      title: 'The recovery from a disaster was tried, or somebody answers for not needing it',
      levels: '-/a/B',
      remedy:
        'Try the recovery once and record it under readiness/drills/ with kind: disaster-recovery, or write disaster-recovery.exemption and have the governance owner accept it.',
      actors: ['author', 'governance-owner'],
      requires: ['integration', 'tree'],
      optional: ['drills'],
      judge: ({ integration, tree, drills }, { params, now }) =>
        judgeRecovery({
          integration: integration.value,
          drills,
          tree: tree.value,
          withinDays: params.recoveryWithinDays,
          now,
        }),
      facts: ['recoveryOrder', 'recoveryRun'],
      confirm: ({ integration, tree, drills, recoveryOrder, recoveryRun }, { params, now }) =>
        confirmRecovery(
          {
            integration: integration.value,
            drills,
            tree: tree.value,
            withinDays: params.recoveryWithinDays,
            now,
          },
          { order: recoveryOrder.value, run: recoveryRun.value },
        ),
    }),
    check('IN-7', {
      title: 'The target volume was carried for a while, inside the limits of every interface',
      levels: '-/a/B',
      remedy: 'Run the target volume for half an hour and write volume-test in readiness/integration.yaml.',
      requires: ['integration', 'tree'],
      optional: ['evals', 'results'],
      judge: ({ integration, tree, evals, results }, { params, now }) => {
        const ground = { tree: tree.value, counted: resultsOf(evals, results) };
        const tested = judgeVolumeTest(integration.value, params, now);
        return [...tested, ...judgeProofs(volumeClaims(integration.value), ground)];
      },
      facts: ['volumeProofs'],
      confirm: ({ integration, volumeProofs }, { params, now }) => {
        const found = confirmProofs(volumeClaims(integration.value), volumeProofs.value);
        return found.length > 0 ? found : judgeVolumeTest(integration.value, params, now);
      },
    }),
  ],
});
