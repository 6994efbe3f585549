import * as z from 'zod';
import { met } from '../../domain/finding.ts';
import { defineCriterion, param } from '../../engine/criterion.ts';
import { acceptance, history } from '../../engine/fact-requests.ts';
import { evalResults, named, records, section, tree as treeOf, workflows } from '../../engine/inputs.ts';
import { pipelineGlobs } from '../shared/deployment-globs.ts';
import { latestDrill, provenDrill } from '../shared/drills.ts';
import { roleAccounts } from '../shared/people/role-accounts.ts';
import { readableWherePresent, validProofs } from '../shared/preconditions.ts';
import { readAuditSample } from '../shared/workflow/audit-sample.ts';
import { judgeAuditLog } from './audit-log.ts';
import { exemptionOf, judgeExemption, judgeRecovery } from './disaster-recovery.ts';
import { exitClaims, judgeExitItems } from './exit-items.ts';
import { messages } from './messages.ts';
import { judgeProductionConfig } from './production-config.ts';
import { judgeRestore, restoreClaims } from './restore.ts';
import { judgeSignIn, signInObjections } from './sign-in.ts';
import { judgeSystems, systemClaims } from './systems.ts';
import { judgeVolumeTest, volumeClaims } from './volume-test.ts';

const days = z.int().min(1).max(730);

/** Whether the pilot is connected to the real systems, and what that requires is done and proven. */
export default defineCriterion({
  id: 'integration-done',
  title: 'Integration',
  subtitle: 'The pilot is connected to the real systems',
  half: 'technical',
  why: 'Exports, mocks and bypassed sign-in hide most of the effort that production takes.',
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
    signInHistory: 'history',
    recoveryAccepted: 'acceptance',
  },
  requests: (_params, { integration, pilot }) => {
    const connected = integration.state === 'seen' ? integration.value : undefined;
    const isExempt = connected !== undefined && exemptionOf(connected) !== undefined;
    return {
      signInHistory: connected?.value.signIn && history([connected.value.signIn.config]),
      recoveryAccepted: isExempt ? acceptance('IN-6', roleAccounts(pilot, 'governance')) : undefined,
    };
  },
  checks: (check) => [
    check('IN-1', {
      title: 'Every system that the workflow touches is connected live, and no mock is on in production',
      levels: 'a/B/B',
      remedy:
        'List each system of the workflow in readiness/integration.yaml with mode: live, environment, verified-on and proof.',
      alternativeRemedy:
        'If the pilot ended on exported data, run it for a further window on the live connection: move ended-on and verify again.',
      requires: ['integration', 'files', 'workflow', 'pilot', 'tree'],
      optional: ['sources', 'evals', 'results'],
      preconditions: (seen) => [readableWherePresent(seen.sources), validProofs(systemClaims(seen), seen)],
      preconditionFacts: ['issues', 'workflow-run'],
      judge: (seen, { now }) => {
        const { integration, files } = seen;
        const found = [...judgeSystems(seen, now), ...judgeProductionConfig(integration.value, files.value)];
        const count = systemClaims(seen).length;
        return found.length > 0 ? found : met(messages.systemsConnected({ count }), integration.place);
      },
    }),
    check('IN-2', {
      title: 'Interfaces, sign-in, logging, audit trail, backups and disaster recovery are done, each with a proof',
      levels: 'a/B/B',
      remedy: 'Add exit-items to readiness/integration.yaml: six items, each with status: done and a proof.',
      requires: ['integration', 'tree'],
      optional: ['evals', 'results'],
      preconditions: (seen) => [validProofs(exitClaims(seen.integration.value), seen)],
      preconditionFacts: ['issues', 'workflow-run'],
      judge: ({ integration }) => {
        const found = judgeExitItems(integration.value);
        return found.length > 0 ? found : met(messages.exitItemsDone(), integration.value.at('exitItems'));
      },
    }),
    check('IN-3', {
      title: "People sign in only through the organization's identity provider",
      levels: 'a/B/B',
      remedy: 'Connect the identity provider, test it, and add sign-in to readiness/integration.yaml.',
      requires: ['integration', 'tree'],
      judge: ({ integration, tree }, { params, now }) =>
        judgeSignIn(integration.value, tree.value, params.signInWithinDays, now),
      facts: ['signInHistory'],
      objections: ({ integration, signInHistory }) =>
        signInHistory ? signInObjections(integration.value, signInHistory.value) : [],
    }),
    check('IN-4', {
      title: 'The audit log records who decided what, on which input and with which version',
      levels: '-/B/B',
      remedy: 'Export a sample of the audit log and name it under audit-log in readiness/integration.yaml.',
      requires: ['integration', 'files', 'workflow'],
      optional: ['controls'],
      judge: ({ integration, files, workflow, controls }, { params, now }) => {
        const sample = readAuditSample(integration.value, files.value, workflow.value, now);
        return judgeAuditLog(integration.value, sample, controls, params.auditWithinDays, now);
      },
    }),
    check('IN-5', {
      title: 'Data was restored from a backup, in time',
      levels: '-/B/B',
      remedy: 'Restore once into an empty environment, measure it, and add restore to readiness/integration.yaml.',
      requires: ['integration', 'tree'],
      optional: ['drills', 'evals', 'results'],
      preconditions: (seen) => [validProofs(restoreClaims(seen.integration.value), seen)],
      preconditionFacts: ['issues', 'workflow-run'],
      judge: ({ integration, drills }, { params, now }) =>
        judgeRestore(integration.value, drills, params.restoreWithinDays, now),
    }),
    check('IN-6', {
      title: 'Disaster recovery was drilled, or the governance owner accepted an exemption',
      levels: '-/a/B',
      remedy:
        'Drill the recovery once and record it under readiness/drills/ with kind: disaster-recovery. Or add disaster-recovery.exemption and have the governance owner accept it.',
      actors: ['author', 'governance-owner'],
      requires: ['integration', 'tree'],
      optional: ['drills', 'workflows'],
      preconditions: ({ integration, drills, workflows: flows }) => {
        const isExempt = exemptionOf(integration.value) !== undefined;
        const drill = isExempt ? undefined : latestDrill(drills, 'disaster-recovery');
        return [provenDrill(drill, pipelineGlobs(flows), 'The way into production')];
      },
      preconditionFacts: ['ancestry', 'workflow-run'],
      judge: ({ integration, tree, drills }, { params, now }) =>
        judgeRecovery(integration.value, drills, tree.value, params.recoveryWithinDays, now),
      facts: ['recoveryAccepted'],
      objections: ({ integration, recoveryAccepted }) =>
        recoveryAccepted ? [judgeExemption(integration.value, recoveryAccepted.value)] : [],
    }),
    check('IN-7', {
      title: 'The target volume was sustained within the limits of every system',
      levels: '-/a/B',
      remedy: 'Run the target volume for half an hour and add volume-test to readiness/integration.yaml.',
      requires: ['integration', 'tree'],
      optional: ['evals', 'results'],
      preconditions: (seen) => [validProofs(volumeClaims(seen.integration.value), seen)],
      preconditionFacts: ['issues', 'workflow-run'],
      judge: ({ integration }, { params, now }) => judgeVolumeTest(integration.value, params, now),
    }),
  ],
});
